"""A name of a column that is longer than PostgreSQL takes is shortened; the long one stays as its label."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.exceptions import N_
from ckanext.satudata.tables import titles
from ckanext.satudata.tables.cells import Cells
from ckanext.satudata.tables.example import Example
from ckanext.satudata.tables.step import Sentence, Step, Warn
from ckanext.satudata.tables.steps import CELLS, TITLES, options

ORDER, STAGE = 103, CELLS
SCHEMA = options({"titles": TITLES})
EXAMPLE = Example(["nama," + "jumlah penduduk " * 6, "Sawan,1", "Seririt,2"])


def sentence(step: Step) -> Sentence:
    """Return what the step does, for people."""
    names = ", ".join(f'"{short}"' for short in step.options["titles"].values())
    text = N_("Names of columns longer than {most} bytes shortened: {names}. The long ones stay as their labels")
    return Sentence(text, {"most": titles.LONGEST, "names": names})


def suspects(name: str, values: list[str]) -> bool:
    """Return whether a name is too long."""
    return titles.size(name.strip()) > titles.LONGEST


def propose(cells: Cells, names: list[str]) -> list[Step | Warn]:
    """Propose a short name, unlike all others, for each."""
    others = {column.name for column in cells.columns}
    new: dict[str, str] = {}
    for name in names:
        if suspects(name, []):
            new[name] = titles.shortened(name, others | set(new.values()))
    return [Step("long_titles", {"titles": new})] if new else []


def apply(cells: Cells, options: dict[str, Any], details: dict[str, Any]) -> Cells:
    """Give the columns their short names."""
    return cells.renamed(options["titles"])
