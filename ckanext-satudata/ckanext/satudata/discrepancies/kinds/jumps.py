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
from ckanext.satudata.standards.rules import Change

TITLE = N_("A jump without explanation")
MEANING = N_("A figure changes by more than its Standar Data finds credible from one period to the next.")
SIDES = (N_("Before"), N_("After"))
# the part of a period within which a series runs, and what must hold for two of its figures to follow one another
STEPS = {
    "tahun": ("substr(period, 5)", "left(period, 4)::int = left(before_period, 4)::int + 1"),
    "bulan": ("''", "(period || '-01')::date = (before_period || '-01')::date + interval '1 month'"),
}
DAILY = ("''", "true")
# one sort serves both: the newest of each period, and what stands before it. It is by the number of a series, for
# comparing JSONB in a sort costs more than all the rest; two series with one number would never be compared
SQL = """
SELECT CAST(:of_measure AS text), nullif(place, ''), period, dimensions, b.package_id, b.resource_id, before_value,
       a.package_id, a.resource_id, value,
       jsonb_build_object('before', before_period, 'percent', CAST(:percent AS numeric))
FROM (
    SELECT *, lag(value) OVER w AS before_value, lag(period) OVER w AS before_period, lag(set_id) OVER w AS before_set,
           lag(place) OVER w AS before_place, lag(dimensions) OVER w AS before_dimensions
    FROM (
        SELECT DISTINCT ON (series, owner_org, within, period)
               series, s.owner_org, {within} AS within, period, value, place, dimensions, f.set_id
        FROM figure f JOIN source s USING (set_id)
        WHERE s.standard = :of_standard AND s.measure = :of_measure AND f.in_series
        ORDER BY series, owner_org, within, period, s.revision DESC, set_id DESC
    ) newest
    WINDOW w AS (PARTITION BY series, owner_org, within ORDER BY period)
) steps
JOIN source a ON a.set_id = steps.set_id JOIN source b ON b.set_id = steps.before_set
WHERE before_value <> 0 AND abs(value - before_value) > abs(before_value) * :percent / 100 AND {follows}
  AND place = before_place AND dimensions = before_dimensions
"""
# also a jump between two figures of which the changed dataset has neither: it may have stood between them
FINDS_AGAIN = """(d.region, d.dimensions) IN (SELECT place, dimensions FROM near_series)
AND d.package_b IN (SELECT package_id FROM source WHERE may_follow)"""


def searches(standard: Standard) -> Iterator[Search]:
    """Yield a comparison for each rule."""
    for rule in standard.rules_of(Change):
        grain = rule.period if standard.field(rule.period).type != "date" else "tanggal"
        within, follows = STEPS.get(grain, DAILY)
        sql = SQL.format(within=within, follows=follows)
        values = {"of_standard": standard.name, "of_measure": rule.measure, "percent": rule.percent}
        measure = (standard.name, rule.measure)
        yield Search([measure], sql, values, FINDS_AGAIN, follows=measure)


def note(detail: dict[str, Any]) -> str:
    """Return a note beside the two values."""
    text = _("{0} is the period before; more than {1} percent wants an explanation.")
    return text.format(periods.label(detail["before"]), f"{detail['percent']:g}")
