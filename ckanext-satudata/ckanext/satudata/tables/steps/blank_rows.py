"""Rows without any cell are left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ckanext.satudata.exceptions import N_
from ckanext.satudata.tables.example import Example
from ckanext.satudata.tables.grid import Flow, Grid, filled
from ckanext.satudata.tables.source import Row
from ckanext.satudata.tables.step import Sentence, Step
from ckanext.satudata.tables.steps import GRID, options

ORDER, STAGE = 40, GRID
SCHEMA = options({})
EXAMPLE = Example(["nama,n", "Sawan,1", ",", "Seririt,2"])


def sentence(step: Step) -> Sentence:
    """Return what the step does, for people."""
    if "rows" not in step.details:
        return Sentence(N_("Blank rows removed"))
    return Sentence(N_("Blank rows removed: {rows}"), {"rows": step.details["rows"]})


def propose(grid: Grid) -> Step | None:
    """Propose it when there is a blank row."""
    return Step("blank_rows") if any(not filled(cells) for _number, cells in grid.rows) else None


def apply(flow: Flow, options: dict[str, Any], details: dict[str, Any]) -> Flow:
    """Leave out blank rows; a file without any fits as well."""
    return flow.taking(_filled(flow, details))


def _filled(flow: Flow, details: dict[str, Any]) -> Iterator[Row]:
    details["rows"] = 0
    for row in flow.rows:
        if filled(row[1]):
            yield row
        else:
            details["rows"] += 1
