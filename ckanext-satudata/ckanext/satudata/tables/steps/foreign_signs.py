"""Signs of numbers as word processors write them: a true minus (−5), a dash before a figure, wide digits."""

from __future__ import annotations

import re
from typing import Any

from ckanext.satudata.exceptions import N_
from ckanext.satudata.tables.cells import Cells
from ckanext.satudata.tables.example import Example
from ckanext.satudata.tables.step import Sentence, Step, Warn
from ckanext.satudata.tables.steps import CELLS, COLUMNS, options
from ckanext.satudata.tables.table import literal

ORDER, STAGE = 132, CELLS
SCHEMA = options({"columns": COLUMNS})
EXAMPLE = Example(["nama,n", "Sawan,−5", "Seririt,２", "Banjar,3"])
WIDE, NARROW = "０１２３４５６７８９．，％－−–—", "0123456789.,%----"
# a dash between two figures is a range, one alone a missing value
SIGNED = r"[-−–—－]?\s*(?:rp\.?\s*)?[0-9０-９][0-9０-９.,．，]*\s*[%％]?"
PATTERN = re.compile(SIGNED, re.IGNORECASE)
BLANK = "('', '-', '–', '—')"


def sentence(step: Step) -> Sentence:
    """Return what the step does, for people."""
    values = {"columns": ", ".join(step.options["columns"])}
    if "example" not in step.details:
        return Sentence(N_("Signs of the numbers in column {columns} written as programs read them"), values)
    values["before"], values["after"] = step.details["example"]
    return Sentence(N_("Numbers such as {before} read as {after} in column {columns}"), values)


def suspects(name: str, values: list[str]) -> bool:
    """Return whether some cell is a number with such a sign."""
    return any(PATTERN.fullmatch(cell) and set(cell) & set(WIDE) for cell in map(str.strip, values))


def propose(cells: Cells, names: list[str]) -> list[Step | Warn]:
    """Propose the columns whose other cells are numbers as well."""
    columns = [
        column.name
        for column in cells.named(names)
        if not cells.count(
            column,
            f"trim({column.sql}) NOT IN {BLANK} AND NOT regexp_full_match(trim({column.sql}), {literal(SIGNED)}, 'i')",
        )
    ]
    return [Step("foreign_signs", {"columns": columns})] if columns else []


def apply(cells: Cells, options: dict[str, Any], details: dict[str, Any]) -> Cells:
    """Write the signs of the cells that are such numbers anew."""
    columns = cells.named(options["columns"])
    for column in columns:
        example = cells.ask(
            f"{column.sql}, {_written(column.sql)}", f"{column.sql} <> {_written(column.sql)} ORDER BY n LIMIT 1"
        )
        if example:
            details["example"] = [text.strip() for text in example[0]]
            break
    return cells.rewritten({column.sql: _written(column.sql) for column in columns})


def _written(sql: str) -> str:
    plain = f"translate(trim({sql}), {literal(WIDE)}, {literal(NARROW)})"
    # no space is left between the sign and its figure
    joined = rf"regexp_replace({plain}, '^-\s+', '-')"
    return f"CASE WHEN regexp_full_match(trim({sql}), {literal(SIGNED)}, 'i') THEN {joined} ELSE {sql} END"
