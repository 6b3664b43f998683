"""No figure is of a time that has not come yet, unless the standard says that it may be, as a target is."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.satudata import clock
from ckanext.satudata.exceptions import N_
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.tables.table import Table
from ckanext.satudata.validation.examples import Example
from ckanext.satudata.validation.report import Problem

HEADER = "kode_wilayah,nama_kecamatan,tahun,laki_laki,perempuan,jumlah"
GOOD = [
    Example([HEADER, "51.08.01,Gerokgak,2024,1,2,3"], standard="penduduk_jenis_kelamin"),
]
BAD = [
    Example([HEADER, "51.08.01,Gerokgak,2999,1,2,3"], ((2, "tahun"),), standard="penduduk_jenis_kelamin"),
]


def find(table: Table, standard: Standard | None) -> Iterator[Problem]:
    """Yield the first future year or date of each column."""
    today = clock.today()
    limits = {"year": f"{today.year}", "date": f"DATE '{today.isoformat()}'"}
    for field in table.schema["fields"] if standard else []:
        limit = limits.get(field["type"])
        if limit is None or field.get("future") or "field" not in field:
            continue
        kind = "INTEGER" if field["type"] == "year" else "DATE"
        hit = table.first(field["name"], f"TRY_CAST(cell AS {kind}) > {limit}")
        if hit:
            row, cell = hit
            text = N_("{cell} has not come yet. Mend the year or date.")
            yield Problem("future-period", row, field["name"], text, {"cell": cell})
