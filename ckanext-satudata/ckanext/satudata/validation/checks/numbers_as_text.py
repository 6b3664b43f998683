"""Figures are written as figures: not 1.234,5, not Rp 1.000, not "12 orang", which no program adds up."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.satudata.exceptions import N_
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.tables.table import Table
from ckanext.satudata.validation import cells, looks
from ckanext.satudata.validation.examples import Example
from ckanext.satudata.validation.report import WARNING, Problem

# of a column's cells; with fewer figures it is one of words
ENOUGH = 0.9
GOOD = [
    Example(["nama,jumlah", "a,1234.5", "b,12"]),
    Example(["nama,rumah", "12 orang hadir,03", "b,04"]),
    Example(["kode_rekening,nip_ke", "1.234.567,a", "1.234.568,b"]),
    Example(["bagian,mulai", "1.2.1,08.00", "1.10.2,09.30"]),
    Example(["kemasan,n", "1 kg,1", "5 kg,2"]),
]
BAD = [
    Example(["nama,jumlah", 'a,"1.234,5"', "b,12"], ((2, "jumlah"),)),
    Example(["nama,jumlah", "a,3 orang", "b,12 orang"], ((2, "jumlah"),)),
    Example(["nama,biaya", "a,12", "b,Rp 1.000", "c,Rp2.500.000"], ((3, "biaya"),)),
    Example(["nama,rasio", 'a,"12,5 %"', "b,9 %"], ((2, "rasio"),)),
]


def find(table: Table, _standard: Standard | None) -> Iterator[Problem]:
    """Yield a warning for the first such cell of each column of figures that are kept as text."""
    counts = looks.figures(table).items()
    columns = [name for name, (filled, plain, dressed) in counts if dressed and plain + dressed >= ENOUGH * filled]
    text = N_('"{cell}" is a number kept as text. Write digits with a point (1234.5), and the unit in the header.')
    yield from cells.problems(table, columns, looks.dressed(), "number-as-text", text, level=WARNING)
