"""Spaces or apostrophes between the thousands of numbers, as in 1 234 567 or 1'234, are taken out."""

from __future__ import annotations

import re
from typing import Any

from ckanext.satudata.exceptions import N_
from ckanext.satudata.tables.cells import Cells
from ckanext.satudata.tables.example import Example
from ckanext.satudata.tables.step import Sentence, Step, Warn
from ckanext.satudata.tables.steps import CELLS, COLUMNS, options
from ckanext.satudata.tables.steps.numbers import CODES
from ckanext.satudata.tables.table import literal

ORDER, STAGE = 135, CELLS
SCHEMA = options({"columns": COLUMNS})
EXAMPLE = Example(["nama,n", "Sawan,1 234", "Seririt,12 750", "Banjar,980"])
# an ordinary space, those that do not break and thin ones (as ISO 80000-1 asks for), apostrophes of Switzerland
SIGNS = " \u00a0\u2009\u202f'\u2019"
GROUPED = rf"-?\d{{1,3}}(?:[{SIGNS}]\d{{3}})+(?:[.,]\d+)?"
PLAIN = r"-?\d{1,3}(?:[.,]\d+)?"
PATTERN = re.compile(GROUPED)


def sentence(step: Step) -> Sentence:
    """Return what the step does, for people."""
    values = {"columns": ", ".join(step.options["columns"])}
    if "example" not in step.details:
        return Sentence(N_("Numbers in column {columns} written without thousands separators and units"), values)
    values["before"], values["after"] = step.details["example"]
    return Sentence(N_("Numbers such as {before} read as {after} in column {columns}"), values)


def suspects(name: str, values: list[str]) -> bool:
    """Return whether some cell is such a number and no name says that these are codes."""
    return not CODES.search(name.replace("_", " ")) and any(PATTERN.fullmatch(value.strip()) for value in values)


def propose(cells: Cells, names: list[str]) -> list[Step | Warn]:
    """Propose the columns in which every filled cell is so written, or below a thousand."""
    columns = [
        column.name
        for column in cells.named(names)
        if not cells.count(
            column,
            f"trim({column.sql}) NOT IN ('', '-') AND NOT regexp_full_match(trim({column.sql}), "
            f"{literal(f'{GROUPED}|{PLAIN}')})",
        )
    ]
    return [Step("spaced_numbers", {"columns": columns})] if columns else []


def apply(cells: Cells, options: dict[str, Any], details: dict[str, Any]) -> Cells:
    """Take the signs out of the cells that are such numbers."""
    columns = cells.named(options["columns"])
    for column in columns:
        example = cells.ask(
            f"{column.sql}, {_written(column.sql)}",
            f"regexp_full_match(trim({column.sql}), {literal(GROUPED)}) ORDER BY n LIMIT 1",
        )
        if example:
            details["example"] = [text.strip() for text in example[0]]
            break
    return cells.rewritten({column.sql: _written(column.sql) for column in columns})


def _written(sql: str) -> str:
    # beside such thousands a comma can be the decimal sign only
    joined = f"replace(regexp_replace(trim({sql}), {literal(f'[{SIGNS}]')}, '', 'g'), ',', '.')"
    number = literal(f"{GROUPED}|{PLAIN}")
    return f"CASE WHEN regexp_full_match(trim({sql}), {number}) THEN {joined} ELSE {sql} END"
