"""Thousands separators that a program took for decimal points are undone: 167.228 was 167,228, and 50.36 was 50,360.

Reading points such columns out and never mends them by itself: only their owner knows.
"""

from __future__ import annotations

from typing import Any

from ckanext.satudata.exceptions import N_
from ckanext.satudata.tables.cells import Cells
from ckanext.satudata.tables.example import Example
from ckanext.satudata.tables.step import Sentence, Step
from ckanext.satudata.tables.steps import CELLS, COLUMNS, options

ORDER, STAGE = 150, CELLS
CURE = True
SCHEMA = options({"columns": COLUMNS})
EXAMPLE = Example(["nama,n", "Sawan,167.228", "Seririt,50.36"], options={"columns": ["n"]})
LOST = r"'\d{1,3}[.,]\d{1,3}'"


def sentence(step: Step) -> Sentence:
    """Return what the step does, for people."""
    return Sentence(
        N_("Numbers with a separator multiplied by 1000 in column {columns}: {cells} cells"),
        {"columns": ", ".join(step.options["columns"]), "cells": step.details.get("cells", "?")},
    )


def apply(cells: Cells, options: dict[str, Any], details: dict[str, Any]) -> Cells:
    """Write 167.228 as 167228 and 50.36 as 50360; whole numbers stay."""
    columns = cells.named(options["columns"])
    details["cells"] = sum(cells.count(column, f"regexp_full_match({column.sql}, {LOST})") for column in columns)
    changes = {}
    for column in columns:
        point = f"replace({column.sql}, ',', '.')"
        restored = f"CAST(CAST(CAST({point} AS DECIMAL(18, 3)) * 1000 AS BIGINT) AS VARCHAR)"
        changes[column.sql] = (
            f"CASE WHEN regexp_full_match({column.sql}, {LOST}) THEN {restored} ELSE {column.sql} END"
        )
    return cells.rewritten(changes)
