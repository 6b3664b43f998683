"""A figure that every row must have is there, or a mark says why it is not (- none, … not available)."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.satudata.exceptions import N_
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.tables import symbols
from ckanext.satudata.tables.table import Table
from ckanext.satudata.validation.examples import Example
from ckanext.satudata.validation.report import Problem

MOST = 50
HEADER = "kode_wilayah,nama_kecamatan,tahun,bulan,kejadian,meninggal,luka_berat,luka_ringan,simbol_sel"
GOOD = [
    Example([HEADER, "51.08.01,Gerokgak,2024,1,4,,2,,meninggal=-; luka_ringan=…"], standard="kecelakaan"),
    Example(["nama,n,simbol_sel", "a,,", "b,2,n=-"]),
]
BAD = [
    Example([HEADER, "51.08.01,Gerokgak,2024,1,4,,2,,meninggal=-"], ((2, "luka_ringan"),), standard="kecelakaan"),
    # what was hidden here is no figure of the office
    Example([HEADER, "51.08.01,Gerokgak,2024,1,4,,2,1,meninggal=c"], ((2, "meninggal"),), standard="kecelakaan"),
]


def find(table: Table, standard: Standard | None) -> Iterator[Problem]:
    """Yield a problem for each missing figure without a mark, in a table that has a column of marks."""
    if standard is None or symbols.COLUMN not in table.columns:
        return
    text = N_(
        "this cell is empty, but every row must have a value. Fill it in, or write - for none, … for not available."
    )
    for measure in standard.measures:
        label = table.label(measure.field)
        if label is None or not standard.field(measure.field).required:
            continue
        has_mark = " OR ".join(symbols.has_sql(table.column(symbols.COLUMN), label, mark) for mark in symbols.IN_PLACE)
        rows = table.ask(
            f"SELECT n FROM cells WHERE {table.column(label)} IS NULL AND NOT ({has_mark}) ORDER BY n LIMIT {MOST}"
        )
        for (row,) in rows:
            yield Problem("unmarked", row, label, text)
