"""No personal data is published (UU 27/2022): the guard's findings, each a problem of its own.

A problem's values have all that a page needs to offer a cure and to mark the cells: `kind`, `columns`, `count`,
`share`, `cures`, the steps of tables that would mend it, and `rows`, none where all filled cells are meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ckanext.satudata import personal
from ckanext.satudata.exceptions import N_
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.tables import margins
from ckanext.satudata.tables.table import Table
from ckanext.satudata.validation.examples import Example
from ckanext.satudata.validation.report import Problem

GOOD = [
    Example(["desa,jumlah", "Sawan,12", "Bungkulan,40"]),
    Example(["kode_wilayah,nama_kecamatan,n", "51.08.01,Gerokgak,5", "51.08.02,Seririt,6"]),
]
BAD = [
    Example(["nama_barang,nik", "beras,5108014107900001", "gula,5108015508850003"], ((2, "nik"),)),
    Example(
        ["desa,surel_pribadi", "Sawan,made.uji@gmail.com", "Bungkulan,putu.uji@gmail.com"], ((2, "surel_pribadi"),)
    ),
]


def find(table: Table, _standard: Standard | None) -> Iterator[Problem]:
    """Yield a problem for each finding, of all kinds and columns."""
    one = N_(
        "{example} looks like personal data ({word}), and {count} cells do. It must not be published (UU 27/2022). "
        "Delete or mask the column, or count the rows instead."
    )
    several = N_(
        "{listed} have {word}. Personal data must not be published (UU 27/2022). "
        "Delete these columns, or count the rows instead of listing persons."
    )
    header = N_(
        "the header itself looks like personal data ({word}). The first row must hold the names of the columns; add "
        "one above the data."
    )
    for label in table.columns:
        kind = personal.in_header(label)
        if kind:
            of_header = {"kind": "header", "word": kind.label, "columns": [label], "rows": [1], "cures": []}
            yield Problem("personal-data", 1, label, header, of_header)
    for finding in personal.find(table):
        values = {
            "kind": finding.kind,
            "word": finding.label,
            "columns": list(finding.columns),
            "listed": ", ".join(f'"{column}"' for column in finding.columns),
            "example": finding.example,
            "count": finding.count,
            "share": round(finding.share, 4),
            "cures": list(finding.cures),
            "rows": list(finding.rows),
        }
        yield Problem("personal-data", finding.row, finding.columns[0], one if finding.row else several, values)


def around(cells: Iterable[tuple[str, int, int, str]]) -> Iterator[Problem]:
    """Yield a problem for each finding in the cells around a table: whoever downloads the file reads them, too."""
    text = N_(
        "outside the table, {place}: {example} looks like personal data ({word}). The whole file is published, so "
        "delete it there as well (UU 27/2022)."
    )
    in_no_cell = N_(
        "outside the table, {word_place}: {example} looks like personal data ({word}). The whole file is published, "
        "so delete it there as well (UU 27/2022)."
    )
    for finding in personal.scan(cells):
        place = "!".join(filter(None, (finding.sheet, f"{finding.columns[0]} {finding.row or ''}".strip())))
        values = {
            "kind": finding.kind,
            "columns": [],
            "place": place,
            "word_place": finding.sheet,
            "example": finding.example,
            "word": finding.label,
            "count": finding.count,
        }
        is_cell = finding.sheet not in margins.PLACES
        yield Problem("personal-data", None, None, text if is_cell else in_no_cell, values)
