"""The personal-data guard: finds what must never be published (UU 27/2022) in a table or in the cells around it.

`kinds/` has one module for each kind of personal data. Over a large table DuckDB reads the columns and Python sees few
cells, so that the guard stays quick in clean data and its memory flat in any.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ckanext.satudata.personal import kinds, numbers
from ckanext.satudata.personal.finding import Finding
from ckanext.satudata.personal.numbers import Number
from ckanext.satudata.personal.view import ListView, TableView, View
from ckanext.satudata.tables.origin import letters
from ckanext.satudata.tables.table import Table

# rows of a sheet that are looked at together
CHUNK = 5_000


def find(table: Table) -> list[Finding]:
    """Return what is found in a table, one finding for each kind and column."""
    return _find(TableView(table))


def in_header(label: str) -> Number | None:
    """Return the kind of number that stands in a header itself, None where there is none."""
    numbered = (module.NUMBER for module in kinds.UNITS.values() if module.NUMBER)
    return next((number for number in numbered if number.inside(label) or number.after_words(label)), None)


def in_rows(header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]]) -> list[Finding]:
    """Return what is found in rows (number, cells) below a header."""
    return _find(ListView(header, rows))


def scan(cells: Iterable[tuple[str, int, int, str]]) -> list[Finding]:
    """Return what is found in loose cells (sheet, row, column, text), rows and columns from 1, in the order of the
    file.

    Title rows, footers and other sheets are no tables: the first row with two cells or more is taken for the header of
    what follows, and what stands above it is looked at by itself. A sheet is read in pieces, each finding is said
    once.
    """
    findings: dict[tuple[str, str, tuple[str, ...]], Finding] = {}
    for sheet, group in itertools.groupby(cells, key=lambda cell: cell[0]):
        for finding in _sheet(group):
            key = (sheet, finding.kind, finding.columns)
            before = findings.get(key)
            count = finding.count + (before.count if before else 0)
            findings[key] = replace(before or finding, count=count, sheet=sheet)
    return list(findings.values())


def _find(view: View) -> list[Finding]:
    modules = kinds.UNITS
    cells = {name: module.NUMBER for name, module in modules.items() if module.NUMBER}
    findings = list(numbers.find(view, cells))
    for module in modules.values():
        if module.find:
            findings.extend(module.find(view))
    return findings


def _sheet(cells: Iterable[tuple[str, int, int, str]]) -> Iterator[Finding]:
    header: dict[int, str] = {}
    loose: list[tuple[int, dict[int, str]]] = []
    rows: list[tuple[int, dict[int, str]]] = []
    for number, group in itertools.groupby(cells, key=lambda cell: cell[1]):
        row = {column: text for _sheet, _row, column, text in group if text.strip()}
        if not row:
            continue
        if not header:
            loose.append((number, row))
            if len(row) > 1 and not any(numbers.digits(text) for text in row.values()):
                header = row
            continue
        rows.append((number, row))
        if len(rows) == CHUNK:
            yield from _block(header, rows)
            rows = []
    yield from _block({}, loose)
    yield from _block(header, rows)


def _block(header: dict[int, str], rows: list[tuple[int, dict[int, str]]]) -> list[Finding]:
    """Look at rows of cells below a header; a column without a word above it is called by its letters."""
    if not rows:
        return []
    width = max(max(row) for _number, row in rows)
    labels = [header.get(column, "") or letters(column - 1) for column in range(1, width + 1)]
    lines = [(number, [row.get(column, "") for column in range(1, width + 1)]) for number, row in rows]
    return _find(ListView(labels, lines))
