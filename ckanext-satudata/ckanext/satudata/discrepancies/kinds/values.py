"""Two agencies publish different values of the same measure, region, period and dimensions.

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
SELECT measure, nullif(place, ''), period, dimensions, package_a, resource_a, value_a, package_b, resource_b, value_b,
       '{}'::jsonb
FROM pair
WHERE round(value_a, least(scale(value_a), scale(value_b))) <> round(value_b, least(scale(value_a), scale(value_b)))
"""


def searches(standard: Standard) -> Iterator[Search]:
    """Yield the comparison of all measures of a standard."""
    measures = [(standard.name, measure.field) for measure in standard.measures]
    yield Search(measures, SQL)


def note(_detail: dict[str, Any]) -> str:
    """Return a note beside the two values."""
    return ""
