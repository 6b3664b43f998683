"""How a person's words become a Solr query over the Indonesian fields."""

from __future__ import annotations

import re
from typing import Any

FIELDS = "satudata_title_exact^6 satudata_title^4 satudata_words^2 satudata_text"
LUCENE = re.compile(r'[:"*?~()\[\]{}]|\b(AND|OR|NOT|TO)\b')


def is_free_text(words: str) -> bool:
    """Return whether a query is plain words, without Lucene's syntax."""
    return bool(words.strip()) and not LUCENE.search(words)


def parameters(search: dict[str, Any]) -> dict[str, Any]:
    """Return the search with our fields added, unless the caller writes Lucene or names fields of his own."""
    if "qf" in search or not is_free_text(search.get("q") or ""):
        return search
    return {**search, "defType": "edismax", "qf": FIELDS, "mm": "2<-1 5<70%", "tie": "0.1"}
