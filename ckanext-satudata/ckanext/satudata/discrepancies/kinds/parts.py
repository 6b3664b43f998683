"""Parts do not add up to their whole.

Three rules, all of the standards: within a dataset the parts of a row (rule `total`: men and women); a region and the
regions below it; and two standards that tell the same quantity at different levels or in different detail (rule
`equals`: the inhabitants of the age groups are the inhabitants). A sum of which a region is missing is not compared:
missing is not zero. What is rounded may differ by its rounding.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ckan.plugins.toolkit import _
from ckanext.satudata import config
from ckanext.satudata.discrepancies.kinds import Search
from ckanext.satudata.exceptions import N_
from ckanext.satudata.metadata import codelists
from ckanext.satudata.standards import model as standards
from ckanext.satudata.standards.model import Standard

TITLE = N_("Parts do not add up")
MEANING = N_("The parts (sexes, age groups, kecamatan) do not add up to the whole that is published beside them.")
SIDES = (N_("The whole"), N_("Sum of the parts"))
REGION = "kode_wilayah"
# half of the last digit for each number that was rounded
ROUNDED = (
    "CASE WHEN greatest({scales}) = 0 THEN 0 ELSE 0.5 * ({number} + 1) * power(10::numeric, -least({scales})) END"
)
TOTAL = """
SELECT t.measure, t.region, t.period, t.dimensions, t.package_id, t.resource_id, t.value, p.package_id, p.resource_id,
       p.value, jsonb_build_object('rule', 'total', 'parts', p.parts)
FROM (SELECT *, coalesce(region, '') AS place FROM figure WHERE measure = :total) t
JOIN (
    SELECT package_id, max(resource_id) AS resource_id, coalesce(region, '') AS place, period, dimensions,
           sum(value) AS value, max(scale(value)) AS digits, jsonb_object_agg(measure, value) AS parts
    FROM figure WHERE measure = ANY(:parts)
    GROUP BY package_id, coalesce(region, ''), period, dimensions HAVING count(*) = cardinality(CAST(:parts AS text[]))
) p ON p.package_id = t.package_id AND p.period = t.period AND p.place = t.place AND p.dimensions = t.dimensions
WHERE abs(t.value - p.value) > {rounded}
"""
# each dataset added up to each region above its own ones, where none of them is missing
SUMMED = """
    SELECT package_id, max(resource_id) AS resource_id, period, level, place, {dimensions} AS dimensions,
           sum(value) AS value, max(scale(value)) AS digits, count(*) AS number
    FROM (
        SELECT f.*, length(f.region) AS level, left(f.region, e.above) AS place
        FROM figure f JOIN (SELECT DISTINCT level, length(code) AS above FROM expected) e ON e.level = length(f.region)
        WHERE f.standard = :{side}_standard AND f.measure = :{side}_measure
    ) f JOIN expected x USING (level)
    WHERE x.code = f.place
    GROUP BY package_id, period, level, place, {dimensions}, x.number HAVING count(DISTINCT region) = x.number
"""
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
WHERE length(w.place) = least(w.level, p.level) AND {differ} AND abs(w.value - p.value) > {rounded}
"""


def searches(standard: Standard) -> Iterator[Search]:
    """Yield a comparison for each rule `total` and `equals`, and one of the levels of each measure over regions."""
    name = standard.name
    for rule in standard.rules_of("total"):
        rounded = ROUNDED.format(scales="scale(t.value), p.digits", number="cardinality(CAST(:parts AS text[]))")
        measures = [(name, each) for each in (rule["total"], *rule["parts"])]
        yield Search(measures, TOTAL.format(rounded=rounded), {"total": rule["total"], "parts": rule["parts"]})
    for each in standard.measures:
        if REGION in each["jumlahkan"]:
            yield _same("region", (name, each["field"]), (name, each["field"]), "dimensions", "w.level < p.level")
    for rule in standard.rules_of("equals"):
        other = (rule["standard"], rule["of"])
        yield _same("equals", (name, rule["measure"]), other, "'{}'::jsonb", "w.package_id <> p.package_id")


def _same(rule: str, whole: tuple[str, str], part: tuple[str, str], dimensions: str, differ: str) -> Search:
    levels, codes, numbers = zip(*_expected(), strict=True)
    sides = {side: SUMMED.format(side=side, dimensions=dimensions) for side in ("whole", "part")}
    rounded = ROUNDED.format(scales="w.digits, p.digits", number="w.number + p.number")
    values = {"levels": list(levels), "codes": list(codes), "numbers": list(numbers), "rule": rule}
    values |= {"whole_standard": whole[0], "whole_measure": whole[1]}
    values |= {"part_standard": part[0], "part_measure": part[1]}
    return Search(sorted({whole, part}), SAME.format(**sides, differ=differ, rounded=rounded), values)


def _expected() -> list[tuple[int, str, int]]:
    """Return (length of codes, region, how many such codes are in it) for the district and each kecamatan of it."""
    district = config.wilayah()
    codes = [
        each.code
        for each in codelists.load("wilayah")
        if each.code == district or each.code.startswith(f"{district}.")
    ]
    counted: dict[tuple[int, str], int] = {}
    for code in codes:
        for above in {code[:length] for length in (len(district), 8, 13) if length <= len(code)}:
            counted[(len(code), above)] = counted.get((len(code), above), 0) + 1
    return [(level, code, number) for (level, code), number in counted.items()]


def note(detail: dict[str, Any]) -> str:
    """Return what there is to say beside the two values: the parts."""
    if detail["rule"] == "total":
        return _("Parts: {0}.").format(", ".join(f"{name} {value:g}" for name, value in detail["parts"].items()))
    if detail["rule"] == "region":
        return _("The sum of {0} figures of the regions below.").format(detail["number"])
    other = standards.load(detail["standard"])
    text = _('The sum of {0} figures of "{1}" in the Standar Data "{2}", which must tell the same.')
    return text.format(detail["number"], other.field(detail["measure"]).title, other.title)
