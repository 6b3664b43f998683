"""Change over time, one line for each value of a dimension."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.command_center import series
from ckanext.satudata.command_center.tile import Tile
from ckanext.satudata.command_center.tiles import FIGURE, MEASURES, at_most, grouped
from ckanext.satudata.exceptions import N_

SCHEMA = {
    "required": ["standard", "measure"],
    "properties": {
        **FIGURE,
        "time": {"enum": ["tahun", "bulan", "tanggal"], "title": N_("Step of time")},
        "by": grouped(description=N_("A dimension with a line for each value.")),
        "measures": {**MEASURES, "description": N_("Further measures as lines.")},
        "target": {"type": "number", "title": N_("Target")},
        "most": at_most(1, 8),
    },
}
EXAMPLE = """
kind: line
title: Prevalensi stunting
standard: stunting
measure: prevalensi
time: bulan
period: latest:12
"""


def draw(tile: Tile) -> dict[str, Any]:
    """Return the periods and the lines; a missing period is a gap, and so is a change of the sources."""
    lines = series.over_time(tile)
    if not lines["series"]:
        return {"face": "empty"}
    return {"face": "line", "target": tile.get("target"), **lines}
