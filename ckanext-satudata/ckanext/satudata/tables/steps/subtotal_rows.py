"""Totals between the rows, and the district's own row above or below those of its parts, would be counted twice."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any

from ckanext.satudata.exceptions import N_, WrongStep
from ckanext.satudata.tables.example import Example
from ckanext.satudata.tables.grid import Flow, Grid, figure, filled, note
from ckanext.satudata.tables.source import Row
from ckanext.satudata.tables.step import Sentence, Step, words
from ckanext.satudata.tables.steps import GRID, options
from ckanext.satudata.tables.steps.total_rows import is_total

ORDER, STAGE = 59, GRID
SCHEMA = {
    **options({}, {"between": {"const": True}, "top": {"const": True}, "bottom": {"const": True}}),
    "minProperties": 1,
}
EXAMPLE = Example(["nama,n", "Sawan,1", "Sub Total,1", "Seririt,2"])
WHOLE = re.compile(r"(?:kabupaten|kab\.?|kota|provinsi|prov\.?)\s+\w.*", re.IGNORECASE)
# rows of parts below the district's own
PARTS = 2
SLACK = 0.0005


def sentence(step: Step) -> Sentence:
    """Return what the step does, for people."""
    values = {"rows": step.details.get("rows", "?"), "words": words(step)}
    if "bottom" in step.options:
        return Sentence(N_("Rows of totals and of the whole left out: {rows}. {words}"), values)
    if "between" not in step.options:
        return Sentence(N_("The row of the whole above its parts left out. {words}"), values)
    if "top" not in step.options:
        return Sentence(N_("Totals between the rows left out: {rows}. {words}"), values)
    return Sentence(
        N_("Totals between the rows and the row of the whole above them left out: {rows}. {words}"), values
    )


def propose(grid: Grid) -> Step | None:
    """Propose totals that other rows follow, and a first or last row named as a district, the sum of the others."""
    body = grid.rows[1:]
    last = next((index for index in range(len(body) - 1, -1, -1) if not is_total(body[index][1])), 0)
    options: dict[str, Any] = {}
    if any(is_total(cells) for _number, cells in body[:last]):
        options["between"] = True
    parts = [cells for _number, cells in body[1:] if not is_total(cells)]
    if body and _names_whole(body[0][1]) and _is_sum(body[0][1], parts):
        options["top"] = True
    rows = [cells for _number, cells in body if not is_total(cells)]
    if "top" not in options and rows and _names_whole(rows[-1]) and _is_sum(rows[-1], rows[:-1]):
        options["bottom"] = True
    return Step("subtotal_rows", options) if options else None


def _names_whole(cells: list[str]) -> bool:
    return any(WHOLE.fullmatch(cells[column].strip()) for column in filled(cells))


def _is_sum(whole: list[str], parts: list[list[str]]) -> bool:
    """Return whether some column's figure is the sum of those below, and no part is a district itself."""
    if len(parts) < PARTS or any(_names_whole(cells) for cells in parts):
        return False
    for column in filled(whole):
        total = figure(whole[column])
        figures = [figure(cells[column]) for cells in parts if column < len(cells)]
        if total and None not in figures and len(figures) == len(parts):
            added = sum(figure for figure in figures if figure is not None)
            if abs(added - total) <= SLACK * abs(total):
                return True
    return False


def apply(flow: Flow, options: dict[str, Any], details: dict[str, Any]) -> Flow:
    """Leave the rows out; totals at the end stay. Raises WrongStep where the row of the whole names no district."""
    header = list(itertools.islice(flow.rows, 1))
    rows = flow.rows
    details["rows"] = 0
    if "top" in options:
        first = next(rows, None)
        if first is None or not _names_whole(first[1]):
            raise WrongStep(N_("The first row is no longer that of a district. Read the file anew."))
        note(details, first[1])
        details["rows"] += 1
    if "between" in options:
        rows = _between(rows, details)
    if "bottom" in options:
        rows = _without_whole(rows, details)
    return flow.taking(itertools.chain(header, rows))


def _between(rows: Iterator[Row], details: dict[str, Any]) -> Iterator[Row]:
    held: list[Row] = []
    for number, cells in rows:
        if is_total(cells):
            held.append((number, cells))
            continue
        for _number, total in held:
            details["rows"] += 1
            note(details, total)
        held = []
        yield number, cells
    yield from held


def _without_whole(rows: Iterator[Row], details: dict[str, Any]) -> Iterator[Row]:
    """Leave out the last row that is no total."""
    held: list[Row] = []
    for row in rows:
        if not is_total(row[1]):
            yield from held
            held = []
        held.append(row)
    if not held or not _names_whole(held[0][1]):
        raise WrongStep(N_("The last row is no longer that of a district. Read the file anew."))
    note(details, held[0][1])
    details["rows"] += 1
    yield from held[1:]
