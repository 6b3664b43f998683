"""Marks for a missing figure (-, n/a, …) become empty cells.

Which mark stood in a column of figures is kept in the column of symbols.
"""

from __future__ import annotations

from typing import Any

from ckanext.satudata.exceptions import N_
from ckanext.satudata.tables import symbols
from ckanext.satudata.tables.cells import Cells
from ckanext.satudata.tables.example import Example
from ckanext.satudata.tables.grid import MARKS
from ckanext.satudata.tables.step import Sentence, Step, Warn
from ckanext.satudata.tables.steps import CELLS, COLUMNS, options
from ckanext.satudata.tables.table import literal

ORDER, STAGE = 110, CELLS
SCHEMA = options({"columns": COLUMNS, "marks": COLUMNS}, {"figures": COLUMNS})
EXAMPLE = Example(["nama,n", "Sawan,-", "Seririt,2", "Banjar,3"])
# in a column of words an asterisk may refer to a note, and NA be a name
WORDS = ("-", "–", "—", "...", "…", "n/a", "N/A")
FIGURE = r"\(?-?\s*([Rr][Pp]\.?\s*)?-?[\d.,]*\d[\d.,]*\s*(%|[A-Za-z]{1,7})?\)?|\d{1,4}[/-]\d{1,2}[/-]\d{1,4}.*"


def sentence(step: Step) -> Sentence:
    """Return what the step does, for people."""
    values = {
        "marks": " ".join(f"'{mark}'" for mark in step.options["marks"]),
        "columns": ", ".join(step.options["columns"]),
    }
    if "cells" not in step.details:
        return Sentence(N_("{marks} read as missing in column {columns}"), values)
    values["cells"] = step.details["cells"]
    if "figures" not in step.options:
        return Sentence(N_("{marks} read as missing in {cells} cells of column {columns}"), values)
    text = N_(
        "{marks} read as no figure in {cells} cells of column {columns}; the column {symbols} keeps the mark: - means "
        "none, … not available"
    )
    return Sentence(text, {**values, "symbols": symbols.COLUMN})


def suspects(name: str, values: list[str]) -> bool:
    """Return whether some cell of a column is a mark."""
    return any(value.strip() in MARKS for value in values)


def propose(cells: Cells, names: list[str], declared: frozenset[str] = frozenset()) -> list[Step | Warn]:
    """Propose the marks in each column, but those that the table's standard knows already.

    All of them in a column whose other cells are figures or dates, the plain ones in a column of words. Of columns of
    figures the marks are kept: that there are none is no figure that nobody has.
    """
    columns, marks, kept = [], set(), []
    for column in cells.named(names):
        counts = dict(cells.ask(f"trim({column.sql}), count(*)", f"trim({column.sql}) IN {_list(MARKS)} GROUP BY 1"))
        other = f"trim({column.sql}) NOT IN {_list(('', *MARKS))}"
        figure = f"regexp_full_match(trim({column.sql}), {literal(FIGURE)})"
        figures, others = cells.ask(f"count(*) FILTER ({other} AND {figure}), count(*) FILTER ({other})")[0]
        is_figures = figures >= others / 2
        allowed = MARKS if is_figures else WORDS
        new_marks = [mark for mark in counts if mark in allowed and mark not in declared]
        if new_marks:
            columns.append(column.name)
            marks.update(new_marks)
            kept += [column.name] if is_figures else []
    if not columns:
        return []
    options = {"columns": columns, "marks": [mark for mark in MARKS if mark in marks]}
    return [Step("missing_marks", {**options, "figures": kept} if kept else options)]


def _list(marks: Any) -> str:
    return f"({', '.join(map(literal, marks))})"


def apply(cells: Cells, options: dict[str, Any], details: dict[str, Any]) -> Cells:
    """Empty the cells that hold a mark and nothing else."""
    columns = cells.named(options["columns"])
    marks = _list(options["marks"])
    details["cells"] = sum(cells.count(column, f"trim({column.sql}) IN {marks}") for column in columns)
    if options.get("figures"):
        cells = symbols.keep_marks(cells, cells.named(options["figures"]), marks)
    return cells.rewritten(
        {column.sql: f"CASE WHEN trim({column.sql}) IN {marks} THEN '' ELSE {column.sql} END" for column in columns}
    )
