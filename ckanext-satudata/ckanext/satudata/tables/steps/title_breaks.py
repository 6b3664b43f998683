"""A line break in a column's name becomes a space, and signs that nobody sees go."""

from __future__ import annotations

import re
from typing import Any

from ckanext.satudata.exceptions import N_
from ckanext.satudata.tables import titles
from ckanext.satudata.tables.cells import Cells
from ckanext.satudata.tables.example import Example
from ckanext.satudata.tables.step import Sentence, Step, Warn
from ckanext.satudata.tables.steps import CELLS, COLUMNS, options

ORDER, STAGE = 101, CELLS
# marks of no width: where words may break or join, which way they run, where a text begins
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
# a tab, and what no keyboard types
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
SCHEMA = options({"columns": COLUMNS})
EXAMPLE = Example(['nama,"n', '(jiwa)"', "Sawan,1", "Seririt,2"])


def sentence(step: Step) -> Sentence:
    """Return what the step does, for people."""
    names = ", ".join(f'"{_joined(name)}"' for name in step.options["columns"])
    return Sentence(
        N_("Line breaks in names of columns became spaces, and signs that are not seen went: {names}"),
        {"names": names},
    )


def _joined(name: str) -> str:
    return " ".join(CONTROL.sub(" ", UNSEEN.sub("", name)).split())


def suspects(name: str, values: list[str]) -> bool:
    """Return whether a name has a line break or a sign that is not seen."""
    return len(name.strip().splitlines()) > 1 or bool(UNSEEN.search(name) or CONTROL.search(name.strip()))


def propose(cells: Cells, names: list[str]) -> list[Step | Warn]:
    """Propose all such names."""
    columns = [name for name in names if suspects(name, [])]
    return [Step("title_breaks", {"columns": columns})] if columns else []


def apply(cells: Cells, options: dict[str, Any], details: dict[str, Any]) -> Cells:
    """Join the lines of the names."""
    others = {column.name for column in cells.columns} - set(options["columns"])
    new: dict[str, str] = {}
    for name in options["columns"]:
        new[name] = titles.unique(_joined(name), others | set(new.values()))
    return cells.renamed(new)
