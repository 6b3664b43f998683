"""No cell is a formula that Excel would carry out when somebody opens the download (OWASP: CSV injection).

`tables.formulas` defines what a formula is; all outlets use it to make harmless what came in elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.satudata.exceptions import N_
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.tables import formulas
from ckanext.satudata.tables.table import Table, literal
from ckanext.satudata.validation import cells
from ckanext.satudata.validation.examples import Example
from ckanext.satudata.validation.report import Problem

GOOD = [
    Example(["nama,n", "-,1", "- lain-lain,2", "+62 361 22113,3", "a=b,4", "x@y.go.id,5"]),
]
BAD = [
    Example(["nama,n", "a,1", "=1+1,2"], ((3, "nama"),)),
    Example(["nama,n", "a,1", "@SUM(A1),2"], ((3, "nama"),)),
    Example(["nama,n", "a,1", "+cmd|'/C calc'!A0,2"], ((3, "nama"),)),
    Example(["nama,n", "a,1", "-1+cmd(2),2"], ((3, "nama"),)),
    Example(["nama,n", "a,1", "  =A1,2"], ((3, "nama"),)),
    Example(["nama,n", "a,1", "\"+\ncmd|'/C calc'!A0\",2"], ((3, "nama"),)),
    Example(["=1+1,n", "a,1"], ((1, "=1+1"),)),
    Example(["nama,n", "=1+1,1", "a,2", "@SUM(A1),3"], ((2, "nama"), (4, "nama"))),
]


def find(table: Table, _standard: Standard | None) -> Iterator[Problem]:
    """Yield each header and each cell of text that is a formula."""
    text = N_('"{cell}" would run as a formula in Excel. Write the value itself.')
    for name in table.columns:
        if formulas.is_formula(name):
            yield Problem("formula", 1, name, text, {"cell": name[: cells.SHOWN]})
    suspect = f"regexp_matches(cell, {literal(formulas.SUSPECT)})"
    yield from cells.problems(table, cells.of_text(table), suspect, "formula", text, test=formulas.is_formula)
