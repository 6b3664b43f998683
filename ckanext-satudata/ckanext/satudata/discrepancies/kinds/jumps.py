"""A figure jumps from one period to the next by more than its standard says is credible (rule `change`).

A series is what one agency publishes of a measure, region and dimensions, in one dataset or several. With the period
`tahun` a month is compared with the same month of the year before, and a gap of a year is no step.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ckan.plugins.toolkit import _
from ckanext.satudata.discrepancies.kinds import Search
from ckanext.satudata.exceptions import N_
from ckanext.satudata.observations import periods
from ckanext.satudata.standards.model import Standard

TITLE = N_("A jump without explanation")
MEANING = N_("A figure changes by more than its Standar Data finds credible from one period to the next.")
SIDES = (N_("Before"), N_("After"))
# the part of a period within which a series runs, and what must hold for two of its figures to follow one another
STEPS = {
    "tahun": ("substr(period, 5)", "left(period, 4)::int = left(before_period, 4)::int + 1"),
    "bulan": ("''", "(period || '-01')::date = (before_period || '-01')::date + interval '1 month'"),
}
DAILY = ("''", "true")
SQL = """
SELECT measure, region, period, dimensions, before_package, before_resource, before_value, package_id, resource_id,
       value, jsonb_build_object('before', before_period, 'percent', CAST(:percent AS numeric))
FROM (
    SELECT *, lag(value) OVER w AS before_value, lag(period) OVER w AS before_period,
           lag(package_id) OVER w AS before_package, lag(resource_id) OVER w AS before_resource
    FROM (
        SELECT DISTINCT ON (owner_org, region, dimensions, period) * FROM figure
        ORDER BY owner_org, region, dimensions, period, revision DESC
    ) newest
    WINDOW w AS (PARTITION BY owner_org, region, dimensions, {within} ORDER BY period)
) steps
WHERE before_value <> 0 AND abs(value - before_value) > abs(before_value) * :percent / 100 AND {follows}
"""


def searches(standard: Standard) -> Iterator[Search]:
    """Yield a comparison for each rule."""
    for rule in standard.rules_of("change"):
        within, follows = STEPS.get(_grain(standard, rule), DAILY)
        sql = SQL.format(within=within, follows=follows)
        yield Search([(standard.name, rule["measure"])], sql, {"percent": rule["percent"]})


def _grain(standard: Standard, rule: dict[str, Any]) -> str:
    return rule["period"] if standard.field(rule["period"]).type != "date" else "tanggal"


def note(detail: dict[str, Any]) -> str:
    """Return what there is to say beside the two values."""
    text = _("{0} is the period before; more than {1} percent wants an explanation.")
    return text.format(periods.label(detail["before"]), f"{detail['percent']:g}")
