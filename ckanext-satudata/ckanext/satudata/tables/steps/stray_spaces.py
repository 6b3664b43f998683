"""Spaces around a cell, doubled ones in it, and the apostrophe that makes text of a number in Excel are removed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from ckanext.satudata.exceptions import N_
from ckanext.satudata.tables.cells import Cells, Column
from ckanext.satudata.tables.example import Example
from ckanext.satudata.tables.step import Sentence, Step, Warn
from ckanext.satudata.tables.steps import CELLS, COLUMNS, options
from ckanext.satudata.tables.steps.indents import is_indented
from ckanext.satudata.tables.table import literal

ORDER, STAGE = 100, CELLS
SCHEMA = options({"columns": COLUMNS})
EXAMPLE = Example(["nama,n", " Sawan,1", "Kota  Baru,2"])
STRAY = re.compile(r"\s.*|.*\s|[^\n]*\S {2,}\S[^\n]*|'[\d.,-]+", re.DOTALL)
NO_BREAK = "\u00a0"
BLANKS = f" \t\n\r{NO_BREAK}"


def sentence(step: Step) -> Sentence:
    """Return what the step does, for people."""
    columns = ", ".join(step.options["columns"])
    if not step.details.get("cells", 1):
        return Sentence(N_("Stray spaces removed from the names of column {columns}"), {"columns": columns})
    if "cells" not in step.details:
        return Sentence(N_("Stray spaces and apostrophes removed in column {columns}"), {"columns": columns})
    return Sentence(
        N_("Stray spaces and apostrophes removed in {cells} cells of column {columns}"),
        {"columns": columns, "cells": step.details["cells"]},
    )


def suspects(name: str, values: list[str]) -> bool:
    """Return whether some cell of a column, or its name, has such a space or apostrophe."""
    return bool(STRAY.fullmatch(name)) or any(STRAY.fullmatch(value) for value in values)


def _clean(sql: str) -> str:
    trimmed = f"trim({sql}, {literal(BLANKS)})"
    inside = f"regexp_replace({trimmed}, '[ {NO_BREAK}]{{2,}}', ' ', 'g')"
    return (
        rf"CASE WHEN regexp_full_match({trimmed}, '''[\d.,-]+') THEN substr({trimmed}, 2) "
        f"WHEN contains({trimmed}, chr(10)) THEN {trimmed} ELSE {inside} END"
    )


def propose(cells: Cells, names: list[str]) -> list[Step | Warn]:
    """Propose the columns with such cells, but not those whose indents say which row belongs to which."""
    columns = [
        column.name for column in cells.named(names) if not is_indented(cells, column) and _is_stray(cells, column)
    ]
    return [Step("stray_spaces", {"columns": columns})] if columns else []


def _is_stray(cells: Cells, column: Column) -> bool:
    return column.name != _name(column.name) or cells.count(column, f"{column.sql} <> {_clean(column.sql)}") > 0


def _name(name: str) -> str:
    return " ".join(name.split())


def apply(cells: Cells, options: dict[str, Any], details: dict[str, Any]) -> Cells:
    """Clean the columns and their names."""
    columns = cells.named(options["columns"])
    details["cells"] = sum(cells.count(column, f"{column.sql} <> {_clean(column.sql)}") for column in columns)
    result = cells.rewritten({column.sql: _clean(column.sql) for column in columns})
    names = {column.sql for column in columns}
    renamed = [
        replace(column, name=_name(column.name)) if column.sql in names else column for column in result.columns
    ]
    return replace(result, columns=renamed)
