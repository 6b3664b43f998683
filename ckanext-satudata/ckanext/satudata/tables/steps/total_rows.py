"""Totals below the table would be counted twice, averages be taken for one more place; they are left out."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from typing import Any

from ckanext.satudata.exceptions import N_, WrongStep
from ckanext.satudata.tables.example import Example
from ckanext.satudata.tables.grid import Flow, Grid, filled, is_datum, note
from ckanext.satudata.tables.source import Row
from ckanext.satudata.tables.step import Sentence, Step, words
from ckanext.satudata.tables.steps import GRID, ROWS, options

ORDER, STAGE = 60, GRID
SCHEMA = options({"rows": ROWS})
EXAMPLE = Example(["nama,n", "Sawan,1", "Seririt,2", "Jumlah,3"])
TOTAL = re.compile(
    r"(?:grand\s+|sub\s*)?(?:jumlah|total)(?:\s+(?:total|keseluruhan|seluruhnya|umum|akhir|kabupaten|kota|provinsi|kecamatan)\b.*)?"
    r"(?:\s*/\s*total)?\s*:?"
    r"|(?:rata\s*-?\s*rata|rerata|average|mean)(?:\s+(?:kabupaten|kota|provinsi|kecamatan|keseluruhan|total)\b.*)?"
    r"(?:\s*/\s*average)?\s*:?",
    re.IGNORECASE,
)
MOST = 5


def sentence(step: Step) -> Sentence:
    """Return what the step does, for people."""
    return Sentence(
        N_("Rows of totals or averages below the table left out: {rows}. {words}"),
        {"rows": step.options["rows"], "words": words(step)},
    )


def is_total(cells: list[str]) -> bool:
    """Return whether a row is named total, jumlah or rata-rata, and nothing else."""
    columns = filled(cells)
    texts = [cells[column].strip() for column in columns if not is_datum(cells[column])]
    return len(columns) > 1 and bool(texts) and all(TOTAL.fullmatch(text) for text in texts)


def propose(grid: Grid) -> Step | None:
    """Propose to leave out the last rows that are named so and nothing else."""
    rows = 0
    for _number, cells in reversed(grid.rows[1:]):
        if rows == MOST or not is_total(cells):
            break
        rows += 1
    return Step("total_rows", {"rows": rows}) if 0 < rows < len(grid.rows) - 1 else None


def apply(flow: Flow, options: dict[str, Any], details: dict[str, Any]) -> Flow:
    """Leave out the last rows. Raises WrongStep when one of them is no total."""
    return flow.taking(_without_last(flow, options["rows"], details))


def _without_last(flow: Flow, last: int, details: dict[str, Any]) -> Iterator[Row]:
    held: deque[Row] = deque()
    for row in flow.rows:
        held.append(row)
        if len(held) > last:
            yield held.popleft()
    for number, cells in held:
        if not is_total(cells):
            raise WrongStep(
                N_("Row {row} was to be left out as a total, but its name says nothing of one. Read the file anew."),
                row=number,
            )
        note(details, cells)
