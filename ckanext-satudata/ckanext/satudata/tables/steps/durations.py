"""Durations that a workbook holds as such are written as people write them: 26:30 for 26 hours and a half."""

from __future__ import annotations

import re
from typing import Any

from ckanext.satudata.exceptions import N_
from ckanext.satudata.tables.cells import Cells
from ckanext.satudata.tables.example import Example
from ckanext.satudata.tables.step import Sentence, Step, Warn
from ckanext.satudata.tables.steps import CELLS, COLUMNS, options
from ckanext.satudata.tables.table import literal

ORDER, STAGE = 125, CELLS
SCHEMA = options({"columns": COLUMNS})
EXAMPLE = Example(["nama,lama", "Sawan,PT26H30M", "Seririt,PT2H"])
# as `tables.workbook` writes them: ISO 8601 in hours, minutes and seconds
DURATION = r"(-?)PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(\.\d+)?S)?"
ISO = re.compile(DURATION)


def sentence(step: Step) -> Sentence:
    """Return what the step does, for people."""
    values = {"columns": ", ".join(step.options["columns"]), "after": step.details.get("example", "26:30")}
    return Sentence(N_("Durations in column {columns} written as hours and minutes, such as {after}"), values)


def suspects(name: str, values: list[str]) -> bool:
    """Return whether some cell of a column is a duration."""
    return any(value.startswith(("PT", "-PT")) and ISO.fullmatch(value) for value in values)


def _is(sql: str) -> str:
    return f"(regexp_full_match({sql}, {literal(DURATION)}) AND {sql} NOT IN ('PT', '-PT'))"


def _written(sql: str) -> str:
    """Return the SQL of a cell as hours and minutes, with seconds where there are any."""
    sign, hours, minutes, seconds, rest = (
        f"regexp_extract({sql}, {literal(DURATION)}, {group})" for group in range(1, 6)
    )

    def two(part: str) -> str:
        return f"lpad(coalesce(nullif({part}, ''), '0'), 2, '0')"

    tail = f"CASE WHEN {seconds} || {rest} IN ('', '0') THEN '' ELSE ':' || {two(seconds)} || {rest} END"
    return f"CASE WHEN {_is(sql)} THEN {sign} || {two(hours)} || ':' || {two(minutes)} || {tail} ELSE {sql} END"


def propose(cells: Cells, names: list[str]) -> list[Step | Warn]:
    """Propose the columns with such cells."""
    columns = [column.name for column in cells.named(names) if cells.count(column, _is(column.sql))]
    return [Step("durations", {"columns": columns})] if columns else []


def apply(cells: Cells, options: dict[str, Any], details: dict[str, Any]) -> Cells:
    """Rewrite the cells that are durations."""
    columns = cells.named(options["columns"])
    for column in columns:
        if example := cells.ask(_written(column.sql), f"{_is(column.sql)} LIMIT 1"):
            details.setdefault("example", example[0][0])
    return cells.rewritten({column.sql: _written(column.sql) for column in columns})
