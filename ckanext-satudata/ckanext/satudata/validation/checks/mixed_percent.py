"""A column is in percent or it is not: 8% beside 0.125 may be 12.5% or an eighth of one."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.satudata.exceptions import N_
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.tables.table import Table
from ckanext.satudata.validation import cells
from ckanext.satudata.validation.examples import Example
from ckanext.satudata.validation.report import Problem

PERCENT = r"'\s*-?[\d.,]*\d\s*%\s*'"
BARE = r"'\s*-?[\d.,]*\d\s*'"
NOTHING = r"'[\s0.,]*'"
GOOD = [
    Example(["nama,persen", "a,8%", "b,12.5%", "c,0"]),
    Example(["nama,persen", "a,8", "b,12.5"]),
    Example(["nama,catatan", "a,naik 8%", "b,5"]),
]
BAD = [
    Example(["nama,persen", "a,8%", "b,0.125"], ((3, "persen"),)),
    Example(["nama,persen", "a,100", "b,8%"], ((2, "persen"),)),
]


def find(table: Table, _standard: Standard | None) -> Iterator[Problem]:
    """Yield a problem for the first number without a percent sign of each column whose other numbers have one."""
    text = N_(
        '"{cell}" has no percent sign, but other cells of the column have one. Write all of them in percent, such as '
        "12.5%, or none."
    )
    names = cells.of_text(table)
    percent = f"regexp_full_match(cell, {PERCENT})"
    columns = [
        names[place]
        for _group, relation in cells.together(table, names)
        for (place,) in table.ask(f"SELECT DISTINCT place FROM {relation} WHERE {percent} ORDER BY 1")
    ]
    bare = f"regexp_full_match(cell, {BARE}) AND NOT regexp_full_match(cell, {NOTHING})"
    yield from cells.problems(table, columns, bare, "mixed-percent", text)
