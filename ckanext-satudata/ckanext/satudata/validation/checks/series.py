"""Between the first and the last period of a table none is missing (rule `series`)."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.satudata.exceptions import N_
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.standards.rules import Series
from ckanext.satudata.tables.table import Table
from ckanext.satudata.validation.examples import Example
from ckanext.satudata.validation.report import WARNING, Problem

SHOWN = 12
HEADER = "kode_wilayah,nama_kecamatan,tahun,laki_laki,perempuan,jumlah"
GOOD = [
    Example(
        [HEADER, "51.08.01,Gerokgak,2023,1,2,3", "51.08.01,Gerokgak,2024,1,2,3"], standard="penduduk_jenis_kelamin"
    ),
]
BAD = [
    Example(
        [HEADER, "51.08.01,Gerokgak,2022,1,2,3", "51.08.01,Gerokgak,2024,1,2,3"],
        ((None, "tahun"),),
        standard="penduduk_jenis_kelamin",
    ),
]


def find(table: Table, standard: Standard | None) -> Iterator[Problem]:
    """Yield a warning that names the missing periods; months are looked at within each year."""
    for rule in standard.rules_of(Series) if standard else []:
        period = table.label(rule.period)
        if period is None:
            continue
        missing = _missing(table, period)
        if missing:
            more = " …" if len(missing) > SHOWN else ""
            text = N_("these periods are missing between the first and the last: {missing}. Add their rows.")
            values = {"missing": ", ".join(missing[:SHOWN]) + more}
            yield Problem("series", None, period, text, values, WARNING)


def _missing(table: Table, period: str) -> list[str]:
    value = table.value(period)
    year = table.label("tahun")
    if table.columns[period] == "date":
        values = f"SELECT NULL AS y, CAST({value} AS DATE) AS p FROM cells"
        steps = "CAST(unnest(generate_series(min(p), max(p), INTERVAL 1 DAY)) AS DATE)"
    else:
        group = table.value(year) if year and year != period else "NULL"
        values = f"SELECT {group} AS y, CAST({value} AS BIGINT) AS p FROM cells"
        steps = "unnest(generate_series(min(p), max(p)))"
    rows = table.ask(
        f"WITH v AS ({values}), s AS (SELECT y, {steps} AS p FROM v WHERE p IS NOT NULL GROUP BY y) "
        "SELECT s.y, s.p FROM s WHERE NOT EXISTS "
        "(SELECT 1 FROM v WHERE v.y IS NOT DISTINCT FROM s.y AND v.p = s.p) ORDER BY 1, 2"
    )
    return [f"{group}-{value:02}" if group else str(value) for group, value in rows]
