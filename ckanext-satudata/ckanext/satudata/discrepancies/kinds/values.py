"""Two agencies tell different values of the same measure, region, period and dimensions.

Values are compared as exactly as the coarser of both is written: 5.33 and 5.3 are no discrepancy. Two datasets of the
same agency are none either: there the newer one is its correction.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ckanext.satudata.discrepancies.kinds import Search
from ckanext.satudata.exceptions import N_
from ckanext.satudata.standards.model import Standard

TITLE = N_("Two OPDs, two values")
MEANING = N_("Two OPDs publish different values of the same measure, region, period and dimensions.")
SIDES = (N_("One source"), N_("The other source"))
SQL = """
WITH contested AS (
    SELECT f.*, s.measure, s.package_id, s.owner_org, s.resource_id, s.is_changed
    FROM figure f JOIN source s USING (set_id) WHERE s.is_contested AND f.in_place AND s.standard = :of_standard
)
SELECT a.measure, nullif(a.place, ''), a.period, a.dimensions, a.package_id, a.resource_id, a.value, b.package_id,
       b.resource_id, b.value, '{}'::jsonb
FROM contested a
JOIN contested b
  ON b.measure = a.measure AND b.period = a.period AND b.series = a.series
WHERE (a.dimensions = b.dimensions AND a.place = b.place) IS TRUE AND a.package_id < b.package_id
  AND a.owner_org IS DISTINCT FROM b.owner_org AND (a.is_changed OR b.is_changed)
  AND round(a.value, least(scale(a.value), scale(b.value))) <> round(b.value, least(scale(a.value), scale(b.value)))
"""


def searches(standard: Standard) -> Iterator[Search]:
    """Yield the comparison of all measures of a standard."""
    measures = [(standard.name, each["field"]) for each in standard.measures]
    yield Search(measures, SQL, {"of_standard": standard.name})


def note(_detail: dict[str, Any]) -> str:
    """Return what there is to say beside the two values."""
    return ""
