"""The search that forgives a typo."""

from __future__ import annotations

from typing import Any

from ckan.lib.search.common import make_connection
from ckan.plugins import toolkit as tk
from ckanext.satudata.search import query
from flask import has_request_context


@tk.chained_action
@tk.side_effect_free
def package_search(original: Any, context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Search; when plain words find nothing, search again with the nearest words of the index.

    The answer then has `satudata_correction`: {"asked": str, "searched": str}.
    """
    result = original(context, dict(data_dict))
    words = data_dict.get("q") or ""
    if result["count"] or not query.is_free_text(words):
        return result
    corrected = correct(words)
    if not corrected:
        return result
    again = original(context, {**data_dict, "q": corrected})
    if not again["count"]:
        return result
    correction = {"asked": words, "searched": corrected}
    if has_request_context():
        # CKAN's search page shows only what it knows of the answer
        tk.g.satudata_correction = correction
    return {**again, "satudata_correction": correction}


def correct(words: str) -> str | None:
    """Return the words with each unknown one replaced by the nearest indexed word, or None when nothing is nearer."""
    options = {"spellcheck": "true", "spellcheck.q": words, "spellcheck.count": 1, "rows": 0}
    answer = make_connection().search("*:*", **options)
    suggestions = (answer.raw_response or {}).get("spellcheck", {}).get("suggestions", [])
    nearer = {suggestions[i]: suggestions[i + 1]["suggestion"][0] for i in range(0, len(suggestions) - 1, 2)}
    text = " ".join(nearer.get(word, word) for word in words.lower().split())
    return text if text != words.lower() else None
