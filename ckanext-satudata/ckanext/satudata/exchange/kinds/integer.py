"""A whole number or null."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.exchange.kinds import text
from ckanext.satudata.exchange.rows import Row
from ckanext.satudata.exchange.values import BLANK, plain

read = text.read


def write(row: Row, values: list[Any]) -> Any:
    """Return the number."""
    digits = plain(values[0]) if values else ""
    return int(digits) if digits.isdigit() else None


def shape(row: Row) -> dict[str, Any]:
    """Return the schema."""
    return {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": r"^\d*$"}, {"enum": BLANK}]}
