"""A word that is always the same in what we make; `among` are those that may come."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.exchange.rows import Row


def write(row: Row, values: list[Any]) -> Any:
    """Return it."""
    return row.options["value"]


def shape(row: Row) -> dict[str, Any]:
    """Return the schema."""
    return {"enum": [*row.options["among"], None]}
