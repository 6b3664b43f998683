"""The DataStore can hold the table: a row of it, and each number, date and text in it."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.satudata.exceptions import N_
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.tables.table import Table
from ckanext.satudata.validation import cells, stored
from ckanext.satudata.validation.examples import Example
from ckanext.satudata.validation.report import Problem

HEADER = "kode_wilayah,nama_kecamatan,tahun,bulan,balita_diukur,balita_stunting,prevalensi"
WIDE = ["n", *(f"k{number}" for number in range(1200))]
TOO_WIDE = N_(
    "the row is too wide to be stored: {columns} columns take more than the 8 kB that a row may have. Put what "
    "repeats (years, months, regions) below one another instead of side by side, or split the table."
)
GOOD = [
    Example([",".join(WIDE[:400]), ",".join("1" for _ in WIDE[:400])]),
    Example([",".join(WIDE), ",".join("x" for _ in WIDE)]),
    Example([HEADER, "51.08.01,Gerokgak,2024,1,100,100,1e2"], standard="stunting"),
    Example(["nama,n", "a,1e400"]),
]
BAD = [
    Example([",".join(WIDE), ",".join("1" for _ in WIDE)], ((2, None),)),
    Example([HEADER, "51.08.01,Gerokgak,2024,1,100,100,NaN"], ((2, "prevalensi"),), standard="stunting"),
    Example([HEADER, "51.08.01,Gerokgak,2024,1,100,100,1e200000"], ((2, "prevalensi"),), standard="stunting"),
    Example(["nama,n", "a,1", "b\x00,2"], ((3, "nama"),)),
]


def find(table: Table, _standard: Standard | None) -> Iterator[Problem]:
    """Yield the first cell of each column that cannot be stored, and the first row that has no room."""
    columns = stored.columns(table)
    text = N_('"{cell}" is no number or date that can be stored. Write it in digits, or mend it.')
    for column, odd in stored.odd(table, columns):
        lost = next(((row, cell) for row, cell, value in odd if value is None), None)
        if lost:
            yield Problem("unstorable-value", lost[0], column.name, text, {"cell": lost[1][: cells.SHOWN]})
    unseen = N_("this cell holds a sign that is not seen and cannot be stored (NUL). Write the cell anew.")
    yield from cells.problems(table, cells.of_text(table), "contains(cell, chr(0))", "unstorable-value", unseen)
    wide = stored.widest_row(table, columns)
    if wide:
        yield Problem("too-wide", wide[0], None, TOO_WIDE, {"columns": len(columns)})
