"""Kinds of discrepancies: one module each, found by itself.

A module has `TITLE` and `MEANING` (texts for people), `SIDES` (what stands over the two figures),
`searches(standard)`, which yields what to search for, and `note(detail)`: a note beside the two values.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ckanext.satudata.units import Units

# which discrepancies `d` a search finds again after a load, a condition over the relations of `figures.py`
OF_CHANGED_DATASETS = (
    "(d.package_a IN (SELECT package_id FROM changed) OR d.package_b IN (SELECT package_id FROM changed))"
)


@dataclass(frozen=True)
class Search:
    """A SELECT over the figures of some measures, [(standard, measure)].

    It reads the tables `figure`, `source` and `pair` that `figures.py` fills, and returns measure, region,
    period, dimensions, package_a, resource_a, value_a, package_b, resource_b, value_b, detail (jsonb); `values` are
    its parameters. After a load only what the changed datasets touch is there, and `finds_again` says which of the
    discrepancies it then answers for: those that it does not find any more are gone. `sums` are the two measures whose
    sums over regions it compares, of one standard or two; the same one twice where between levels of regions.
    `follows` is the measure of which it looks at whole series.
    """

    measures: list[tuple[str, str]]
    sql: str
    values: dict[str, Any] = field(default_factory=dict)
    finds_again: str = OF_CHANGED_DATASETS
    sums: tuple[tuple[str, str], tuple[str, str]] | None = None
    follows: tuple[str, str] | None = None


UNITS = Units(__name__, {"TITLE": str, "MEANING": str, "SIDES": tuple, "searches": Callable, "note": Callable})
