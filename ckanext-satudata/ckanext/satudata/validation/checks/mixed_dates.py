"""A column of days holds no day that is in no calendar, and no word here and there, which make all of it text."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.satudata.exceptions import N_
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.tables.table import Table
from ckanext.satudata.validation import cells, looks
from ckanext.satudata.validation.examples import Example
from ckanext.satudata.validation.report import WARNING, Problem

# of a column's cells that are days: with fewer the others are no slip
ENOUGH = 0.8
DAY = "(regexp_full_match(cell, '[0-9]{4}-[0-9]{2}-[0-9]{2}') AND TRY_CAST(cell AS DATE) IS NOT NULL)"
GOOD = [
    Example(["hari,n", "2024-05-01,1", "2024-05-02,2"]),
    Example(["hari,n", "2024-05-01,1", "Senin,2", "libur,3"]),
    Example(["hari,n", "2024-05-01,1", "2024-05,2", "2024,3"]),
]
BAD = [
    Example(
        ["hari,n", *(f"2024-05-{day:02},1" for day in range(1, 6)), "31/02/2024,2"],
        ((7, "hari"),),
    ),
]


def find(table: Table, _standard: Standard | None) -> Iterator[Problem]:
    """Yield a warning for the first cell that is no day of each column whose cells are days but for a few."""
    names = looks.free_columns(table)
    columns = []
    for _group, relation in cells.together(table, names):
        counts = f"count(*), count(*) FILTER ({DAY})"
        for place, filled, days in table.ask(f"SELECT place, {counts} FROM {relation} GROUP BY 1"):
            columns += [names[place]] if ENOUGH * filled <= days < filled else []
    text = N_(
        '"{cell}" is no day, but the other cells of the column are, so the whole column is kept as text. Mend it '
        "where a day is meant; where the word is right, nothing need be done."
    )
    yield from cells.problems(table, columns, f"NOT {DAY}", "mixed-dates", text, level=WARNING)
