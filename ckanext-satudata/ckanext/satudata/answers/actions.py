"""Actions of the answers."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.answers import asking, describe, suggesting


@tk.side_effect_free
def satudata_answer_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Answer a question in everyday words with figures of the portal, a choice, a page, or why there is none.

    Read by rules, not guessed: every word that carries meaning is understood, or no figure is given. The same question
    gets the same answer while the figures are the same.

    :param q: the question, e.g. "berapa penduduk Gerokgak tahun lalu"
    :returns: {"q", "kind": value, trend, ranking, compare, share, list, ambiguous, place, office, document or none,
        "reason" and "message": why there is no figure, "corrections": {typed: read}, "understood": [{"words", "as"}],
        "unread": words that nobody knows, "parts_to_change": [{"part": measure, place or period, "label", "choices":
        [{"label", "q": another question}]}], "options": figures to choose from, "near": a figure that is held instead
        and is not the answer, "places", "office", "page", "request": address of the form to ask for data, "" where
        there is nothing to ask}; with a figure also {"question": what was asked of satudata_observation_search,
        "whole": of shares, "concept", "title", "value", "unit", "unit_label", "period", "place", "rows", "winners",
        "parts", "change", "caveats": [{"code", "text"}], "sources", "overruled", "example", "chart", "links"}
    """
    tk.check_access("satudata_answer_show", context, data_dict)
    return describe.describe(asking.ask(str(data_dict.get("q") or "")))


@tk.side_effect_free
def satudata_suggestion_list(context: Any, data_dict: dict[str, Any]) -> list[dict[str, str]]:
    """Return how a text that is being typed may go on: figures, places, agencies, datasets.

    :param q: what has been typed, e.g. "penduduk ger"
    :returns: at most 8 of {"kind": measure, kabupaten, kecamatan, desa, office or dataset, "kind_label", "label",
        "detail", "text": what to search for, "address": of a page to open instead, "" where there is none}
    """
    tk.check_access("satudata_suggestion_list", context, data_dict)
    return [describe.describe_suggestion(one) for one in suggesting.suggest(str(data_dict.get("q") or ""))]
