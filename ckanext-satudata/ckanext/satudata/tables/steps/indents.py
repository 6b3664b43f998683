"""Spaces in front of names that say which row belongs to which become a column of levels: 1, 2, 3."""

from __future__ import annotations

import itertools
from typing import Any

from ckanext.satudata.exceptions import N_
from ckanext.satudata.tables import titles
from ckanext.satudata.tables.cells import Cells, Column
from ckanext.satudata.tables.example import Example
from ckanext.satudata.tables.step import Sentence, Step, Warn
from ckanext.satudata.tables.steps import CELLS, options
from ckanext.satudata.tables.table import literal

ORDER, STAGE = 102, CELLS
NAME = {"type": "string", "minLength": 1}
SCHEMA = options({"column": NAME, "into": NAME})
EXAMPLE = Example(["akun,n", "Pendapatan,10", "    PAD,5", "        Pajak,3"])
# different indents that make a hierarchy, and blanks of the deepest: the depth of an account in a budget
LEVELS, DEEP = 2, 3
# of the filled cells that are indented where they make a hierarchy
SHARE = 0.15
INTO = "tingkat"
# what people move a name to the right with, and how many blanks each stands for
BLANKS = {" ": 1, "\u00a0": 1, "\u2002": 1, "\u2003": 1, "\u2007": 1, "\t": 4, "\u3000": 2}


def sentence(step: Step) -> Sentence:
    """Return what the step does, for people."""
    text = N_('Spaces before names in column {column} tell levels: these are in the new column "{into}" (1 to {most})')
    return Sentence(text, {**step.options, "most": step.details.get("levels", "?")})


def suspects(name: str, values: list[str]) -> bool:
    """Return whether cells begin with several blanks."""
    return any(_depth(value) >= DEEP for value in values)


def _depth(value: str) -> int:
    return sum(BLANKS[sign] for sign in itertools.takewhile(BLANKS.__contains__, value))


def _indent(sql: str) -> str:
    for sign, width in BLANKS.items():
        sql = f"replace({sql}, {literal(sign)}, {literal(' ' * width)})" if sign != " " else sql
    return f"length({sql}) - length(ltrim({sql}, ' '))"


def _bare(sql: str) -> str:
    return f"trim({sql}, {literal(''.join(BLANKS))})"


def is_indented(cells: Cells, column: Column) -> bool:
    """Return whether the indents of a column say which row belongs to which; a stray tab says nothing."""
    depth = _indent(column.sql)
    levels, deepest, indented, filled = cells.ask(
        f"count(DISTINCT {depth}), max({depth}), count(*) FILTER ({depth} > 0), "
        f"count(*) FILTER ({_bare(column.sql)} <> '')"
    )[0]
    return levels >= LEVELS and (deepest or 0) >= DEEP and indented >= SHARE * filled


def propose(cells: Cells, names: list[str]) -> list[Step | Warn]:
    """Propose the first such column."""
    column = next((candidate for candidate in cells.named(names) if is_indented(cells, candidate)), None)
    if column is None:
        return []
    into = titles.unique(INTO, {column_of.name for column_of in cells.columns})
    return [Step("indents", {"column": column.name, "into": into})]


def apply(cells: Cells, options: dict[str, Any], details: dict[str, Any]) -> Cells:
    """Take the spaces away and put the levels beside the names."""
    [column] = cells.named([options["column"]])
    indents = [
        depth for (depth,) in cells.ask(f"DISTINCT {_indent(column.sql)}", f"{_bare(column.sql)} <> '' ORDER BY 1")
    ]
    details["levels"] = len(indents)
    cases = " ".join(f"WHEN {depth} THEN '{level}'" for level, depth in enumerate(indents, 1))
    level = f"CASE WHEN {_bare(column.sql)} = '' THEN '' ELSE CASE {_indent(column.sql)} {cases} ELSE '' END END"
    made = Column(options["into"], f"{column.sql}_level", column.places, column.header)
    return cells.beside(column, made, level).rewritten({column.sql: _bare(column.sql)})
