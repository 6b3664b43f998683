"""Titles above the header are no part of the table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ckanext.satudata.exceptions import N_, WrongStep
from ckanext.satudata.tables.example import Example
from ckanext.satudata.tables.grid import Flow, Grid, note
from ckanext.satudata.tables.source import Row
from ckanext.satudata.tables.step import Sentence, Step, words
from ckanext.satudata.tables.steps import GRID, ROWS, no_header, options

ORDER, STAGE = 50, GRID
SCHEMA = options({"rows": ROWS})
EXAMPLE = Example(["Judul,", "nama,n", "Sawan,1", "Seririt,2"])


def sentence(step: Step) -> Sentence:
    """Return what the step does, for people."""
    return Sentence(
        N_("Title rows above the header removed: {rows}. {words}"),
        {"rows": step.options["rows"], "words": words(step)},
    )


def propose(grid: Grid) -> Step | None:
    """Propose to leave out the rows above the header."""
    top, data = grid.levels()
    if _is_title(grid, data - 1) and no_header.propose(Grid(grid.rows[data:])):
        top = data
    return Step("title_rows", {"rows": top}) if top else None


def _is_title(grid: Grid, index: int) -> bool:
    """Return whether a row is one sentence above a table that has no header."""
    texts = [cell.strip() for cell in grid.cells(index) if cell.strip()] if index >= 0 else []
    return len(texts) == 1 and " " in texts[0] and grid.width() > 1


def apply(flow: Flow, options: dict[str, Any], details: dict[str, Any]) -> Flow:
    """Leave out the first rows. Raises WrongStep when nothing would be left."""
    return flow.taking(_below(flow, options["rows"], details))


def _below(flow: Flow, rows: int, details: dict[str, Any]) -> Iterator[Row]:
    index = -1
    for index, row in enumerate(flow.rows):
        if index >= rows:
            yield row
        else:
            note(details, row[1])
    if index < rows:
        raise WrongStep(N_("The file has no rows below its {rows} title rows. Read the file anew."), rows=rows)
