"""Codes typed with spaces, "32. 04. 05", are written as they are in the code list: "32.04.05"."""

from __future__ import annotations

import re
from typing import Any

from ckanext.satudata.exceptions import N_
from ckanext.satudata.tables.cells import Cells
from ckanext.satudata.tables.example import Example
from ckanext.satudata.tables.step import Sentence, Step, Warn
from ckanext.satudata.tables.steps import CELLS, COLUMNS, options
from ckanext.satudata.tables.table import literal

ORDER, STAGE = 120, CELLS
SCHEMA = options({"columns": COLUMNS})
EXAMPLE = Example(["kode,n", "51. 08. 01,1", "51.08.02,2"])
CODE = r"\d{1,4}(\s*[.-]\s*\d{1,4})+"
SPACED = re.compile(r"\d{1,4}(?:\s*\.\s*\d{1,4})*\s*\.\s+\d{1,4}(?:\s*\.\s*\d{1,4})*|\d{1,4}\s+\.\s*\d{1,4}")


def sentence(step: Step) -> Sentence:
    """Return what the step does, for people."""
    return Sentence(
        N_("Spaces removed from {cells} codes in column {columns}"),
        {"columns": ", ".join(step.options["columns"]), "cells": step.details.get("cells", "?")},
    )


def suspects(name: str, values: list[str]) -> bool:
    """Return whether some cell of a column is such a code."""
    return any(SPACED.fullmatch(value.strip()) for value in values)


def propose(cells: Cells, names: list[str]) -> list[Step | Warn]:
    """Propose the columns in which every cell is a code with points."""
    columns = [
        column.name
        for column in cells.named(names)
        if not cells.count(
            column, f"{column.sql} <> '' AND NOT regexp_full_match(trim({column.sql}), {literal(CODE)})"
        )
    ]
    return [Step("spaced_codes", {"columns": columns})] if columns else []


def apply(cells: Cells, options: dict[str, Any], details: dict[str, Any]) -> Cells:
    """Take the spaces out of cells that are codes."""
    columns = cells.named(options["columns"])
    changes = {}
    details["cells"] = 0
    for column in columns:
        code = f"regexp_full_match(trim({column.sql}), {literal(CODE)})"
        changes[column.sql] = (
            rf"CASE WHEN {code} THEN regexp_replace({column.sql}, '\s', '', 'g') ELSE {column.sql} END"
        )
        details["cells"] += cells.count(column, f"{column.sql} <> {changes[column.sql]}")
    return cells.rewritten(changes)
