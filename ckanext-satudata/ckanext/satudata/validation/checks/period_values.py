"""A year is one of our time, a month one of twelve, a quarter one of four, in tables without a standard as well."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ckanext.satudata.exceptions import N_
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.tables.table import Table
from ckanext.satudata.validation import cells
from ckanext.satudata.validation.examples import Example
from ckanext.satudata.validation.report import WARNING, Problem

# what a statistical table of a district may be of; plans reach far
YEARS = (1900, 2100)
COLUMNS = {
    re.compile(r"tahun|thn", re.IGNORECASE): (*YEARS, N_('"{cell}" is no year. Write four digits, such as 2025.')),
    re.compile(r"bulan|bln", re.IGNORECASE): (1, 12, N_('"{cell}" is no month. Write 1 to 12.')),
    re.compile(r"triwulan|tw", re.IGNORECASE): (1, 4, N_('"{cell}" is no quarter of a year. Write 1 to 4.')),
}
# of a column's cells; where fewer are periods it counts years or months
ENOUGH = 0.5
GOOD = [
    Example(["tahun,bulan,triwulan,n", "2024,12,4,5", "2025,1,1,6"]),
    Example(["tahun_ke,umur_bulan,n", "1,24,5", "2,36,5"]),
    Example(["variabel,tahun", "Inflasi,10", "Ekspor,14"]),
    Example(["Bulan,n", "Januari,5", "Februari,6"]),
]
BAD = [
    Example(["tahun,n", "2024,1", "20244,2"], ((3, "tahun"),)),
    Example(["Thn,Bulan,n", "2024,12,1", "24,13,1"], ((3, "Thn"), (3, "Bulan"))),
    Example(["tahun,triwulan,n", "2024,1,5", "2024,5,5"], ((3, "triwulan"),)),
]


def find(table: Table, _standard: Standard | None) -> Iterator[Problem]:
    """Yield a warning for the first such cell of each column of whole numbers that is named for a period."""
    described = {field["name"] for field in table.schema["fields"] if "field" in field}
    for name, kind in table.columns.items():
        if kind not in {"integer", "year"} or name in described:
            continue
        for pattern, (least, most, text) in COLUMNS.items():
            if pattern.fullmatch(name.strip()):
                yield from _outside(table, name, least, most, text)


def _outside(table: Table, name: str, least: int, most: int, text: str) -> Iterator[Problem]:
    wrong = f"FILTER (TRY_CAST(cell AS BIGINT) NOT BETWEEN {least} AND {most})"
    inner = f"SELECT n, {table.column(name)} AS cell FROM cells"
    [(filled, count, row, cell)] = table.ask(
        f"SELECT count(cell), count(*) {wrong}, min(n) {wrong}, arg_min(cell, n) {wrong} FROM ({inner})"
    )
    if count and count <= (1 - ENOUGH) * filled:
        yield Problem("period-value", row, name, text, {"cell": cell[: cells.SHOWN]}, WARNING)
