"""A region's figure is the sum of those of the regions below it, where the table has both (rule `region_total`)."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.satudata.exceptions import N_
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.standards.rules import RegionTotal
from ckanext.satudata.tables.table import Table
from ckanext.satudata.validation.examples import Example
from ckanext.satudata.validation.report import Problem

TOLERANCE = "0.01"
MOST = 50
HEADER = "kode_wilayah,nama_kecamatan,tahun,laki_laki,perempuan,jumlah"
RULES = (RegionTotal("kode_wilayah", ("jumlah",)),)
GOOD = [
    Example(
        [HEADER, "51.08,Buleleng,2024,2,2,4", "51.08.01,Gerokgak,2024,1,1,2", "51.08.02,Seririt,2024,1,1,2"],
        standard="penduduk_jenis_kelamin",
        rules=RULES,
    ),
    Example([HEADER, "51.08.01,Gerokgak,2024,1,1,2"], standard="penduduk_jenis_kelamin", rules=RULES),
]
BAD = [
    Example(
        [HEADER, "51.08,Buleleng,2024,3,3,6", "51.08.01,Gerokgak,2024,1,1,2", "51.08.02,Seririt,2024,1,1,2"],
        ((2, "jumlah"),),
        standard="penduduk_jenis_kelamin",
        rules=RULES,
    ),
]


def find(table: Table, standard: Standard | None) -> Iterator[Problem]:
    """Yield a problem for each region whose parts add up to something else."""
    for rule in standard.rules_of(RegionTotal) if standard else []:
        region = table.label(rule.region)
        others = [name for name in standard.table.primary_key if name != rule.region] if standard else []
        labels = [table.label(name) for name in others]
        if region is None or None in labels:
            continue
        for measure in rule.measures:
            label = table.label(measure)
            if label:
                yield from _compare(table, region, [name for name in labels if name], label)


def _compare(table: Table, region: str, others: list[str], measure: str) -> Iterator[Problem]:
    code = table.column(region)
    same = "".join(f" AND a.{table.column(name)} IS NOT DISTINCT FROM b.{table.column(name)}" for name in others)
    value = table.value(measure)
    rows = table.ask(
        f"WITH v AS (SELECT *, {value} AS value FROM cells) "
        f"SELECT a.n, a.{code}, CAST(any_value(a.value) AS DOUBLE), CAST(sum(b.value) AS DOUBLE) "
        f"FROM v a JOIN v b ON b.{code} LIKE a.{code} || '.%' "
        f"AND length(b.{code}) - length(replace(b.{code}, '.', '')) "
        f"= length(a.{code}) - length(replace(a.{code}, '.', '')) + 1{same} "
        f"GROUP BY a.n, a.{code} HAVING abs(any_value(a.value) - sum(b.value)) > {TOLERANCE} ORDER BY a.n LIMIT {MOST}"
    )
    text = N_("{code} has {value}, but the regions below it add up to {sum}. Mend the region or its parts.")
    for row, region_code, number, added in rows:
        values = {"code": region_code, "value": f"{number:.10g}", "sum": f"{added:.10g}"}
        yield Problem("region-total", row, measure, text, values)
