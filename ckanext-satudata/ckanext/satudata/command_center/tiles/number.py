"""One figure with its trend and its target."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.command_center.tile import Tile, one
from ckanext.satudata.command_center.tiles import FIGURE, TARGET
from ckanext.satudata.exceptions import N_
from ckanext.satudata.observations import periods, query
from ckanext.satudata.observations.actions import number

SCHEMA = {
    "required": ["standard", "measure"],
    "properties": {
        **FIGURE,
        **TARGET,
        "compare": {"enum": ["previous", "year", "none"], "default": "previous"},
        "trend": {
            "type": "integer",
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
    answer = tile.ask(compare="" if compare == "none" else compare)
    row = one(answer)
    if row is None:
        return {"face": "empty"}
    value, target = number(row["value"]), tile.target()
    return {
        "face": "number",
        "value": value,
        "unit": answer.unit,
        "change": number(row.get("change")),
        "change_percent": number(row.get("change_percent")),
        "compare": compare,
        "better": tile.better,
        "target": target,
        "state": tile.state(value, target),
        "partial": bool(answer.regions_expected and row["regions"] < answer.regions_expected),
        "regions": [row["regions"], answer.regions_expected],
        "trend": _trend(tile),
    }


def _trend(tile: Tile) -> list[float | None]:
    """Return the figures of the last periods, None where one is missing."""
    wanted = tile.get("trend")
    if not wanted:
        return []
    grain = next(name for name, size in periods.GRAINS.items() if size == len(tile.sets[0]["last_period"]))
    if query.PERIOD in (tile.get("filters") or {}):
        return []
    answer = tile.ask(period=f"latest:{wanted}", group_by=(grain,))
    found = {row[grain]: number(row["value"]) for row in answer.rows}
    if not found:
        return []
    return [found.get(period) for period in periods.between(min(found), max(found))]
