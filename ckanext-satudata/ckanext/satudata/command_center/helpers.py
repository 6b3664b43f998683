"""What templates ask of the command center."""

from __future__ import annotations

from dataclasses import dataclass

from ckan.plugins import toolkit as tk
from ckanext.satudata.command_center.scoreboard import export
from ckanext.satudata.observations import periods


@dataclass(frozen=True)
class Part:
    """A part of a score: 0 to 100, its weight, and what it is by the formula's limits (good, warn, bad)."""

    title: str
    score: float
    weight: float
    state: str


@dataclass(frozen=True)
class Score:
    """The score of an office in a month, its rank (None where too little is measured) and the page of its evidence."""

    period: str
    score: float
    state: str
    rank: int | None
    among: int
    parts: tuple[Part, ...]
    address: str


def satudata_office_score(name: str) -> Score | None:
    """Return the score of an office on the newest published board; None where it is not on it, or nothing measured."""
    try:
        board = tk.get_action("satudata_scoreboard_show")({}, {})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return None
    row = next((row for row in board["offices"] if row["name"] == name), None)
    if row is None or row["score"] is None:
        return None
    measured = [(one, row["criteria"].get(one["name"])) for one in board["formula"]["criteria"]]
    return Score(
        period=periods.label(board["month"]),
        score=row["score"],
        state=export.state(board, row["score"]),
        rank=row["rank"],
        among=sum(1 for other in board["offices"] if other["rank"]),
        parts=tuple(
            Part(one["title"], part["score"], one["weight"], export.state(board, part["score"]))
            for one, part in measured
            if part
        ),
        address=tk.url_for("satudata_scoreboard.evidence", month_text=board["month"], office=name),
    )
