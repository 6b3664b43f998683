"""In each row the parts add up to the total (rule `total`)."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.satudata.exceptions import N_
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.standards.rules import Total
from ckanext.satudata.tables.table import Table
from ckanext.satudata.validation.examples import Example
from ckanext.satudata.validation.report import Problem

TOLERANCE = "0.01"
MOST = 50
HEADER = "kode_wilayah,nama_kecamatan,tahun,laki_laki,perempuan,jumlah"
GOOD = [
    Example([HEADER, "51.08.01,Gerokgak,2024,1,2,3"], standard="penduduk_jenis_kelamin"),
]
BAD = [
    Example([HEADER, "51.08.01,Gerokgak,2024,1,2,4"], ((2, "jumlah"),), standard="penduduk_jenis_kelamin"),
]


def find(table: Table, standard: Standard | None) -> Iterator[Problem]:
    """Yield a problem for each row whose parts do not add up; rows where one of them is missing are passed over."""
    for rule in standard.rules_of(Total) if standard else []:
        total, *parts = (table.label(name) for name in (rule.total, *rule.parts))
        if total is None or None in parts:
            continue
        added = " + ".join(table.value(part) for part in parts if part)
        rows = table.ask(
            f"SELECT n, {table.column(total)}, CAST({added} AS DOUBLE) FROM cells "
            f"WHERE abs({table.value(total)} - ({added})) > {TOLERANCE} ORDER BY n LIMIT {MOST}"
        )
        text = N_("{cell} is not the sum of {parts}, which is {sum}. Mend one of them.")
        names = ", ".join(f'"{part}"' for part in parts)
        for row, cell, number in rows:
            yield Problem("total", row, total, text, {"cell": cell, "parts": names, "sum": f"{number:.10g}"})
