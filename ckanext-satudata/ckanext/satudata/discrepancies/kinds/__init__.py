"""Kinds of discrepancies: one module each, found by itself.

A module has `TITLE` and `MEANING` (texts for people), `SIDES` (what stands over the two figures),
`searches(standard)`, which yields what to search for, and `note(detail)`: what there is to say beside the two values.
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
PAIR = """
    SELECT a.measure, a.place, a.period, a.dimensions, a.package_id AS package_a, a.resource_id AS resource_a,
           a.value AS value_a, b.package_id AS package_b, b.resource_id AS resource_b, b.value AS value_b
    FROM contested a JOIN contested b ON b.measure = a.measure AND b.period = a.period AND b.series = a.series
    WHERE (a.dimensions = b.dimensions AND a.place = b.place) IS TRUE AND a.package_id < b.package_id
      AND a.owner_org IS DISTINCT FROM b.owner_org AND a.value <> b.value AND {which}
"""
# before a SELECT, with the parameter `of_standard`: `pair`, two figures of the same thing by two organizations that
# differ, `a` of the dataset with the smaller id. What is changed is joined with all, never all with all
PAIRS = f"""
WITH contested AS (
    SELECT f.period, f.place, f.dimensions, f.series, f.value, s.measure, s.package_id, s.owner_org, s.resource_id,
           s.is_changed
    FROM figure f JOIN source s USING (set_id) WHERE s.is_contested AND f.in_place AND s.standard = :of_standard
), pair AS (
    {PAIR.format(which="a.is_changed")}
    UNION ALL
    {PAIR.format(which="NOT a.is_changed AND b.is_changed")}
)
"""


@dataclass(frozen=True)
class Search:
    """A SELECT over the figures of some measures, [(standard, measure)].

    It reads the tables `figure` and `source` that `figures.py` fills and describes, and returns measure, region,
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
