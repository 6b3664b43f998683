"""A total beside the classes that become rows is left out: it would stand on each of their rows."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any

from ckanext.satudata.exceptions import N_, WrongStep
from ckanext.satudata.tables.example import Example
from ckanext.satudata.tables.grid import Flow, Grid, figure
from ckanext.satudata.tables.source import Row
from ckanext.satudata.tables.step import Sentence, Step
from ckanext.satudata.tables.steps import COLUMNS, GRID, options
from ckanext.satudata.tables.steps.periods_to_rows import period_columns

ORDER, STAGE = 68, GRID
SCHEMA = options({"columns": COLUMNS})
EXAMPLE = Example(["nama,0-4,5-9,10+,Jumlah", "Sawan,1,2,3,6", "Seririt,4,5,6,15"])
TOTAL = re.compile(
    r"(?:jumlah|total|grand total|jml|tahunan|setahun)\b\W*(?:total|semua|seluruh\w*|keseluruhan)?", re.IGNORECASE
)
SLACK = 0.005


def sentence(step: Step) -> Sentence:
    """Return what the step does, for people."""
    values = {"columns": ", ".join(step.options["columns"]), "rows": step.details.get("different", 0)}
    if values["rows"]:
        text = N_(
            'The total in column "{columns}" beside the columns that become rows left out. Careful: in {rows} rows it '
            "is not their sum"
        )
        return Sentence(text, values)
    return Sentence(N_('The total in column "{columns}" beside the columns that become rows left out'), values)


def propose(grid: Grid) -> Step | None:
    """Propose columns named total beside columns of periods or ages."""
    names = [cell.strip() for cell in grid.cells(0)] if grid.rows else []
    parts = period_columns(names)
    if len(parts) < 2:
        return None
    columns = [name for index, name in enumerate(names) if index not in parts and TOTAL.fullmatch(name)]
    columns = [name for name in columns if names.count(name) == 1]
    return Step("total_columns", {"columns": columns}) if columns else None


def apply(flow: Flow, options: dict[str, Any], details: dict[str, Any]) -> Flow:
    """Leave out the columns. Raises WrongStep when one is not there."""
    number, header = next(flow.rows, (0, []))
    names = [cell.strip() for cell in header]
    for name in options["columns"]:
        if name not in names:
            raise WrongStep(N_('The file has no column "{column}". Read the file anew.'), column=name)
    out = {names.index(name) for name in options["columns"]}
    rows = _without(itertools.chain([(number, header)], flow.rows), out, period_columns(names), details)
    places = [place for column, place in enumerate(flow.columns) if column not in out]
    tops = [place for column, place in enumerate(flow.header) if column not in out] if flow.header else None
    return Flow(rows, places, tops, flow.groups, flow.merged)


def _without(rows: Iterator[Row], out: set[int], parts: set[int], details: dict[str, Any]) -> Iterator[Row]:
    details["different"] = 0
    for index, (number, cells) in enumerate(rows):
        if index and not all(_is_sum(cells, column, parts) for column in out):
            details["different"] += 1
        yield number, [cell for column, cell in enumerate(cells) if column not in out]


def _is_sum(cells: list[str], column: int, parts: set[int]) -> bool:
    total = figure(cells[column]) if column < len(cells) else None
    figures = [figure(cells[part]) for part in parts if part < len(cells)]
    if total is None:
        return True
    return abs(sum(figure for figure in figures if figure is not None) - total) <= SLACK * abs(total)
