"""Of each cell of a column only what cannot name a person is kept: a cure for personal data."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.exceptions import N_
from ckanext.satudata.tables.cells import Cells
from ckanext.satudata.tables.example import Example
from ckanext.satudata.tables.step import Sentence, Step
from ckanext.satudata.tables.steps import CELLS, COLUMNS, options

ORDER, STAGE = 210, CELLS
CURE = True
# what is kept: nothing but that there is a cell; the kabupaten/kota of a NIK or KK; the year of a date
KEEPS = {
    "nothing": "'***'",
    "area": (
        r"CASE WHEN regexp_full_match({0}, '\D*(\d\D*){{16}}') "
        r"THEN left(regexp_replace({0}, '\D', '', 'g'), 4) ELSE '***' END"
    ),
    "year": r"coalesce(nullif(regexp_extract({0}, '(?:^|\D)((?:19|20)\d\d)(?:\D|$)', 1), ''), '***')",
}
SCHEMA = options({"columns": COLUMNS, "keep": {"enum": list(KEEPS)}})
EXAMPLE = Example(["nama,n", "Sawan,1", "Seririt,2"], options={"columns": ["nama"], "keep": "nothing"})


def sentence(step: Step) -> Sentence:
    """Return what the step does, for people."""
    texts = {
        "nothing": N_("Cells of column {columns} replaced by ***"),
        "area": N_("Only the code of the kabupaten or kota kept in column {columns}"),
        "year": N_("Only the year kept in column {columns}"),
    }
    return Sentence(texts[step.options["keep"]], {"columns": ", ".join(step.options["columns"])})


def apply(cells: Cells, options: dict[str, Any], details: dict[str, Any]) -> Cells:
    """Mask the cells that hold something."""
    kept = KEEPS[options["keep"]]
    columns = cells.named(options["columns"])
    return cells.rewritten(
        {column.sql: f"CASE WHEN {column.sql} = '' THEN '' ELSE {kept.format(column.sql)} END" for column in columns}
    )
