"""No cell is a formula that Excel would carry out when somebody opens the download (OWASP: CSV injection).

What one is says `tables.formulas`, by which the ways out make harmless what came in elsewhere.
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
]


def find(table: Table, _standard: Standard | None) -> Iterator[Problem]:
    """Yield the first such cell of each column of text."""
    text = N_('"{cell}" would run as a formula in Excel. Write the value itself.')
    suspect = f"regexp_matches(cell, {literal(formulas.SUSPECT)})"
    for name in cells.of_text(table):
        column = table.column(name)
        hits = table.stream(
            f"SELECT n, cell FROM (SELECT n, {column} AS cell FROM cells WHERE {column} IS NOT NULL) "
            f"WHERE {suspect} ORDER BY n"
        )
        hit = next((each for each in hits if formulas.is_formula(each[1])), None)
        if hit:
            yield Problem("formula", hit[0], name, text, {"cell": hit[1][: cells.SHOWN]})
