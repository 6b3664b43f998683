"""How a person's words become a Solr query over the Indonesian fields."""

from __future__ import annotations

import re
from typing import Any

FIELDS = "satudata_title_exact^6 satudata_title^4 satudata_terms^3 satudata_words^2 satudata_text"
ALL_BUT_A_FEW, ANY = "2<-1 5<70%", "1"
# in the extras of a search: any of the words will do
RELAXED = "ext_satudata_relaxed"
LUCENE = re.compile(r'[:"*?~()\[\]{}]|\b(AND|OR|NOT|TO)\b')


def is_free_text(words: str) -> bool:
    """Tell whether a query is plain words, without Lucene's syntax."""
    return bool(words.strip()) and not LUCENE.search(words)


def parameters(search: dict[str, Any]) -> dict[str, Any]:
    """Return the search with our fields added, unless the caller writes Lucene or names fields of his own."""
    if "qf" in search or not is_free_text(search.get("q") or ""):
        return search
    is_relaxed = (search.get("extras") or {}).get(RELAXED)
    return {**search, "defType": "edismax", "qf": FIELDS, "mm": ANY if is_relaxed else ALL_BUT_A_FEW, "tie": "0.1"}


def plain_words(text: str) -> str:
    """Return the words of a text without what Lucene would take for syntax."""
    return " ".join(LUCENE.sub(" ", text).split())
