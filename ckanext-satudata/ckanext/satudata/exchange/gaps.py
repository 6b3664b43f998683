"""The columns that are left out of MS-Var, named with what they lack.

A variable without definition, unit or type says nothing, and a file full of "-" looks as if it did.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.exceptions import say
from ckanext.satudata.exchange import sources, variables


@dataclass(frozen=True)
class Gap:
    """A column that is no variable: its name and title, and what it lacks (marked texts)."""

    name: str
    title: str
    lacks: list[str]

    def as_dict(self) -> dict[str, Any]:
        """Return it as the API shows it, in the reader's language."""
        return {"name": self.name, "title": self.title, "lacks": [say(text, {}) for text in self.lacks]}

    @property
    def text(self) -> str:
        """The gap as a line for people."""
        shown = self.as_dict()
        return tk._("{0}: lacks {1}").format(shown["title"], ", ".join(shown["lacks"]))


def of(dataset: Mapping[str, Any]) -> list[Gap]:
    """Return the columns of a dataset's tables that are no variables."""
    lacking = [(source.column, variables.lacks(source)) for source in sources.of_columns(dataset)]
    return [
        Gap(column["name"], column.get("title") or column["name"], missing) for column, missing in lacking if missing
    ]
