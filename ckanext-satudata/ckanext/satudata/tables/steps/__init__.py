"""Kinds of steps, one module each; a module in this folder is found by itself.

Every kind has `ORDER` (steps are applied in rising order), `STAGE`, `SCHEMA` (a JSON Schema of its options),
`EXAMPLE` (an untidy file for which it is) and `sentence(step) -> Sentence`. A kind with `CURE = True` is chosen by
people only and never proposed. The rest depends on the stage:

* `FILE`: how the bytes are opened. `tables.opening` asks for these.
* `GRID`: rows and their places. `propose(grid: Grid) -> Step | None` looks at the rows of a sample;
  `apply(flow: Flow, options, details) -> Flow` turns one stream of rows into another.
* `CELLS`: what stands in the cells. `suspects(name, values) -> bool` looks at the cells of a sample in one column;
  `propose(cells: Cells, names) -> list[Step | Warn]` asks SQL about the whole of those columns;
  `apply(cells: Cells, options, details) -> Cells` gives the new SQL.

`details` is filled while the rows go by. A step that does not fit raises WrongStep.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from ckanext.satudata import shapes
from ckanext.satudata.exceptions import N_, WrongStep
from ckanext.satudata.tables.example import Example
from ckanext.satudata.tables.step import Sentence, Step
from ckanext.satudata.units import Units

UNITS = Units(
    __name__,
    {"ORDER": int, "STAGE": str, "SCHEMA": dict, "EXAMPLE": Example, "sentence": Callable},
    {"CURE": (bool, False)},
)
FILE, GRID, CELLS = "file", "grid", "cells"
COLUMNS = {"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True}
LETTERS = {"type": "array", "items": {"type": "string", "pattern": "^[A-Z]{1,3}$"}, "minItems": 1, "uniqueItems": True}
TITLES = {"type": "object", "additionalProperties": {"type": "string", "minLength": 1}, "minProperties": 1}
ROWS = {"type": "integer", "minimum": 1}


def options(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the JSON Schema of a kind's options."""
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


@cache
def kinds() -> dict[str, Any]:
    """Return the modules by name, in the order in which they are applied."""
    return dict(sorted(UNITS.items(), key=lambda item: (item[1].ORDER, item[0])))


def kind(name: str) -> Any:
    """Return a kind's module. Raises WrongStep for a kind that there is none of."""
    if name not in kinds():
        raise WrongStep(N_('There is no step "{kind}". There are: {kinds}.'), kind=name, kinds=", ".join(kinds()))
    return kinds()[name]


def check(steps: list[Step]) -> None:
    """Raise WrongStep for an unknown kind, options that it does not take, and steps in the wrong order."""
    before = None
    for step in steps:
        module = kind(step.kind)
        fault = next(shapes.faults(step.options, module.SCHEMA), None)
        if fault is not None:
            raise WrongStep(N_('The step "{kind}" is written wrongly: {reason}'), kind=step.kind, reason=fault)
        if before and kind(before.kind).ORDER > module.ORDER:
            raise WrongStep(N_('The step "{kind}" must come before "{before}".'), kind=step.kind, before=before.kind)
        before = step


def sentence(step: Step) -> Sentence:
    """Return what a step does, for people. Raises WrongStep for an unknown kind."""
    words: Sentence = kind(step.kind).sentence(step)
    return words
