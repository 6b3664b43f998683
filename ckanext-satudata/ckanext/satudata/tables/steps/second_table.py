"""A second table below the first, with a header of its own, is not read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ckanext.satudata.exceptions import N_, WrongStep
from ckanext.satudata.tables.example import Example
from ckanext.satudata.tables.grid import Flow, Grid, filled, note
from ckanext.satudata.tables.source import Row
from ckanext.satudata.tables.step import Sentence, Step
from ckanext.satudata.tables.steps import GRID, options

ORDER, STAGE = 30, GRID
SCHEMA = options({"starts": {"type": "string", "minLength": 1}})
EXAMPLE = Example(["nama,n", "Sawan,1", "Seririt,2", ",", "nama,n", "Banjar,3"])


def sentence(step: Step) -> Sentence:
    """Return what the step does, for people."""
    text = N_(
        'A second table below the first, beginning with "{starts}", was not read ({rows} rows). Publish it by itself'
    )
    return Sentence(text, {"starts": step.options["starts"], "rows": step.details.get("rows", "?")})


def propose(grid: Grid) -> Step | None:
    """Propose to stop where, below a blank row, the header's first cell comes again."""
    top, _data = grid.levels()
    columns = filled(grid.cells(top)) if grid.rows else []
    if not columns:
        return None
    starts = grid.cells(top)[columns[0]].strip()
    after = _cut(grid.rows[top + 1 :], starts)
    return Step("second_table", {"starts": starts}) if after is not None else None


def _cut(rows: list[Row], starts: str) -> int | None:
    blank = False
    for index, (_number, cells) in enumerate(rows):
        columns = filled(cells)
        if blank and columns and cells[columns[0]].strip() == starts:
            return index
        blank = not columns
    return None


def apply(flow: Flow, options: dict[str, Any], details: dict[str, Any]) -> Flow:
    """Stop at the second header."""
    return flow.taking(_first(flow, options["starts"], details))


def _first(flow: Flow, starts: str, details: dict[str, Any]) -> Iterator[Row]:
    blank, has_begun, rows = False, False, 0
    for number, cells in flow.rows:
        columns = filled(cells)
        begins = bool(columns) and cells[columns[0]].strip() == starts
        if rows or (begins and blank and has_begun):
            rows += 1
            note(details, cells)
            continue
        has_begun = has_begun or begins
        blank = not columns
        yield number, cells
    if not rows:
        raise WrongStep(N_('No second table begins with "{starts}". Read the file anew.'), starts=starts)
    details["rows"] = rows
