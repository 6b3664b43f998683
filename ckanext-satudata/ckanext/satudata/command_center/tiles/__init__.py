"""Kinds of tiles: one module each, found by itself.

A module has `SCHEMA` (JSON Schema of the properties that only this kind has, with `required`), `EXAMPLE` (YAML of a
tile) and `draw(tile)`, which returns the face as JSON: {"face": name, …}. Faces are drawn by
`public/satudata/command_center/faces/`, a file each; a kind that one of them can show
needs no script of its own.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from types import ModuleType
from typing import Any

from ckanext.satudata.exceptions import N_

# what every tile may say
COMMON: dict[str, Any] = {
    "kind": {"type": "string"},
    "title": {"type": "string", "minLength": 2},
    "weight": {"enum": [1, 2, 3], "description": N_("How much room it wants among its like.")},
    "organizations": {"type": "array", "items": {"type": "string"}, "minItems": 1},
}
# what tiles with a figure say
FIGURE: dict[str, Any] = {
    "standard": {"type": "string"},
    "measure": {"type": "string"},
    "filters": {"type": "object"},
    "within": {"type": "string"},
    "period": {"type": "string"},
    "aggregate": {"enum": ["sum", "mean", "min", "max", "median"]},
    "of": {"type": "string"},
}
TARGET: dict[str, Any] = {
    "target": {
        "oneOf": [
            {"type": "number"},
            {
                "type": "object",
                "additionalProperties": False,
                "required": ["measure"],
                "properties": {"measure": {"type": "string"}, "filters": {"type": "object"}},
            },
        ]
    },
    "thresholds": {
        "description": N_("Where green and amber end, in the unit of the figure: rising when more is better."),
        "type": "array",
        "items": {"type": "number"},
        "minItems": 2,
        "maxItems": 2,
    },
    "better": {"enum": ["naik", "turun"]},
}


@functools.cache
def kinds() -> dict[str, ModuleType]:
    """Return the module of each kind by its name."""
    found = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name: importlib.import_module(f"{__name__}.{name}") for name in found}


def schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema of a tile of that kind."""
    own = kinds()[kind].SCHEMA
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["kind", "title", *own.get("required", [])],
        "properties": {**COMMON, **own["properties"]},
    }
