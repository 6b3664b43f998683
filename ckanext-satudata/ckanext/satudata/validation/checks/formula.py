"""No cell is a formula that Excel would carry out when somebody opens the download (OWASP: CSV injection)."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.satudata.exceptions import N_
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.tables.table import Table
from ckanext.satudata.validation import cells
from ckanext.satudata.validation.report import Problem

# = and @ always begin one; + and - do when more than a number or a word follows
FORMULA = "regexp_matches(cell, '^[\\s]*[=@]') OR regexp_matches(cell, '^[\\s]*[+-].*[(!|]')"


def find(table: Table, _standard: Standard | None) -> Iterator[Problem]:
    """Yield the first such cell of each column of text."""
    text = N_('"{cell}" would run as a formula in Excel. Write the value itself.')
    yield from cells.first_of_each(table, cells.of_text(table), FORMULA, "formula", text)
