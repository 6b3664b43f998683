"""Each code of a coded column stands in its list; a region is of the right kind and lies in our district."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.satudata import config
from ckanext.satudata.exceptions import N_
from ckanext.satudata.metadata import codelists
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.tables.table import Table
from ckanext.satudata.validation.examples import Example
from ckanext.satudata.validation.report import Problem

LEVELS = {"provinsi": 1, "kabupaten_kota": 2, "kecamatan": 3, "desa_kelurahan": 4}
HEADER = "kode_wilayah,nama_kecamatan,tahun,laki_laki,perempuan,jumlah"
GOOD = [
    Example([HEADER, "51.08.01,Gerokgak,2024,1,2,3"], standard="penduduk_jenis_kelamin"),
]
BAD = [
    Example([HEADER, "51.08.99,Gerokgak,2024,1,2,3"], ((2, "kode_wilayah"),), standard="penduduk_jenis_kelamin"),
    Example([HEADER, "51.07.01,Gerokgak,2024,1,2,3"], ((2, "kode_wilayah"),), standard="penduduk_jenis_kelamin"),
    Example([HEADER, "51.08,Gerokgak,2024,1,2,3"], ((2, "kode_wilayah"),), standard="penduduk_jenis_kelamin"),
]


def find(table: Table, _standard: Standard | None) -> Iterator[Problem]:
    """Yield a problem for each distinct cell that is no code, at its first row."""
    for field in table.schema["fields"]:
        if not field.get("codelist"):
            continue
        column = table.column(field["name"])
        cells = table.ask(f"SELECT {column}, min(n) FROM cells WHERE {column} IS NOT NULL GROUP BY 1 ORDER BY 2")
        for cell, row in cells:
            text, values = _wrong(field, cell)
            if text:
                yield Problem("unknown-code", row, field["name"], text, {"cell": cell, **values})


def _wrong(field: dict[str, str], cell: str) -> tuple[str, dict[str, str]]:
    """Return what is wrong with a code, as a marked text and its values; "" when nothing is."""
    codes = codelists.load(field["codelist"])
    district = config.wilayah()
    if not codes.is_valid(cell):
        meant = codes.lookup(cell)
        near = [meant] if meant else codes.suggest(cell, 3, district if codes.name == "wilayah" else None)
        values = {"codelist": codelists.title(field["codelist"])}
        if not near:
            return N_('"{cell}" is no code of the list {codelist}. Write one of its codes.'), values
        values["near"] = ", ".join(f"{code.code} ({code.name})" for code in near)
        return N_('"{cell}" is no code of the list {codelist}. Perhaps you mean: {near}.'), values
    level = LEVELS.get(field.get("level", ""))
    if level and cell.count(".") + 1 != level:
        return N_('"{cell}" is the code of another kind of region than this table has.'), {}
    if level and level > 2 and not cell.startswith(f"{district}."):
        return N_('"{cell}" does not lie in this district.'), {}
    return "", {}
