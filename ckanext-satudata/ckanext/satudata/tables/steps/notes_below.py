"""Source and notes below the table are no rows of it."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from typing import Any

from ckanext.satudata.exceptions import N_, WrongStep
from ckanext.satudata.tables.example import Example
from ckanext.satudata.tables.grid import Flow, Grid, filled, note
from ckanext.satudata.tables.source import Row
from ckanext.satudata.tables.step import Sentence, Step, words
from ckanext.satudata.tables.steps import GRID, ROWS, options

ORDER, STAGE = 35, GRID
SCHEMA = options({"rows": ROWS})
EXAMPLE = Example(["nama,n", "Sawan,1", "Seririt,2", "Sumber: Disdukcapil,"])
NOTE = re.compile(
    r"(?:sumber|source|catatan|keterangan|ket\.|note|notes|\*+\)|<sup>)(?:\W.*)?", re.IGNORECASE | re.DOTALL
)


def sentence(step: Step) -> Sentence:
    """Return what the step does, for people."""
    return Sentence(
        N_("Notes below the table, kept out of the data: {rows} rows. {words}"),
        {"rows": step.options["rows"], "words": words(step)},
    )


def propose(grid: Grid) -> Step | None:
    """Propose to leave out the last rows, from a blank row or a word such as "Sumber" on, that are hardly filled."""
    width = grid.width()
    start = len(grid.rows)
    begun = None
    for index in range(len(grid.rows) - 1, grid.data_start(), -1):
        cells = grid.cells(index)
        columns = filled(cells)
        begins = bool(columns) and bool(NOTE.fullmatch(cells[columns[0]].strip()))
        if not begins and len(columns) > (1 if width > 2 else 0):
            break
        start = index
        if begins or not columns:
            begun = start
    # a blank row that ends the file, or that no word follows, is for `blank_rows`
    while begun is not None and begun < len(grid.rows) and not filled(grid.cells(begun)):
        begun += 1
    if begun is None or begun == len(grid.rows) or width < 2:
        return None
    return Step("notes_below", {"rows": len(grid.rows) - begun})


def apply(flow: Flow, options: dict[str, Any], details: dict[str, Any]) -> Flow:
    """Leave out the last rows. Raises WrongStep when one of them looks like data."""
    return flow.taking(_without_last(flow, options["rows"], details))


def _without_last(flow: Flow, last: int, details: dict[str, Any]) -> Iterator[Row]:
    held: deque[Row] = deque()
    width = 0
    for row in flow.rows:
        held.append(row)
        if len(held) > last:
            before = held.popleft()
            width = max(width, len(filled(before[1])))
            yield before
    for number, cells in held:
        columns = filled(cells)
        if len(columns) > 1 and len(columns) >= width and not NOTE.fullmatch(cells[columns[0]].strip()):
            raise WrongStep(
                N_("Row {row} was to be left out as a note, but it looks like data. Read the file anew."), row=number
            )
        note(details, cells)
