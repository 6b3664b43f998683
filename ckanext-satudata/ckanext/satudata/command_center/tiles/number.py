"""One figure with its trend and its target."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.command_center import series
from ckanext.satudata.command_center.tile import Tile, one
from ckanext.satudata.command_center.tiles import FIGURE, TARGET
from ckanext.satudata.exceptions import N_
from ckanext.satudata.observations import lines, periods
from ckanext.satudata.observations.answer import Answer
from ckanext.satudata.observations.question import PERIOD
from ckanext.satudata.observations.values import number

SCHEMA = {
    "required": ["standard", "measure"],
    "properties": {
        **FIGURE,
        **TARGET,
        "compare": {"enum": ["previous", "year", "none"], "default": "previous", "title": N_("Compared with")},
        "trend": {
            "type": "integer",
            "title": N_("Periods of the small line"),
            "minimum": 2,
            "maximum": 60,
            "description": N_("So many periods as a small line."),
        },
    },
}
EXAMPLE = """
kind: number
title: Jumlah penduduk
standard: penduduk_jenis_kelamin
measure: jumlah
period: latest
"""


def draw(tile: Tile) -> dict[str, Any]:
    """Return the figure, its change, its target and a small line."""
    # there is no period before several ones, or before all
    single = tile.get("period", "latest:").partition(":")[1] == "" and "/" not in tile.get("period", "")
    compare = tile.get("compare", "previous") if single else "none"
    answer = tile.ask(compare="" if compare == "none" else compare, by_source=True)
    row = one(answer)
    if row is None:
        return {"face": "empty"}
    value, target = number(row["value"]), tile.target()
    comparable = _is_comparable(row, answer)
    drawn = _trend(tile)
    return {
        "face": "number",
        "value": value,
        "unit": answer.unit,
        "change": number(row.get("change")) if comparable else None,
        "change_percent": number(row.get("change_percent")) if comparable else None,
        "compare": compare if comparable else "other_source",
        "better": tile.better,
        "target": target,
        "state": tile.state(value, target),
        "partial": bool(answer.regions_expected and row["regions"] < answer.regions_expected),
        "regions": [row["regions"], answer.regions_expected],
        "trend": [piece for line in drawn.lines.values() for piece in line.pieces],
        "breaks": series.changes(drawn),
    }


def _is_comparable(row: dict[str, Any], answer: Answer) -> bool:
    """Return whether the earlier figure, where there is one, is of the same sources: else the change may be theirs."""
    if row.get("previous") is None:
        return True
    return lines.is_same_source(row["resources"], row["previous_resources"], answer.sources)


def _trend(tile: Tile) -> lines.Lines:
    """Return the line of the last periods; without one where none is wanted."""
    length = tile.get("trend")
    if not length or PERIOD in (tile.get("filters") or {}):
        return lines.drawn({}, [])
    grain = next(name for name, size in periods.GRAINS.items() if size == len(tile.sources[0].last_period))
    answer = tile.ask(period=f"latest:{length}", group_by=(grain,), by_source=True)
    return lines.drawn({"": {row[grain]: row for row in answer.rows}} if answer.rows else {}, tile.sources)
