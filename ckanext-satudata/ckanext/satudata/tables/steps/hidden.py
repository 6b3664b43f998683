"""Rows and columns that are hidden in the workbook are left out, unless people want them in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ckanext.satudata.exceptions import N_, WrongStep
from ckanext.satudata.tables.example import Example
from ckanext.satudata.tables.grid import Flow, Grid, filled, note
from ckanext.satudata.tables.origin import letters, position
from ckanext.satudata.tables.source import Range, Row
from ckanext.satudata.tables.step import Sentence, Step, words
from ckanext.satudata.tables.steps import GRID, LETTERS, options

ORDER, STAGE = 25, GRID
SCHEMA = {**options({}, {"rows": {"const": True}, "columns": LETTERS}), "minProperties": 1}
EXAMPLE = Example(["nama,n", "Sawan,1", "Rahasia,9", "Seririt,2"], name="contoh.xlsx", hidden=(3,))


def sentence(step: Step) -> Sentence:
    """Return what the step does, for people."""
    values = {"columns": ", ".join(step.options.get("columns", [])), "words": words(step)}
    values["rows"] = step.details.get("rows", "?")
    if "rows" not in step.options:
        return Sentence(N_("Left out because they are hidden in the workbook: columns {columns}. {words}"), values)
    if not values["columns"]:
        return Sentence(N_("Left out because they are hidden in the workbook: {rows} rows. {words}"), values)
    return Sentence(
        N_("Left out because they are hidden in the workbook: {rows} rows, columns {columns}. {words}"),
        values,
    )


def propose(grid: Grid) -> Step | None:
    """Propose to leave out what is hidden, as far as it holds something."""
    used = {column for _number, cells in grid.rows for column in filled(cells)}
    columns = [letters(column) for column in sorted(grid.hidden.columns & used)]
    options: dict[str, Any] = {"columns": columns} if columns else {}
    if any(number in grid.hidden.rows and filled(cells) for number, cells in grid.rows):
        options["rows"] = True
    return Step("hidden", options) if options else None


def apply(flow: Flow, options: dict[str, Any], details: dict[str, Any]) -> Flow:
    """Leave out hidden rows and columns. Raises WrongStep when a column is no longer hidden, or no row is."""
    out = {position(name) for name in options.get("columns", [])}
    if not out <= flow.hidden.columns or ("rows" in options and not flow.hidden.rows):
        raise WrongStep(N_("Other rows or columns are hidden than before. Read the file anew."))
    rows = flow.hidden.rows if "rows" in options else set()
    kept = [place for column, place in enumerate(flow.columns) if column not in out]
    return Flow(_visible_rows(flow, rows, out, details), kept, flow.header, flow.groups, flow.merged)


def _visible_rows(flow: Flow, out: set[int], columns: set[int], details: dict[str, Any]) -> Iterator[Row]:
    # the one cell of a merged range may be in a hidden row, while people see it in those below
    carried: dict[int, tuple[int, str]] = {}
    ranges = _by_top(flow.merged, out)
    details["rows"] = 0
    for number, cells in flow.rows:
        if number in out:
            for bottom, column in ranges.get(number, []):
                if column < len(cells) and cells[column]:
                    carried[column] = (bottom, cells[column])
            details["rows"] += bool(filled(cells))
            note(details, cells)
            continue
        row = list(cells)
        for column, (bottom, text) in list(carried.items()):
            if number <= bottom and column < len(row) and not row[column]:
                row[column] = text
            del carried[column]
        if columns:
            row = [cell for column, cell in enumerate(row) if column not in columns]
        yield number, row


def _by_top(merged: list[Range], out: set[int]) -> dict[int, list[tuple[int, int]]]:
    """Return by each hidden row the last row and the column of the ranges that begin in it."""
    merged_by_top: dict[int, list[tuple[int, int]]] = {}
    for top, left, bottom, _right in merged:
        if top in out and bottom > top:
            merged_by_top.setdefault(top, []).append((bottom, left))
    return merged_by_top
