"""A figure against its target, as a dial."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.command_center.tile import Tile, one
from ckanext.satudata.command_center.tiles import FIGURE, TARGET
from ckanext.satudata.observations.actions import number

SCHEMA = {
    "required": ["standard", "measure", "target"],
    "properties": {**FIGURE, **TARGET, "maximum": {"type": "number"}},
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
    return {
        "face": "gauge",
        "value": value,
        "target": target,
        "unit": answer.unit,
        "share": share,
        # thresholds of a dial are in percent of the target
        "state": tile.state(share) if tile.get("thresholds") else tile.state(value, target),
    }
