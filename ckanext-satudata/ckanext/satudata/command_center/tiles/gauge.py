"""A figure against its target, as a dial."""

from __future__ import annotations

import calendar
from typing import Any

from ckanext.satudata.command_center.tile import Tile, one
from ckanext.satudata.command_center.tiles import FIGURE, TARGET
from ckanext.satudata.exceptions import N_
from ckanext.satudata.observations import periods
from ckanext.satudata.observations.values import number

SCHEMA = {
    "required": ["standard", "measure", "target"],
    "properties": {
        **FIGURE,
        **TARGET,
        "maximum": {"type": "number", "title": N_("End of the scale")},
        "pace": {
            "enum": ["tahun"],
            "title": N_("Pace of the target"),
            "description": N_("The target is of a year: the figure is compared with the part of it that has passed."),
        },
    },
}
EXAMPLE = """
kind: gauge
title: Realisasi pajak daerah
standard: pad_pajak
measure: realisasi
period: latest
target: {measure: target}
"""


def draw(tile: Tile) -> dict[str, Any]:
    """Return the figure, its target and the share of it that is reached, in percent."""
    answer = tile.ask()
    row = one(answer)
    target = tile.target()
    if row is None or not target:
        return {"face": "empty"}
    value = number(row["value"])
    assert value is not None
    share = value / target * 100
    passed = _passed(tile)
    # thresholds of a dial are in percent of the target, or of the part of it that should be reached by now
    reached = share / passed * 100 if passed else share
    return {
        "face": "gauge",
        "value": value,
        "target": target,
        "unit": answer.unit,
        "share": share,
        "passed": passed,
        "state": _state(tile, value, target, reached),
    }


def _state(tile: Tile, value: float, target: float, reached: float) -> str:
    if tile.get("thresholds"):
        return tile.state(reached)
    return tile.state(reached, 100) if tile.get("pace") else tile.state(value, target)


def _passed(tile: Tile) -> float | None:
    """Return the percentage of the year that has passed at the end of the figure's period; None without a pace."""
    last = tile.spans[0][1]
    if not tile.get("pace") or not last:
        return None
    day = periods.end(last).timetuple().tm_yday
    return 100 * day / (366 if calendar.isleap(int(last[:4])) else 365)
