"""Parts do not add up to their whole.

Three rules, all of the standards: within a dataset the parts of a row (rule `total`: men and women); a region and the
regions below it; and two standards that tell the same quantity at different levels or in different detail (rule
`equals`: the inhabitants of the age groups are the inhabitants). A sum of which a region is missing is not compared:
missing is not zero. What is rounded may differ by its rounding.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

from ckan.plugins.toolkit import _
from ckanext.satudata import config
from ckanext.satudata.discrepancies.kinds import Search
from ckanext.satudata.exceptions import N_
from ckanext.satudata.metadata import codelists
from ckanext.satudata.standards import model as standards
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.standards.rules import Equals, Total

TITLE = N_("Parts do not add up")
MEANING = N_("The parts (sexes, age groups, kecamatan) do not add up to the whole that is published beside them.")
SIDES = (N_("The whole"), N_("Sum of the parts"))
REGION = "kode_wilayah"
# half of the last digit for each number that was rounded
ROUNDED = (
    "CASE WHEN greatest({scales}) = 0 THEN 0 ELSE 0.5 * ({number} + 1) * power(10::numeric, -least({scales})) END"
)
TOTAL = """
WITH part AS (
    SELECT f.*, s.measure, s.package_id, s.resource_id FROM figure f JOIN source s USING (set_id)
    WHERE s.standard = :of_standard AND s.is_changed AND (s.measure = :total OR s.measure = ANY(:parts))
), summed AS (
    SELECT package_id, period, place, dimensions, max(value) FILTER (WHERE measure = :total) AS total,
           max(resource_id) FILTER (WHERE measure = :total) AS total_resource,
           max(resource_id) FILTER (WHERE measure = ANY(:parts)) AS resource_id,
           sum(value) FILTER (WHERE measure = ANY(:parts)) AS value,
           max(scale(value)) FILTER (WHERE measure = ANY(:parts)) AS digits
    FROM part GROUP BY package_id, period, place, dimensions
    HAVING count(*) = cardinality(CAST(:parts AS text[])) + 1
), wrong AS (
    SELECT *, row_number() OVER () AS number FROM summed r WHERE abs(r.total - r.value) > {rounded}
), listed AS (
    SELECT w.number, jsonb_object_agg(p.measure, p.value) AS parts
    FROM wrong w JOIN part p ON p.package_id = w.package_id AND p.period = w.period AND p.place = w.place
     AND p.dimensions = w.dimensions
    WHERE p.measure = ANY(:parts) GROUP BY w.number
)
SELECT CAST(:total AS text), nullif(w.place, ''), w.period, w.dimensions, w.package_id, w.total_resource, w.total,
       w.package_id, w.resource_id, w.value, jsonb_build_object('rule', 'total', 'parts', l.parts)
FROM wrong w JOIN listed l USING (number)
"""
# each dataset added up to each region above its own ones, where none of them is missing; regions are counted first,
# for a figure in fewer dimensions is the sum of several of one region. OFFSET keeps PostgreSQL from joining every
# figure with every region of its level first
SUMMED = """
    SELECT r.package_id, r.is_changed, max(r.resource_id) AS resource_id, r.period, r.level, x.code AS place,
           r.dimensions, sum(r.value) AS value, max(r.digits) AS digits, sum(r.number)::bigint AS number
    FROM (
        SELECT q.*, left(q.place, e.above) AS code
        FROM (
            SELECT s.package_id, s.is_changed, max(s.resource_id) AS resource_id, f.period, f.place,
                   length(f.place) AS level, {dimensions} AS dimensions, sum(f.value) AS value,
                   max(scale(f.value)) AS digits, count(*) AS number
            FROM figure f JOIN source s USING (set_id)
            WHERE s.standard = :{side}_standard AND s.measure = :{side}_measure AND f.in_period AND {needed}
            GROUP BY s.package_id, s.is_changed, f.period, f.place, {dimensions}
        ) q
        JOIN (SELECT DISTINCT level, length(code) AS above FROM expected) e ON e.level = q.level
        OFFSET 0
    ) r
    JOIN expected x ON x.level = r.level AND x.code = r.code
    GROUP BY r.package_id, r.is_changed, r.period, r.level, x.code, r.dimensions, x.number
    HAVING count(*) = x.number
