"""A column of figures holds no words here and there, which make all of it text."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.satudata.exceptions import N_
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.tables.table import Table
from ckanext.satudata.validation import cells, looks
from ckanext.satudata.validation.examples import Example
from ckanext.satudata.validation.report import WARNING, Problem

# of a column's cells that are figures: with fewer the words are no slip
ENOUGH = 0.8
# a word, marks that stand for a missing value, or a figure with the sign of a note; 75+, <5 and 0-4 are classes
WORD = r"(regexp_matches(cell, '[A-Za-z]') OR regexp_full_match(trim(cell), '[-–—.*?]+|-?[0-9.,]*[0-9]\s*[*†‡§]+'))"
GOOD = [
    Example(["nama,jumlah", "a,1", "b,2", "c,3"]),
    Example(["ruang,n", "1,1", "2,2", "3,1", "4,5", "lobi,4"]),
    Example(["nama,balita", "a,1", "b,2", "c,3", "d,4", "e,<5"]),
    Example(["nama,capaian", "a,1", "b,baik", "c,3", "d,sedang"]),
]
BAD = [
    Example(["nama,jumlah", "a,1", "b,2", "c,3", "d,4", "e,5", "f,tidak ada"], ((7, "jumlah"),)),
    Example(["nama,jumlah", "a,1", "b,2", "c,3", "d,4", "e,5*"], ((6, "jumlah"),)),
    Example(["nama,luas", "a,1.5", "b,2", "c,3", "d,4", "e,-"], ((6, "luas"),)),
]


def find(table: Table, _standard: Standard | None) -> Iterator[Problem]:
    """Yield a warning for the first word of each column whose cells are figures but for a few."""
    counts = looks.figures(table).items()
    columns = [
        name for name, (filled, plain, dressed) in counts if plain + dressed < filled and plain >= ENOUGH * filled
    ]
    text = N_(
        '"{cell}" is no number, but the other cells of the column are, so the whole column is kept as text. Mend it '
        "where a number is meant; where the word is right, nothing need be done."
    )
    words = f"{WORD} AND NOT {looks.dressed()}"
    yield from cells.problems(table, columns, words, "mixed-types", text, level=WARNING)
