"""Why a search found a dataset: the words of its standard, its columns, its office that hold what was searched for.

What a page shows is noted for its request, and looked up at once for all datasets of the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ckan.lib.search.common import make_connection
from ckanext.satudata.search import query
from flask import g, has_request_context

MOST_TERMS = 3
HIGHLIGHT = {
    "hl": "true",
    "hl.fl": "satudata_title,satudata_terms",
    "hl.method": "original",
    # whole terms, without marks
    "hl.fragsize": 0,
    "hl.simple.pre": "",
    "hl.simple.post": "",
    "hl.snippets": MOST_TERMS,
    "hl.requireFieldMatch": "true",
}


def note_words(words: str) -> None:
    """Keep for the page with which words the index is asked."""
    if has_request_context():
        g.satudata_searched = words


def note_hits(datasets: Iterable[dict[str, Any]]) -> None:
    """Keep for the page which datasets a search found."""
    if has_request_context():
        g.satudata_hits = [dataset["id"] for dataset in datasets]
        g.pop("satudata_reasons", None)


def terms_of(dataset_id: str) -> list[str]:
    """Return the terms by which the search of this request found a dataset; [] where its title has the words."""
    words = g.get("satudata_searched", "")
    if not query.is_free_text(words) or dataset_id not in g.get("satudata_hits", []):
        return []
    if "satudata_reasons" not in g:
        g.satudata_reasons = find_terms(words, g.satudata_hits)
    terms: list[str] = g.satudata_reasons.get(dataset_id, [])
    return terms


def find_terms(words: str, dataset_ids: list[str]) -> dict[str, list[str]]:
    """Return for each dataset the terms that hold one of the words, where its title holds none."""
    answer = make_connection().search(
        words,
        defType="edismax",
        qf="satudata_title satudata_terms",
        mm="1",
        fq=f"{{!terms f=id}}{','.join(dataset_ids)}",
        fl="id,index_id",
        rows=len(dataset_ids),
        **HIGHLIGHT,
    )
    ids = {document["index_id"]: document["id"] for document in answer.docs}
    return {
        ids[index_id]: list(dict.fromkeys(fields.get("satudata_terms", [])))
        for index_id, fields in answer.highlighting.items()
        if "satudata_title" not in fields
    }
