"""A header of several rows becomes one, each name joined from the rows above each other."""

from __future__ import annotations

import itertools
from typing import Any

from ckanext.satudata.exceptions import N_, WrongStep
from ckanext.satudata.tables.example import Example
from ckanext.satudata.tables.grid import Flow, Grid, filled
from ckanext.satudata.tables.origin import Place
from ckanext.satudata.tables.source import Range, Row
from ckanext.satudata.tables.step import Sentence, Step
from ckanext.satudata.tables.steps import GRID, options
from ckanext.satudata.tables.words import has_period

ORDER, STAGE = 55, GRID
SCHEMA = options({"rows": {"type": "integer", "minimum": 2, "maximum": 20}})
EXAMPLE = Example(["nama,2023,,", ",Januari,Februari,Maret", "Sawan,10,11,12", "Seririt,20,21,22"])
BETWEEN = " - "


def sentence(step: Step) -> Sentence:
    """Return what the step does, for people."""
    if step.details.get("title"):
        text = N_(
            'Header of {rows} rows joined into one; "{title}" names the whole table and was left out of the names'
        )
        return Sentence(text, {"rows": step.options["rows"], "title": step.details["title"]})
    return Sentence(N_("Header of {rows} rows joined into one"), {"rows": step.options["rows"]})


def propose(grid: Grid) -> Step | None:
    """Propose to join the rows from the header's first to the first of data."""
    top, data = grid.levels()
    return Step("header_rows", {"rows": data - top}) if data - top > 1 else None


def apply(flow: Flow, options: dict[str, Any], details: dict[str, Any]) -> Flow:
    """Join the first rows. Raises WrongStep when there are fewer, or none of data below."""
    levels = list(itertools.islice(flow.rows, options["rows"]))
    if len(levels) < options["rows"] or sum(bool(filled(cells)) for _number, cells in levels) < 2:
        raise WrongStep(N_("The file has no header of {rows} rows. Read the file anew."), rows=options["rows"])
    width = max(len(flow.columns), *(len(cells) for _number, cells in levels))
    names, header = _joined(levels, width, flow, details)
    rows = itertools.chain([(levels[-1][0], names)], flow.rows)
    return Flow(rows, flow.columns, header, flow.groups, flow.merged)


def _joined(
    levels: list[Row], width: int, flow: Flow, details: dict[str, Any]
) -> tuple[list[str], list[Place | None]]:
    """Return the names and where each stands: in the lowest of its cells."""
    grid = [[" ".join(cell.split()) for cell in cells] + [""] * (width - len(cells)) for _number, cells in levels]
    labels = [_spread(grid, index, levels[index][0], flow.merged) for index in range(len(grid))]
    _leave_out_title(labels, details)
    names, header = [], []
    for column in range(width):
        parts = [label[column] for label in labels if label[column]]
        names.append(BETWEEN.join(part for index, part in enumerate(parts) if index == 0 or part != parts[index - 1]))
        lowest = max((index for index, cells in enumerate(grid) if cells[column]), default=len(grid) - 1)
        place = flow.columns[column][0] if column < len(flow.columns) else Place(column)
        header.append(Place(place.column, levels[lowest][0]) if place else None)
    return names, header


def _spread(grid: list[list[str]], level: int, number: int, merged: list[Range]) -> list[str]:
    """Return a level's labels, each over all columns that it stands above."""
    cells = list(grid[level])
    ranges = {left: right for top, left, bottom, right in merged if top <= number <= bottom and right > left}
    below = [any(row[column] for row in grid[level + 1 :]) for column in range(len(cells))]
    last = None
    for column, cell in enumerate(grid[level]):
        if cell:
            # a label with nothing below it names its own column; a merged one reaches as far as it is merged
            reach = ranges.get(column, column if merged and ranges else len(cells)) if below[column] else column
            last = (cell, reach)
        elif last and below[column] and column <= last[1]:
            cells[column] = last[0]
    return cells


def _leave_out_title(labels: list[list[str]], details: dict[str, Any]) -> None:
    """Empty a level whose one label stands above all columns of figures, where a level below groups them further."""
    for index, level in enumerate(labels[:-1]):
        columns = filled(level)
        words = {level[column] for column in columns if labels[-1][column]}
        if len(words) != 1 or len(columns) < 2:
            continue
        groups = {label[column] for label in labels[index + 1 : -1] for column in columns if label[column]}
        if any(not has_period(text) for text in groups):
            title = words.pop()
            details["title"] = title
            labels[index] = ["" if text == title else text for text in level]
            return
