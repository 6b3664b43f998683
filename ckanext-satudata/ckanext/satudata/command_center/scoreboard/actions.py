"""Actions of the scoreboard."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata import parameters
from ckanext.satudata.command_center.scoreboard import compute, model, month
from ckanext.satudata.exceptions import UnknownMonth
from ckanext.satudata.parameters import takes

SHORTEST_NOTE = 10
# what only those see who may publish: suggestions are for the meeting, not for the newspaper
INTERNAL = ("suggestion", "reasons")
OPTIONAL = ["ignore_empty", "unicode_safe"]
REQUIRED = ["not_empty", "unicode_safe"]
MONTH = {"month": OPTIONAL}
SHOWN = {**MONTH, "version": ["ignore_empty", "natural_number_validator"]}


@tk.side_effect_free
@takes(SHOWN)
def satudata_scoreboard_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return a board as it was published.

    :param month: e.g. 2026-10; the newest published one by default (optional)
    :param version: the newest one by default (optional)
    :returns: {"month", "version", "published" (UTC), "published_by", "note"} and the keys of `compute.board`; the
        suggestions are only for the walidata
    """
    data = parameters.valid(context, data_dict, SHOWN)
    tk.check_access("satudata_scoreboard_show", context, data)
    version = model.find(data.get("month", ""), data.get("version", 0))
    if version is None:
        raise tk.ObjectNotFound(tk._("No scoreboard of this month has been published."))
    return {**version.as_dict(), **_for(context, version.board)}


@tk.side_effect_free
@takes({})
def satudata_scoreboard_list(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Return every published version, the newest month first.

    :returns: records {"month", "version", "published" (UTC), "published_by", "note"}
    """
    tk.check_access("satudata_scoreboard_list", context, data_dict)
    return [version.as_dict() for version in model.every()]


@tk.side_effect_free
@takes(MONTH)
def satudata_scoreboard_preview(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return the board of a month as it would be published now; nothing is kept.

    :param month: e.g. 2026-10; the running one by default (optional)
    :returns: the keys of `compute.board`
    """
    tk.check_access("satudata_scoreboard_preview", context, data_dict)
    data = parameters.valid(context, data_dict, MONTH)
    return compute.board(_month(data["month"]) if data.get("month") else month.current())


def satudata_scoreboard_publish(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Compute a month's board and keep it for ever; one that is there stays, as an older version.

    A month that is running may be published for a meeting; the board names the day until which it counts.

    :param month: e.g. 2026-10
    :param note: what the reader should know, at least 10 characters; for a further version, what was mended
    :returns: {"month", "version", "published" (UTC), "published_by", "note"}
    """
    tk.check_access("satudata_scoreboard_publish", context, data_dict)
    data = parameters.valid(context, data_dict, {"month": REQUIRED, "note": REQUIRED})
    month_of_board = _month(data["month"])
    note = data["note"].strip()
    if len(note) < SHORTEST_NOTE:
        text = tk._("Write a note of at least {0} characters for those who read the board.")
        raise tk.ValidationError({"note": [text.format(SHORTEST_NOTE)]})
    return model.add(month_of_board.text, context["user"], note, compute.board(month_of_board)).as_dict()


def _month(text: str) -> month.Month:
    try:
        return month.parse(text)
    except UnknownMonth as error:
        raise tk.ValidationError({"month": [str(error)]}) from error


def _for(context: Any, board: dict[str, Any]) -> dict[str, Any]:
    """Return a board as the asker may see it."""
    try:
        tk.check_access("satudata_scoreboard_preview", {"user": context.get("user", "")}, {})
    except tk.NotAuthorized:
        offices = [{name: row[name] for name in row if name not in INTERNAL} for row in board["offices"]]
        return {**board, "offices": offices}
    return board
