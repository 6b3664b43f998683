"""A list of figures, each with its own colour: what to look at this morning."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.command_center.tile import Tile, one
from ckanext.satudata.command_center.tiles import FIGURE, TARGET
from ckanext.satudata.exceptions import N_
from ckanext.satudata.observations.values import number

SCHEMA = {
    "required": ["items"],
    "properties": {
        "items": {
            "type": "array",
            "title": N_("Lines"),
            "minItems": 1,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["title", "standard", "measure"],
                "properties": {"title": {"type": "string", "title": N_("Title"), "first": 1}, **FIGURE, **TARGET},
            },
        }
    },
}
EXAMPLE = """
kind: status
title: Perhatian hari ini
items:
  - title: Prevalensi stunting
    standard: stunting
    measure: prevalensi
    period: latest
    thresholds: [7, 10]
"""


def draw(tile: Tile) -> dict[str, Any]:
    """Return each line with its figure and colour; one without data says so."""
    rows = []
    for item in tile.get("items"):
        item_tile = Tile(item, tile.published)
        answer = item_tile.ask()
        row = one(answer)
        tile.sources += item_tile.sources
        tile.overruled |= item_tile.overruled
        value = number(row["value"]) if row else None
        rows.append(
            {
                "label": item["title"],
                "value": value,
                "unit": answer.unit,
                "state": item_tile.state(value, item_tile.target()),
            }
        )
    return {"face": "status", "rows": rows}