"""
# sums are made where there is something to compare them with
LEVELS = """(
    SELECT min(length(l.place)) < max(length(l.place)) FROM figure l JOIN source m USING (set_id)
    WHERE m.standard = :whole_standard AND m.measure = :whole_measure AND l.in_period
)"""
MEASURES = """(
    SELECT count(DISTINCT (m.standard, m.measure)) FROM source m
    WHERE (m.standard, m.measure) IN ((:whole_standard, :whole_measure), (:part_standard, :part_measure))
) > 1"""
SAME = """
WITH expected AS (
    SELECT *
    FROM unnest(CAST(:levels AS int[]), CAST(:codes AS text[]), CAST(:numbers AS int[])) e(level, code, number)
), whole AS ({whole}), part AS ({part})
SELECT CAST(:whole_measure AS text), w.place, w.period, w.dimensions, w.package_id, w.resource_id, w.value,
       p.package_id, p.resource_id, p.value,
       jsonb_build_object('rule', CAST(:rule AS text), 'standard', CAST(:part_standard AS text), 'measure',
           CAST(:part_measure AS text), 'number', p.number, 'levels', jsonb_build_array(w.level, p.level))
FROM whole w JOIN part p ON p.place = w.place AND p.period = w.period AND p.dimensions = w.dimensions
WHERE length(w.place) = least(w.level, p.level) AND {differ} AND (w.is_changed OR p.is_changed)
  AND abs(w.value - p.value) > {rounded}
"""


def searches(standard: Standard) -> Iterator[Search]:
    """Yield a comparison for each rule `total` and `equals`, and one of the levels of each measure over regions."""
    name = standard.name
    for rule in standard.rules_of(Total):
        rounded = ROUNDED.format(scales="scale(r.total), r.digits", number="cardinality(CAST(:parts AS text[]))")
        measures = [(name, part) for part in (rule.total, *rule.parts)]
        values = {"of_standard": name, "total": rule.total, "parts": list(rule.parts)}
        yield Search(measures, TOTAL.format(rounded=rounded), values)
    for measure in standard.measures:
        if REGION in measure.jumlahkan:
            pair = (name, measure.field)
            sql = _sql("f.dimensions", LEVELS, "w.level < p.level")
            yield _same("region", sql, pair, pair)
    for equal in standard.rules_of(Equals):
        other = (equal.standard, equal.of)
        sql = _sql("'{}'::jsonb", MEASURES, "w.package_id <> p.package_id")
        yield _same("equals", sql, (name, equal.measure), other)


def _sql(dimensions: str, needed: str, differ: str) -> str:
    """Return the comparison of sums in these dimensions, where it is needed, of two sides that differ."""
    sides = {side: SUMMED.format(side=side, dimensions=dimensions, needed=needed) for side in ("whole", "part")}
    rounded = ROUNDED.format(scales="w.digits, p.digits", number="w.number + p.number")
    return SAME.format(**sides, differ=differ, rounded=rounded)


def _same(rule: str, sql: str, whole: tuple[str, str], part: tuple[str, str]) -> Search:
    levels, codes, numbers = zip(*_expected(config.wilayah()), strict=True)
    values = {"levels": list(levels), "codes": list(codes), "numbers": list(numbers), "rule": rule}
    values |= {"whole_standard": whole[0], "whole_measure": whole[1]}
    values |= {"part_standard": part[0], "part_measure": part[1]}
    return Search(sorted({whole, part}), sql, values, sums=(whole, part))


# once in a process: there are 90,000 regions to go through
@functools.cache
def _expected(district: str) -> list[tuple[int, str, int]]:
    """Return (length of codes, region, how many such codes are in it) for the district and each kecamatan of it."""
    codes = [
        region.code
        for region in codelists.load("wilayah")
        if region.code == district or region.code.startswith(f"{district}.")
    ]
    counted: dict[tuple[int, str], int] = {}
    for code in codes:
        for above in {code[:length] for length in (len(district), 8, 13) if length <= len(code)}:
            counted[(len(code), above)] = counted.get((len(code), above), 0) + 1
    return [(level, code, number) for (level, code), number in counted.items()]


def note(detail: dict[str, Any]) -> str:
    """Return a note beside the two values: the parts."""
    if detail["rule"] == "total":
        return _("Parts: {0}.").format(", ".join(f"{name} {value:g}" for name, value in detail["parts"].items()))
    if detail["rule"] == "region":
        return _("The sum of {0} figures of the regions below.").format(detail["number"])
    other = standards.load(detail["standard"])
    text = _('The sum of {0} figures of "{1}" in the Standar Data "{2}", which must tell the same.')
    return text.format(detail["number"], other.field(detail["measure"]).title, other.title)
