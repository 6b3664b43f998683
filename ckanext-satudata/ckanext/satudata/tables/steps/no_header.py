"""A table without a header gets names by the letters of its columns; its first row stays data."""

from __future__ import annotations

import itertools
import re
from typing import Any

from ckanext.satudata.exceptions import N_, WrongStep
from ckanext.satudata.tables.example import Example
from ckanext.satudata.tables.grid import DATE, MARKS, NUMBER, YEAR, Flow, Grid
from ckanext.satudata.tables.origin import letters
from ckanext.satudata.tables.step import Sentence, Step
from ckanext.satudata.tables.steps import GRID, options

ORDER, STAGE = 53, GRID
SCHEMA = options({})
EXAMPLE = Example(["1101,11,Simeulue", "1102,11,Singkil", "1103,11,Selatan"])
NAME = "Kolom {}"
# rows below the first that must be there to compare with
LEAST, LOOKED_AT = 1, 200
BLANK = ("", *MARKS)


def sentence(step: Step) -> Sentence:
    """Return what the step does, for people."""
    values = {"first": NAME.format("A"), "last": NAME.format(letters(step.details.get("columns", 1) - 1))}
    text = N_(
        "The first row looks like data, not like names of columns: it stays a row, and the columns are called {first} "
        "to {last}. Is it a header, or do you know the names? Write them in the file's first row"
    )
    return Sentence(text, values)


def propose(grid: Grid) -> Step | None:
    """Propose it when the first row is of the kind of all others, and in some column surely no name."""
    if len(grid.rows) <= LEAST:
        return None
    first = [cell.strip() for cell in grid.cells(0)]
    below = [cells for _number, cells in grid.rows[1:LOOKED_AT]]
    columns = [
        (cell, cells)
        for column, cell in enumerate(first)
        if cell not in MARKS and (cells := _filled(below, column)) and all(map(_is_figure, cells))
    ]
    figures = [cell for cell, _cells in columns]
    if len(figures) > 1 and _counts(figures):
        return None
    if any(_is_year_of_rows(cell, cells) for cell, cells in columns):
        return Step("no_header")
    if not all(map(_is_figure, figures)):
        return None
    alike = [cell for cell, cells in columns if _is_alike(cell, cells)]
    # a single row to compare with proves little, but for dates and codes that are built alike
    is_enough = len(below) > 1 or len(alike) == len(figures) > 1 or not all(map(str.isdecimal, alike))
    return Step("no_header") if is_enough and len(alike) * 2 >= len(figures) > 0 else None


def _filled(rows: list[list[str]], column: int) -> list[str]:
    return [row[column].strip() for row in rows if column < len(row) and row[column].strip() not in BLANK]


def _is_year_of_rows(cell: str, cells: list[str]) -> bool:
    """Return whether a year stands over years: one is the name of a column of figures, never of a column of years."""
    return bool(YEAR.fullmatch(cell)) and all(map(YEAR.fullmatch, cells)) and (len(cells) > 1 or cell in cells)


def _is_figure(cell: str) -> bool:
    return bool(NUMBER.fullmatch(cell) or DATE.fullmatch(cell))


def _is_alike(cell: str, cells: list[str]) -> bool:
    """Return whether a cell is one more of a column: as long as the others. A year may be a name of these."""
    if YEAR.fullmatch(cell):
        return False
    shape = re.sub(r"\d", "0", cell)
    return any(shape == re.sub(r"\d", "0", cell) for cell in cells)


def _counts(cells: list[str]) -> bool:
    """Return whether cells go up by one, as classes and periods in a header do."""
    if not all(cell.isdecimal() for cell in cells):
        return False
    numbers = [int(cell) for cell in cells]
    return all(after - before == 1 for before, after in itertools.pairwise(numbers))


def apply(flow: Flow, options: dict[str, Any], details: dict[str, Any]) -> Flow:
    """Put a header in front. Raises WrongStep when there is no row at all."""
    first = next(flow.rows, None)
    if first is None:
        raise WrongStep(N_("The file has no rows. Read the file anew."))
    width = details["columns"] = max(len(flow.columns), len(first[1]))
    names = [NAME.format(letters(place[0].column if place[0] else index)) for index, place in enumerate(flow.columns)]
    names += [NAME.format(letters(index)) for index in range(len(names), width)]
    rows = itertools.chain([(0, names), first], flow.rows)
    return Flow(rows, flow.columns, [None] * width, flow.groups, flow.merged)
