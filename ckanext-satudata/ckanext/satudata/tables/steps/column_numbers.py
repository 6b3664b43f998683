"""The row (1) (2) (3) … that numbers the columns below the header is no data."""

from __future__ import annotations

import itertools
import re
from typing import Any

from ckanext.satudata.exceptions import N_, WrongStep
from ckanext.satudata.tables.example import Example
from ckanext.satudata.tables.grid import Flow, Grid, filled
from ckanext.satudata.tables.step import Sentence, Step
from ckanext.satudata.tables.steps import GRID, options

ORDER, STAGE = 57, GRID
SCHEMA = options({})
EXAMPLE = Example(["nama,a,b", "(1),(2),(3)", "Sawan,11,12", "Seririt,21,22"])
NUMBERED = re.compile(r"\(?\s*(\d{1,3})\s*\)?|[a-z]")


def sentence(step: Step) -> Sentence:
    """Return what the step does, for people."""
    return Sentence(N_("The row that numbers the columns was removed"))


def _numbers(cells: list[str]) -> bool:
    values = [NUMBERED.fullmatch(cells[column].strip()) for column in filled(cells)]
    digits = [int(value.group(1)) for value in values if value and value.group(1)]
    return len(digits) > 2 and len(digits) == len(values) and digits == list(range(1, len(digits) + 1))


def propose(grid: Grid) -> Step | None:
    """Propose it when the row below the header counts from 1."""
    if len(grid.rows) < 3:
        return None
    numbered = _numbers(grid.cells(1)) and len(filled(grid.cells(1))) >= len(filled(grid.cells(0))) / 2
    return Step("column_numbers") if numbered else None


def apply(flow: Flow, options: dict[str, Any], _details: dict[str, Any]) -> Flow:
    """Leave out the second row. Raises WrongStep when it does not number the columns."""
    start = list(itertools.islice(flow.rows, 2))
    if len(start) < 2 or not _numbers(start[1][1]):
        raise WrongStep(N_("No row below the header numbers the columns. Read the file anew."))
    return flow.taking(itertools.chain(start[:1], flow.rows))
