"""Answers as the series of a chart."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.command_center.tile import Tile
from ckanext.satudata.observations import periods
from ckanext.satudata.observations.actions import number
from ckanext.satudata.observations.periods import label as period_label

MOST_LINES = 5


def over_time(tile: Tile) -> dict[str, Any]:
    """Return {"categories", "labels", "series": [{"name", "data"}], "unit"}: every period, None where one is missing.

    With `by` the largest groups of the newest period are lines, at most `most`.
    """
    time, by = tile.get("time", "bulan"), tile.get("by")
    groups = (time, by) if by else (time,)
    found: dict[str, dict[str, Any]] = {}
    answer = None
    for measure in [tile.get("measure"), *tile.get("measures", [])]:
        answer = tile.ask(measure=measure, group_by=groups)
        for row in answer.rows:
            name = tile.label(answer, by, row[by]) if by else tile.standard.field(measure).title
            found.setdefault(name, {})[row[time]] = number(row["value"])
    spans = [period for line in found.values() for period in line]
    if not spans or answer is None:
        return {"series": [], "categories": [], "labels": [], "unit": ""}
    span = periods.between(min(spans), max(spans))
    # the largest ones of the newest period that a line has
    ranked = sorted(found, key=lambda name: -(found[name][max(found[name])] or 0))
    kept = ranked[: tile.get("most", MOST_LINES)] if by else list(found)
    return {
        "categories": span,
        "labels": [period_label(period) for period in span],
        "series": [{"name": name, "data": [found[name].get(period) for period in span]} for name in kept],
        "left_out": len(found) - len(kept),
        "unit": answer.unit,
    }


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
