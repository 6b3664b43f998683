"""Columns without any cell, name included, are left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ckanext.satudata.exceptions import N_, WrongStep
from ckanext.satudata.tables.example import Example
from ckanext.satudata.tables.grid import Flow, Grid
from ckanext.satudata.tables.origin import letters, position
from ckanext.satudata.tables.source import Row
from ckanext.satudata.tables.step import Sentence, Step
from ckanext.satudata.tables.steps import GRID, LETTERS, options

ORDER, STAGE = 45, GRID
SCHEMA = options({"columns": LETTERS})
EXAMPLE = Example(["nama,,n", "Sawan,,1", "Seririt,,2"])


def sentence(step: Step) -> Sentence:
    """Return what the step does, for people."""
    return Sentence(N_("Blank columns removed: {columns}"), {"columns": ", ".join(step.options["columns"])})


def propose(grid: Grid) -> Step | None:
    """Propose the columns that are blank in the whole file, named by their letters in the table."""
    return (
        Step("blank_columns", {"columns": [letters(column) for column in sorted(grid.empty)]}) if grid.empty else None
    )


def apply(flow: Flow, options: dict[str, Any], _details: dict[str, Any]) -> Flow:
    """Leave out columns. Raises WrongStep when one of them holds something."""
    out = {position(name) for name in options["columns"]}
    kept = [place for column, place in enumerate(flow.columns) if column not in out]
    return Flow(_without(flow, out), kept, flow.header, flow.groups, flow.merged)


def _without(flow: Flow, out: set[int]) -> Iterator[Row]:
    for number, cells in flow.rows:
        for column in out:
            if column < len(cells) and cells[column].strip():
                raise WrongStep(
                    N_("Column {column} was to be left out as blank, but row {row} has a cell. Read the file anew."),
                    column=letters(column),
                    row=number,
                )
        yield number, [cell for column, cell in enumerate(cells) if column not in out]
