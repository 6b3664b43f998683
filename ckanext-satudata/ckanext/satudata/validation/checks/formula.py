"""No cell is a formula that Excel would carry out when somebody opens the download (OWASP: CSV injection)."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.satudata.exceptions import N_
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.tables.table import Table, literal
from ckanext.satudata.validation import cells
from ckanext.satudata.validation.examples import Example
from ckanext.satudata.validation.report import Problem

# = and @ always begin one; + and - do when more than a number or a word follows. Python and DuckDB read it alike
PATTERN = r"^[ \t\r\n\f\v]*(?:[=@]|[+-].*[(!|])"
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
    yield from cells.first_of_each(
        table, cells.of_text(table), f"regexp_matches(cell, {literal(PATTERN)})", "formula", text
    )
