"""Two units for one measure.

Either a dataset's metadata name a unit that its Standar Data does not have, beside the unit of the standard; or two
agencies' figures differ by the same power of ten nearly everywhere, as thousands and ones do.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ckan.plugins.toolkit import _
from ckanext.satudata.discrepancies.kinds import OF_CHANGED_DATASETS, Search
from ckanext.satudata.exceptions import N_
from ckanext.satudata.metadata import codelists
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.standards.rules import Total

TITLE = N_("Two units")
MEANING = N_(
    "One measure is told in two units: by what the metadata say, or by figures that differ by a power of ten."
)
SIDES = (N_("One source"), N_("The other source"))
# how near to the power, and of how many figures, that no one takes chance for a unit
NEAR, FEWEST = 0.02, 3
DECLARED = """
WITH dataset AS (
    SELECT DISTINCT ON (package_id) measure, unit, package_id, resource_id, declared FROM source
    WHERE standard = :of_standard AND measure = :measure ORDER BY package_id, revision DESC, set_id DESC
), first AS (
    SELECT DISTINCT ON (package_id) package_id, other, resource_id, declared
    FROM (SELECT x.package_id, y.package_id AS other, y.resource_id, y.declared
          FROM dataset x, (SELECT * FROM dataset WHERE declared = ANY(:units) ORDER BY package_id LIMIT 2) y
          WHERE y.package_id <> x.package_id) pairs
    ORDER BY package_id, other
)
SELECT x.measure, NULL::text, '', '{}'::jsonb, x.package_id, x.resource_id, NULL::numeric,
       coalesce(y.other, x.package_id), coalesce(y.resource_id, x.resource_id), NULL::numeric,
       jsonb_build_object('rule', 'declared', 'unit_a', x.declared, 'unit_b', coalesce(y.declared, x.unit))
FROM dataset x LEFT JOIN first y USING (package_id)
WHERE x.declared <> '' AND NOT x.declared = ANY(:units)
"""
# the power is sought in floating point: a numeric logarithm takes twenty times as long
FACTOR = """
SELECT measure, NULL::text, '', '{}'::jsonb, package_a, max(resource_a), max(value_a), package_b, max(resource_b),
       max(value_b),
       jsonb_build_object('rule', 'factor', 'factor', power(10::numeric, max(power)::numeric), 'figures', count(*))
FROM (
    SELECT *, round(log((value_a / value_b)::float8)) AS power, (value_a / value_b)::float8 AS ratio
    FROM (
        SELECT measure, package_a, resource_a, value_a, package_b, resource_b, value_b FROM pair
        WHERE value_a > value_b AND value_b > 0
        UNION ALL
        SELECT measure, package_b, resource_b, value_b, package_a, resource_a, value_a FROM pair
        WHERE value_b > value_a AND value_a > 0
    ) sides
) pairs
GROUP BY measure, package_a, package_b
HAVING count(*) >= :fewest AND min(power) = max(power) AND max(power) >= 2
   AND bool_and(abs(ratio / 10 ^ power - 1) < :near)
"""


def searches(standard: Standard) -> Iterator[Search]:
    """Yield the comparison of the units that datasets name, and one of figures."""
    units = sorted({standard.satuan, *(measure.satuan for measure in standard.measures)})
    totals = [rule.total for rule in standard.rules_of(Total)]
    # what a dataset's metadata say is of its main measure: a total, else the first in the standard's unit
    order = sorted(
        standard.measures, key=lambda measure: (measure.satuan != standard.satuan, measure.field not in totals)
    )
    headline = order[0]
    values = {"units": units, "of_standard": standard.name, "measure": headline.field}
    yield Search([(standard.name, headline.field)], DECLARED, values, "d.detail->>'rule' = 'declared'")
    measures = [(standard.name, measure.field) for measure in standard.measures]
    factor = {"near": NEAR, "fewest": FEWEST}
    again = f"d.detail->>'rule' = 'factor' AND {OF_CHANGED_DATASETS}"
    yield Search(measures, FACTOR, factor, again)


def note(detail: dict[str, Any]) -> str:
    """Return a note: the units."""
    if detail["rule"] == "factor":
        text = _("All {0} figures of one source are {1} times those of the other: one of them may be in another unit.")
        return text.format(detail["figures"], f"{detail['factor']:g}")
    text = _('The metadata of one source name the unit "{0}"; the figures of this measure are in "{1}".')
    return text.format(*(_unit(detail[name]) for name in ("unit_a", "unit_b")))


def _unit(code: str) -> str:
    unit_codes = codelists.load("satuan")
    return unit_codes.codes[code].name if unit_codes.is_valid(code) else code
