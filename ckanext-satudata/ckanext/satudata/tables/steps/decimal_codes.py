"""Codes and years that a program wrote as fractions are read as they are: 32.0 is 32, 2019.0 is 2019."""

from __future__ import annotations

import re
from typing import Any

from ckanext.satudata.exceptions import N_
from ckanext.satudata.tables.cells import Cells
from ckanext.satudata.tables.example import Example
from ckanext.satudata.tables.step import Sentence, Step, Warn
from ckanext.satudata.tables.steps import CELLS, COLUMNS, options
from ckanext.satudata.tables.table import literal

ORDER, STAGE = 115, CELLS
SCHEMA = options({"columns": COLUMNS})
EXAMPLE = Example(["kode,n", "32.0,1", "33.0,2"])
# a code anywhere in the name; a year or a month where it is the name: "Rp/Kap/Bulan" is none
NAMED = re.compile(r".*\b(?:kode|kd|nik|nip|npsn|nomor)\b.*|(?:id|no|rt|rw|tahun|thn|th|year|bulan)", re.IGNORECASE)
FRACTION, WHOLE = r"\d+\.0+", r"\d+"


def sentence(step: Step) -> Sentence:
    """Return what the step does, for people."""
    values = {"columns": ", ".join(step.options["columns"]), "before": "32.0", "after": "32"}
    if "example" in step.details:
        values["before"], values["after"] = step.details["example"]
    return Sentence(N_("Codes and years such as {before} read as {after} in column {columns}"), values)


def suspects(name: str, values: list[str]) -> bool:
    """Return whether a column of codes or years has such a cell."""
    return bool(NAMED.fullmatch(name.replace("_", " ").strip())) and any(
        re.fullmatch(FRACTION, value.strip()) for value in values
    )


def propose(cells: Cells, names: list[str]) -> list[Step | Warn]:
    """Propose the columns in which every cell is a whole number, with or without a fraction of nothing."""
    columns = [
        column.name
        for column in cells.named(names)
        if not cells.count(
            column,
            f"{column.sql} <> '' AND NOT regexp_full_match(trim({column.sql}), {literal(f'{FRACTION}|{WHOLE}')})",
        )
    ]
    return [Step("decimal_codes", {"columns": columns})] if columns else []


def apply(cells: Cells, options: dict[str, Any], details: dict[str, Any]) -> Cells:
    """Take the fraction of nothing away."""
    columns = cells.named(options["columns"])
    changes = {}
    for column in columns:
        good = f"regexp_full_match(trim({column.sql}), {literal(FRACTION)})"
        changes[column.sql] = f"CASE WHEN {good} THEN split_part(trim({column.sql}), '.', 1) ELSE {column.sql} END"
        if example := cells.ask(f"{column.sql}, {changes[column.sql]}", f"{good} LIMIT 1"):
            details.setdefault("example", list(example[0]))
    return cells.rewritten(changes)
