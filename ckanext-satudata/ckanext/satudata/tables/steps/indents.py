"""Spaces in front of names that say which row belongs to which become a column of levels: 1, 2, 3."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.exceptions import N_
from ckanext.satudata.tables import titles
from ckanext.satudata.tables.cells import Cells, Column
from ckanext.satudata.tables.example import Example
from ckanext.satudata.tables.step import Sentence, Step, Warn
from ckanext.satudata.tables.steps import CELLS, options

ORDER, STAGE = 102, CELLS
NAME = {"type": "string", "minLength": 1}
SCHEMA = options({"column": NAME, "into": NAME})
EXAMPLE = Example(["akun,n", "Pendapatan,10", "    PAD,5", "        Pajak,3"])
# different indents that make a hierarchy, and blanks of the deepest: the depth of an account in a budget
LEVELS, DEEP = 2, 3
INTO = "tingkat"


def sentence(step: Step) -> Sentence:
    """Return what the step does, for people."""
    text = N_('Spaces before names in column {column} tell levels: these are in the new column "{into}" (1 to {most})')
    return Sentence(text, {**step.options, "most": step.found.get("levels", "?")})


def suspects(name: str, values: list[str]) -> bool:
    """Tell whether cells begin with several blanks."""
    return any(value.startswith(" " * DEEP) for value in values)


def _indent(sql: str) -> str:
    return f"length({sql}) - length(ltrim({sql}, ' '))"


def is_indented(cells: Cells, column: Column) -> bool:
    """Tell whether the indents of a column say which row belongs to which."""
    depths = cells.ask(f"count(DISTINCT {_indent(column.sql)}), max({_indent(column.sql)})")[0]
    return depths[0] >= LEVELS and (depths[1] or 0) >= DEEP


def propose(cells: Cells, names: list[str]) -> list[Step | Warn]:
    """Propose the first such column."""
    column = next((each for each in cells.named(names) if is_indented(cells, each)), None)
    if column is None:
        return []
    into = titles.unique(INTO, {each.name for each in cells.columns})
    return [Step("indents", {"column": column.name, "into": into})]


def apply(cells: Cells, options: dict[str, Any], found: dict[str, Any]) -> Cells:
    """Take the spaces away and put the levels beside the names."""
    [column] = cells.named([options["column"]])
    indents = [
        depth for (depth,) in cells.ask(f"DISTINCT {_indent(column.sql)}", f"trim({column.sql}) <> '' ORDER BY 1")
    ]
    found["levels"] = len(indents)
    cases = " ".join(f"WHEN {depth} THEN '{level}'" for level, depth in enumerate(indents, 1))
    level = f"CASE WHEN trim({column.sql}) = '' THEN '' ELSE CASE {_indent(column.sql)} {cases} ELSE '' END END"
    made = Column(options["into"], f"{column.sql}_level", column.places, column.header)
    return cells.beside(column, made, level).rewritten({column.sql: f"trim({column.sql})"})
