"""A list that only INDAH fills."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.exchange.rows import Row


def write(row: Row, values: list[Any]) -> Any:
    """Return nothing."""
    return []


def shape(row: Row) -> dict[str, Any]:
    """Return the schema."""
    return {"type": ["array", "null"]}
