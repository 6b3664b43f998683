"""No cell is an error of the spreadsheet (#DIV/0!, #REF!), a formula without a value, or a figure that did not fit."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.satudata.standards.model import Standard
from ckanext.satudata.tables import faults
from ckanext.satudata.tables.table import Table, literal
from ckanext.satudata.validation import cells
from ckanext.satudata.validation.examples import Example
from ckanext.satudata.validation.report import Problem

GOOD = [
    Example(["nama,n", "#1,1", "#VALUE,2", "REF!,3", "##,4"]),
]
BAD = [
    Example(["nama,n", "a,0.5", "b,#DIV/0!", "c,#REF!"], ((3, "n"), (4, "n"))),
    Example(["nama,n", "a,0.5", "b,#FORMULA! =B2+C2"], ((3, "n"),)),
    Example(["nama,n", "a,0.5", "b,########"], ((3, "n"),)),
    Example(["nama,n", "a,0.5", "b,Err:502"], ((3, "n"),)),
    Example(["nama,n", "a,0.5", "b,#div/0!", "c,#NILAI!", "d,#Nama?"], ((3, "n"), (4, "n"), (5, "n"))),
    Example(["nama,#REF!", "a,0.5"], ((1, "#REF!"),)),
]


def find(table: Table, _standard: Standard | None) -> Iterator[Problem]:
    """Yield a problem for each such name and cell of text; in other columns the type does so (see `messages`)."""
    for name in table.columns:
        if text := faults.describe(name):
            yield Problem("source-error-cell", 1, name, text, faults.values(name))
    names = cells.of_text(table)
    wrong = f"regexp_full_match(cell, {literal(faults.PATTERN)}, 's')"
    first = f"QUALIFY row_number() OVER (PARTITION BY place ORDER BY n) <= {cells.MOST}"
    for _group, relation in cells.together(table, names):
        query = f"SELECT place, n, cell FROM {relation} WHERE {wrong} {first} ORDER BY 1, 2"
        for place, row, cell in table.ask(query):
            if text := faults.describe(cell):
                yield Problem("source-error-cell", row, names[place], text, faults.values(cell))
