"""A name that stands once for several rows is written in each of them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from ckanext.satudata.exceptions import N_, WrongStep
from ckanext.satudata.tables.example import Example
from ckanext.satudata.tables.grid import Flow, Grid, is_datum
from ckanext.satudata.tables.source import Row
from ckanext.satudata.tables.step import Sentence, Step
from ckanext.satudata.tables.steps import COLUMNS, GRID, options

ORDER, STAGE = 65, GRID
SCHEMA = options({"columns": COLUMNS})
EXAMPLE = Example(
    ["kecamatan,desa,n", "Sawan,Bebetin,1", ",Bungkulan,2", ",Giri Emas,3", "Seririt,Bestala,4", ",Ringdikit,5"]
)
# leading columns that may hold names of groups: a number, a code, a name
LEADING = 3


def sentence(step: Step) -> Sentence:
    """Return what the step does, for people."""
    return Sentence(
        N_("Names that stand once for several rows were written in each of them in column {columns}: {cells} cells"),
        {"columns": ", ".join(step.options["columns"]), "cells": step.details.get("cells", "?")},
    )


def propose(grid: Grid) -> Step | None:
    """Propose leading columns of names whose blank cells are merged with the one above, or that look so.

    They look so when most cells are blank, no name comes twice and the next column is never blank: a table that is
    only incomplete does not.
    """
    columns = []
    header = grid.cells(0) if grid.rows else []
    for column in range(min(LEADING, len(header) - 1)):
        cells = [(number, _cell(row, column)) for number, row in grid.rows[1:]]
        names = [cell for _number, cell in cells if cell]
        blank = [number for number, cell in cells if not cell]
        if not header[column].strip() or not names or not blank or not cells[0][1]:
            continue
        merged = _merged(grid, column, blank)
        lookalike = (
            len(blank) >= len(cells) / 2
            and len(names) > 1
            and len(set(names)) == len(names)
            and not any(map(is_datum, names))
            and all(_cell(row, column + 1) for _number, row in grid.rows[1:])
        )
        if merged or lookalike:
            columns.append(header[column].strip())
    return Step("filled_down", {"columns": columns}) if columns else None


def _merged(grid: Grid, column: int, blank: list[int]) -> bool:
    ranges = [(top, bottom) for top, left, bottom, right in grid.merged if left <= column <= right and bottom > top]
    return bool(ranges) and all(any(top < number <= bottom for top, bottom in ranges) for number in blank)


def _cell(cells: list[str], column: int) -> str:
    return cells[column].strip() if column < len(cells) else ""


def apply(flow: Flow, options: dict[str, Any], details: dict[str, Any]) -> Flow:
    """Write the cell above in each blank cell. Raises WrongStep when a column is not there."""
    header = next(flow.rows, (0, []))
    names = [cell.strip() for cell in header[1]]
    for name in options["columns"]:
        if name not in names:
            raise WrongStep(N_('The file has no column "{column}". Read the file anew.'), column=name)
    columns = [names.index(name) for name in options["columns"]]
    return flow.taking(itertools.chain([header], _down(flow.rows, columns, details)))


def _down(rows: Iterator[Row], columns: list[int], details: dict[str, Any]) -> Iterator[Row]:
    above = dict.fromkeys(columns, "")
    details["cells"] = 0
    for number, row in rows:
        cells = list(row)
        for column in columns:
            if column >= len(cells):
                continue
            if cells[column].strip():
                above[column] = cells[column]
            elif above[column]:
                cells[column] = above[column]
                details["cells"] += 1
        yield number, cells
