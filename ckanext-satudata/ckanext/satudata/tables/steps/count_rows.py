"""Rows about persons become numbers of rows by chosen columns: a cure for personal data."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ckanext.satudata.exceptions import N_
from ckanext.satudata.tables.cells import Cells, Column
from ckanext.satudata.tables.example import Example
from ckanext.satudata.tables.step import Sentence, Step
from ckanext.satudata.tables.steps import CELLS, COLUMNS, options

ORDER, STAGE = 220, CELLS
CURE = True
SCHEMA = options({"by": COLUMNS, "into": {"type": "string", "minLength": 1}})
EXAMPLE = Example(["desa,n", "Sawan,1", "Sawan,2", "Seririt,3"], options={"by": ["desa"], "into": "jumlah"})


def sentence(step: Step) -> Sentence:
    """Return what the step does, for people."""
    return Sentence(
        N_("Rows counted by {by}; the numbers are in column {into}"),
        {"by": ", ".join(step.options["by"]), "into": step.options["into"]},
    )


def apply(cells: Cells, options: dict[str, Any], _details: dict[str, Any]) -> Cells:
    """Count the rows of each combination, in the order in which they first come."""
    by = cells.named(options["by"])
    keys = ", ".join(column.sql for column in by)
    query = (
        f"SELECT row_number() OVER (ORDER BY min(n)) - 1 AS n, {len(by) + 1} AS width, {keys}, "
        f"CAST(count(*) AS VARCHAR) AS counted FROM ({cells.query}) GROUP BY {keys}"
    )
    return replace(cells, query=query, columns=[*by, Column(options["into"], "counted", [None], None)], counted=True)
