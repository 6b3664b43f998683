"""Columns with the names that PostgreSQL keeps for itself (ctid, xmin …) get another one."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.exceptions import N_
from ckanext.satudata.tables import titles
from ckanext.satudata.tables.cells import Cells
from ckanext.satudata.tables.example import Example
from ckanext.satudata.tables.step import Sentence, Step, Warn
from ckanext.satudata.tables.steps import CELLS, TITLES, options

ORDER, STAGE = 104, CELLS
SCHEMA = options({"titles": TITLES})
EXAMPLE = Example(["nama,ctid", "Sawan,1", "Seririt,2"])


def sentence(step: Step) -> Sentence:
    """Return what the step does, for people."""
    names = ", ".join(f'"{old}" → "{new}"' for old, new in step.options["titles"].items())
    return Sentence(
        N_("Columns renamed, because the database keeps their names for itself: {names}"), {"names": names}
    )


def suspects(name: str, values: list[str]) -> bool:
    """Return whether the database keeps a name for itself."""
    return name.strip() in titles.SYSTEM


def propose(cells: Cells, names: list[str]) -> list[Step | Warn]:
    """Propose "kolom_ctid" for "ctid"."""
    others = {column.name for column in cells.columns}
    new = {name: titles.unique(f"kolom_{name.strip()}", others) for name in names if suspects(name, [])}
    return [Step("reserved_titles", {"titles": new})] if new else []


def apply(cells: Cells, options: dict[str, Any], details: dict[str, Any]) -> Cells:
    """Give the columns other names."""
    return cells.renamed(options["titles"])
