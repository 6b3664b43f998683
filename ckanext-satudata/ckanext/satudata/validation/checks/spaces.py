"""Spaces around a text make two values of one."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.satudata.exceptions import N_
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.tables.table import Table
from ckanext.satudata.validation import cells
from ckanext.satudata.validation.examples import Example
from ckanext.satudata.validation.report import WARNING, Problem

GOOD = [
    Example(["nama,n", "Sawan,1", "Kubu Tambahan,2"]),
]
BAD = [
    Example(["nama,n", "a,1", " Sawan,2"], ((3, "nama"),)),
    Example(["nama,n", "Sawan ,1"], ((2, "nama"),)),
]

# quicker than to compare with a trimmed copy of each cell
SPACED = "starts_with(cell, ' ') OR ends_with(cell, ' ')"


def find(table: Table, _standard: Standard | None) -> Iterator[Problem]:
    """Yield a warning for the first such cell of each column."""
    text = N_('"{cell}" has spaces before or after it. Delete them.')
    yield from cells.problems(table, list(table.columns), SPACED, "spaces", text, level=WARNING)
