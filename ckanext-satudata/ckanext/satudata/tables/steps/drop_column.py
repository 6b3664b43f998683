"""A column is left out: a cure for personal data."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ckanext.satudata.exceptions import N_
from ckanext.satudata.tables.cells import Cells
from ckanext.satudata.tables.example import Example
from ckanext.satudata.tables.step import Sentence, Step
from ckanext.satudata.tables.steps import CELLS, COLUMNS, options

ORDER, STAGE = 200, CELLS
CURE = True
SCHEMA = options({"columns": COLUMNS})
EXAMPLE = Example(["nama,n,x", "Sawan,1,a", "Seririt,2,b"], options={"columns": ["n"]})


def sentence(step: Step) -> Sentence:
    """Return what the step does, for people."""
    return Sentence(N_("Column {columns} left out"), {"columns": ", ".join(step.options["columns"])})


def apply(cells: Cells, options: dict[str, Any], _details: dict[str, Any]) -> Cells:
    """Leave out the columns."""
    out = cells.named(options["columns"])
    return replace(cells, columns=[column for column in cells.columns if column not in out]).rewritten({})
