"""Two units for one measure.

Either a dataset's metadata name a unit that its Standar Data does not have, beside the unit of the standard; or two
agencies' figures differ by the same power of ten nearly everywhere, as thousands and ones do.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ckan.plugins.toolkit import _
from ckanext.satudata.discrepancies.kinds import Search
from ckanext.satudata.exceptions import N_
from ckanext.satudata.metadata import codelists
from ckanext.satudata.standards.model import Standard

TITLE = N_("Two units")
MEANING = N_(
    "One measure is told in two units: by what the metadata say, or by figures that differ by a power of ten."
)
SIDES = (N_("One source"), N_("The other source"))
# how near to the power, and of how many figures, that no one takes chance for a unit
NEAR, FEWEST = 0.02, 3
DECLARED = """
SELECT x.measure, NULL::text, '', '{}'::jsonb, x.package_id, x.resource_id, NULL::numeric,
       coalesce(y.package_id, x.package_id), coalesce(y.resource_id, x.resource_id), NULL::numeric,
       jsonb_build_object('rule', 'declared', 'unit_a', x.declared, 'unit_b', coalesce(y.declared, x.unit))
FROM dataset x LEFT JOIN LATERAL (
    SELECT * FROM dataset y
    WHERE y.measure = x.measure AND y.package_id <> x.package_id AND y.declared = ANY(:units)
    ORDER BY y.package_id LIMIT 1
) y ON true
WHERE x.measure = :measure AND x.declared <> '' AND NOT x.declared = ANY(:units)
"""
FACTOR = """
SELECT measure, NULL::text, '', '{}'::jsonb, package_a, max(resource_a), max(value_a), package_b, max(resource_b),
       max(value_b), jsonb_build_object('rule', 'factor', 'factor', max(factor), 'figures', count(*))
FROM (
    SELECT a.measure, a.package_id AS package_a, a.resource_id AS resource_a, a.value AS value_a,
           b.package_id AS package_b, b.resource_id AS resource_b, b.value AS value_b,
           power(10::numeric, round(log(a.value / b.value))) AS factor
    FROM (SELECT *, coalesce(region, '') AS place FROM figure WHERE value > 0) a
    JOIN (SELECT *, coalesce(region, '') AS place FROM figure WHERE value > 0) b
      ON b.measure = a.measure AND b.period = a.period AND b.place = a.place AND b.dimensions = a.dimensions
    WHERE a.package_id <> b.package_id AND a.owner_org IS DISTINCT FROM b.owner_org AND a.value > b.value
) pairs
GROUP BY measure, package_a, package_b
HAVING count(*) >= :fewest AND min(factor) = max(factor) AND max(factor) >= 100
   AND bool_and(abs(value_a / value_b / factor - 1) < :near)
"""


def searches(standard: Standard) -> Iterator[Search]:
    """Yield the comparison of the units that datasets name, and one of figures."""
    units = sorted({standard.satuan, *(each["satuan"] for each in standard.measures)})
    totals = [rule["total"] for rule in standard.rules_of("total")]
    # what a dataset's metadata say is of its main measure: a total, else the first in the standard's unit
    order = sorted(
        standard.measures, key=lambda each: (each["satuan"] != standard.satuan, each["field"] not in totals)
    )
    headline = order[0]
    yield Search([(standard.name, headline["field"])], DECLARED, {"units": units, "measure": headline["field"]})
    measures = [(standard.name, each["field"]) for each in standard.measures]
    yield Search(measures, FACTOR, {"near": NEAR, "fewest": FEWEST})


def note(detail: dict[str, Any]) -> str:
    """Return what there is to say: the units."""
    if detail["rule"] == "factor":
        text = _("All {0} figures of one source are {1} times those of the other: one of them may be in another unit.")
        return text.format(detail["figures"], f"{detail['factor']:g}")
    text = _('The metadata of one source name the unit "{0}"; the figures of this measure are in "{1}".')
    return text.format(*(_unit(detail[name]) for name in ("unit_a", "unit_b")))


def _unit(code: str) -> str:
    known = codelists.load("satuan")
    return known.codes[code].name if known.is_valid(code) else code
