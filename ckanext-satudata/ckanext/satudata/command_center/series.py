"""Answers as the series of a chart."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.command_center.tile import Tile
from ckanext.satudata.observations import lines
from ckanext.satudata.observations.values import number

MOST_LINES = 5


def over_time(tile: Tile) -> dict[str, Any]:
    """Return {"categories", "labels", "series": [{"name", "data", "pieces"}], "breaks", "unit"}: every period, None
    where one is missing, and where the sources change, as `observations.lines` tells it.

    With `by` the largest groups of the newest period are lines, at most `most`.
    """
    time, by = tile.get("time", "bulan"), tile.get("by")
    groups = (time, by) if by else (time,)
    rows_by_line: dict[str, dict[str, Any]] = {}
    unit = ""
    for measure in [tile.get("measure"), *tile.get("measures", [])]:
        answer = tile.ask(measure=measure, group_by=groups, by_source=True)
        unit = answer.unit
        for row in answer.rows:
            name = tile.label(answer, by, row[by]) if by else tile.standard.field(measure).title
            rows_by_line.setdefault(name, {})[row[time]] = row
    # the largest ones of the newest period that a line has
    ranked = sorted(rows_by_line, key=lambda name: -(rows_by_line[name][max(rows_by_line[name])]["value"] or 0))
    kept = ranked[: tile.get("most", MOST_LINES)] if by else list(rows_by_line)
    drawn = lines.drawn({name: rows_by_line[name] for name in kept}, tile.sources)
    return {
        "categories": drawn.periods,
        "labels": drawn.labels,
        "series": [{"name": name, "data": line.data, "pieces": line.pieces} for name, line in drawn.lines.items()],
        "breaks": changes(drawn),
        "left_out": len(rows_by_line) - len(kept),
        "unit": unit,
    }


def changes(drawn: lines.Lines) -> list[dict[str, str]]:
    """Return the breaks of a face's lines: {"label", "said", "short"}."""
    return [{name: change[name] for name in ("label", "said", "short")} for change in drawn.breaks]


def by_group(tile: Tile, name: str) -> tuple[list[dict[str, Any]], str]:
    """Return [{"code", "label", "value", "change_percent"}] of one dimension, and the unit."""
    compare = tile.get("compare", "")
    answer = tile.ask(group_by=(name,), compare=compare)
    rows = [
        {
            "code": row[name],
            "label": tile.label(answer, name, row[name]),
            "value": number(row["value"]),
            "change_percent": number(row.get("change_percent")),
        }
        for row in answer.rows
        if row[name] is not None
    ]
    return rows, answer.unit
