"""Kinds of discrepancies: one module each, found by itself.

A module has `TITLE` and `MEANING` (texts for people), `SIDES` (what stands over the two figures),
`searches(standard)`, which yields what to search for, and `note(detail)`: what there is to say beside the two values.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any


@dataclass(frozen=True)
class Search:
    """A SELECT over the relation `figure`, which has the figures of some measures, [(standard, measure)].

    `figure` has standard, measure, period, region, dimensions, value, package_id, owner_org, resource_id, revision:
    one row for each published figure of a dataset, the newest where several of its tables tell it. `dataset` has
    standard, measure, unit, package_id, owner_org, resource_id, declared (the unit of the dataset's metadata): one row
    for each measure of a dataset. The SELECT returns measure, region, period, dimensions, package_a, resource_a,
    value_a, package_b, resource_b, value_b, detail (jsonb); `values` are its parameters.
    """

    measures: list[tuple[str, str]]
    sql: str
    values: dict[str, Any] = field(default_factory=dict)


@functools.cache
def every() -> dict[str, ModuleType]:
    """Return the module of each kind by its name."""
    found = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name: importlib.import_module(f"{__name__}.{name}") for name in found}
