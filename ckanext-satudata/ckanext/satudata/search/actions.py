"""The search that forgives a typo."""

from __future__ import annotations

from typing import Any

from ckan.lib.search import SearchError
from ckan.lib.search.common import make_connection
from ckan.plugins import toolkit as tk
from ckanext.satudata.search import query, reasons
from flask import has_request_context


@tk.chained_action
@tk.side_effect_free
def package_search(original: Any, context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Search; when plain words find nothing, search again with the nearest words of the index, then for any of them.

    The answer then has `satudata_correction`: {"asked": str, "searched": str}, or `satudata_partial`: True where the
    datasets have only some of the words.
    """
    result = _search(original, context, data_dict)
    reasons.note_hits(result["results"])
    return result


def _search(original: Any, context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    words = data_dict.get("q") or ""
    try:
        result = original(context, dict(data_dict))
    except SearchError:
        # words that are no Lucene after all
        words = query.plain_words(words)
        if not words:
            raise
        data_dict = {**data_dict, "q": words}
        result = original(context, dict(data_dict))
    if result["count"] or not query.is_free_text(words) or data_dict.get("start"):
        return result
    corrected = correct(words)
    if corrected:
        again = original(context, {**data_dict, "q": corrected})
        if again["count"]:
            return _note({**again, "satudata_correction": {"asked": words, "searched": corrected}})
    partial = original(context, {**data_dict, "q": corrected or words, query.RELAXED: "1"})
    return _note({**partial, "satudata_partial": True}) if partial["count"] else result


def _note(result: dict[str, Any]) -> dict[str, Any]:
    """Keep for the page what was searched instead: CKAN's search page shows only what it knows of the answer."""
    if has_request_context():
        tk.g.satudata_correction = result.get("satudata_correction")
        tk.g.satudata_partial = result.get("satudata_partial", False)
    return result


def correct(words: str) -> str | None:
    """Return the words with each unknown one replaced by the nearest indexed word, or None when nothing is nearer."""
    options = {"spellcheck": "true", "spellcheck.q": words, "spellcheck.count": 1, "rows": 0}
    answer = make_connection().search("*:*", **options)
    suggestions = (answer.raw_response or {}).get("spellcheck", {}).get("suggestions", [])
    nearer = {suggestions[i]: suggestions[i + 1]["suggestion"][0] for i in range(0, len(suggestions) - 1, 2)}
    text = " ".join(nearer.get(word, word) for word in words.lower().split())
    return text if text != words.lower() else None
