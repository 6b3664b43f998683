"""How a person's words become a Solr query over the Indonesian fields."""

from __future__ import annotations

import re
from typing import Any

FIELDS = "satudata_title_exact^6 satudata_title^4 satudata_terms^3 satudata_words^2 satudata_text"
# of a search, before it is one of CKAN's: queries of which any is enough
ALSO = "satudata_also"
# in the extras of a search: any of the words will do
RELAXED = "ext_satudata_relaxed"
LUCENE = re.compile(r'[:"*?~()\[\]{}]|\b(AND|OR|NOT|TO)\b')


def is_free_text(words: str) -> bool:
    """Return whether a query is plain words, without Lucene's syntax; a question ends with its mark."""
    return bool(words.strip()) and not LUCENE.search(words.rstrip(" ?!."))


def parameters(search: dict[str, Any]) -> dict[str, Any]:
    """Return the search with our fields added, unless the caller writes Lucene or names fields of his own.

    Under ALSO a search may carry queries of which any is enough, whatever the words.
    """
    also = list(search.get(ALSO) or [])
    search = {name: value for name, value in search.items() if name != ALSO}
    words = search.get("q") or ""
    if "qf" in search or not (also or is_free_text(words)):
        return search
    if (search.get("extras") or {}).get(RELAXED):
        # CKAN asks for all words; only operators between them say otherwise
        clauses, least = [*words.split(), *also], "1"
    else:
        clauses, least = [f"({words})" if also else words, *also] if words else also, "1" if also else "2<-1 5<70%"
    fields = {"defType": "edismax", "qf": FIELDS, "tie": "0.1"}
    return {**search, **fields, "q": " OR ".join(clauses), "mm": least}


def plain_words(text: str) -> str:
    """Return the words of a text without what Lucene would take for syntax."""
    return " ".join(LUCENE.sub(" ", text).split()).rstrip(" ?!.")
