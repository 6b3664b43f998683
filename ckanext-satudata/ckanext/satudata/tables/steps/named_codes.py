"""Names are read as the codes of a list that they are the names of: Cabai Rawit Merah as cabai_rawit_merah.

Which list a column has is told by the standard that the table follows, so the check of the standard proposes this step
(`validation.naming`); the step itself says of each text what it becomes and needs no list.
"""

from __future__ import annotations

from typing import Any

from ckanext.satudata.exceptions import N_
from ckanext.satudata.tables.cells import Cells
from ckanext.satudata.tables.example import Example
from ckanext.satudata.tables.step import Sentence, Step
from ckanext.satudata.tables.steps import CELLS, options
from ckanext.satudata.tables.table import literal

ORDER, STAGE = 160, CELLS
CURE = True
SCHEMA = options(
    {
        "column": {"type": "string"},
        "codes": {"type": "object", "additionalProperties": {"type": "string"}, "minProperties": 1},
    }
)
EXAMPLE = Example(
    ["komoditas,harga", "Cabai Rawit Merah,1000"],
    options={"column": "komoditas", "codes": {"Cabai Rawit Merah": "cabai_rawit_merah"}},
)
SHOWN = 3


def sentence(step: Step) -> Sentence:
    """Return what the step does, for people."""
    pairs = list(step.options["codes"].items())
    listed = ", ".join(f"{name} = {code}" for name, code in pairs[:SHOWN])
    values = {"column": step.options["column"], "listed": listed, "count": len(pairs)}
    return Sentence(N_("Names in column {column} read as their codes ({count}): {listed}"), values)


def apply(cells: Cells, options: dict[str, Any], _details: dict[str, Any]) -> Cells:
    """Write each name as its code."""
    [column] = cells.named([options["column"]])
    cases = " ".join(f"WHEN {literal(name)} THEN {literal(code)}" for name, code in options["codes"].items())
    return cells.rewritten({column.sql: f"CASE trim({column.sql}) {cases} ELSE {column.sql} END"})
