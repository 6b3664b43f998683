"""Kinds of tiles: one module each, found by itself.

A module has `SCHEMA` (JSON Schema of the properties that only this kind has, with `required`), `EXAMPLE` (YAML of a
tile) and `draw(tile)`, which returns the face as JSON: {"face": name, …}. Faces are drawn by
`public/satudata/command_center/faces/`, a file each; a kind that one of them can show
needs no script of its own. A face "empty" may have a `step`, what to do so that it fills; of one with a standard,
the wall says it.

A property of the schema has a `title`, as the editor's form calls it, and a `description` where that is not enough;
texts are marked (N_). For the form it may say `first`, its place at the top; `follows`, that its choices depend on
standard and measure; `suggest`, what of the standard is offered for it ("groups", "fields" or "dimensions"); and
`control`, one of those of `fields.js`, where its type does not say which.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckanext.satudata.exceptions import N_
from ckanext.satudata.units import Units

# properties of every tile
COMMON: dict[str, Any] = {
    "kind": {"type": "string"},
    "title": {"type": "string", "minLength": 2, "title": N_("Title"), "first": 1},
    "weight": {
        "enum": [1, 2, 3],
        "title": N_("Size among its like"),
        "description": N_("How much room it wants among its like."),
    },
    "organizations": {
        "type": "array",
        "items": {"type": "string"},
        "minItems": 1,
        "title": N_("Only for people of these organizations (names, with commas; empty for everybody)"),
    },
    # what shows a thing of the demonstration is left out where that is not loaded
    "contoh": {"type": "boolean", "title": N_("Only where the demonstration is loaded")},
}
STANDARD: dict[str, Any] = {"type": "string", "title": N_("Standar Data"), "control": "standard", "first": 2}
MEASURE: dict[str, Any] = {
    "type": "string",
    "title": N_("Measure"),
    "control": "measure",
    "first": 3,
    "follows": True,
}
FILTERS: dict[str, Any] = {"type": "object", "title": N_("Filters"), "control": "filters", "follows": True}
# properties of tiles with a figure
FIGURE: dict[str, Any] = {
    "standard": STANDARD,
    "measure": MEASURE,
    "filters": FILTERS,
    "within": {"type": "string", "title": N_("Only below this kode wilayah")},
    "period": {"type": "string", "title": N_("Period: latest, latest:12, 2025 or 2025-06")},
    "aggregate": {"enum": ["sum", "mean", "min", "max", "median"], "title": N_("Summed up as")},
    "of": {"type": "string", "title": N_("Median of"), "follows": True, "suggest": "dimensions"},
}
TARGET: dict[str, Any] = {
    "target": {
        "title": N_("Target"),
        "control": "target",
        "follows": True,
        "oneOf": [
            {"type": "number"},
            {
                "type": "object",
                "additionalProperties": False,
                "required": ["measure"],
                "properties": {"measure": MEASURE, "filters": FILTERS},
            },
        ],
    },
    "thresholds": {
        "title": N_("Limits of green and amber"),
        "control": "thresholds",
        "description": N_("Where green and amber end, in the unit of the figure: rising when more is better."),
        "type": "array",
        "items": {"type": "number"},
        "minItems": 2,
        "maxItems": 2,
    },
    "better": {"enum": ["naik", "turun"], "title": N_("Better when it rises or falls")},
}
MEASURES: dict[str, Any] = {
    "type": "array",
    "items": {"type": "string"},
    "title": N_("Further measures"),
    "control": "measures",
    "follows": True,
}


def grouped(title: str = N_("By this dimension"), description: str = "") -> dict[str, Any]:
    """Return the schema of a property that names a dimension by which figures are grouped; texts are marked."""
    optional = {"description": description} if description else {}
    return {"type": "string", "title": title, "follows": True, "suggest": "groups", **optional}


def at_most(least: int, most: int, description: str = "") -> dict[str, Any]:
    """Return the schema of a property that says how many lines a tile shows."""
    optional = {"description": description} if description else {}
    return {"type": "integer", "minimum": least, "maximum": most, "title": N_("At most so many lines"), **optional}


UNITS = Units(__name__, {"SCHEMA": dict, "EXAMPLE": str, "draw": Callable})


def schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema of a tile of that kind."""
    kind_schema = UNITS[kind].SCHEMA
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["kind", "title", *kind_schema.get("required", [])],
        "properties": {**COMMON, **kind_schema["properties"]},
    }
