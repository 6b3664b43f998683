"""No cell holds HTML, which a page that shows the table might obey."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.satudata.exceptions import N_
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.tables.table import Table
from ckanext.satudata.validation import cells
from ckanext.satudata.validation.examples import Example
from ckanext.satudata.validation.report import Problem

TAG = "regexp_matches(cell, '</?[a-zA-Z][a-zA-Z0-9]*(\\s[^<>]*)?/?>')"
GOOD = [
    Example(["nama,n", "a < b > c,1", "<5,2"]),
]
BAD = [
    Example(["nama,n", "a,1", "<b>tebal</b>,2"], ((3, "nama"),)),
    Example(["nama,n", "<script src=x>,1"], ((2, "nama"),)),
]


def find(table: Table, _standard: Standard | None) -> Iterator[Problem]:
    """Yield the first such cell of each column of text."""
    text = N_('"{cell}" holds HTML. Write plain text.')
    yield from cells.problems(table, cells.of_text(table), TAG, "html", text)
