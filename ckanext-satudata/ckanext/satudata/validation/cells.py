"""What checks of single cells share."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.satudata.tables.table import Table
from ckanext.satudata.validation.report import ERROR, Problem

SHOWN = 60


def first_of_each(
    table: Table, columns: list[str], condition: str, kind: str, text: str, *, level: str = ERROR
) -> Iterator[Problem]:
    """Yield a problem for the first cell of each column that meets an SQL condition, written for `cell`."""
    for name in columns:
        hit = table.first(name, condition)
        if hit:
            row, cell = hit
            yield Problem(kind, row, name, text, {"cell": cell[:SHOWN]}, level)


def of_text(table: Table) -> list[str]:
    """Return the columns that hold text."""
    return [name for name, kind in table.columns.items() if kind == "string"]
