"""A list of texts that we make ourselves."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.exchange.rows import Row
from ckanext.satudata.exchange.values import NOTHING, TEXT_OR_NULL, plain


def write(row: Row, values: list[Any]) -> Any:
    """Return the list."""
    return values[0] or [NOTHING]


def read(row: Row, value: Any, form: dict[str, Any]) -> None:
    """Put the texts into the form as one, a semicolon between them."""
    form[row.fields[0]] = "; ".join(filter(None, map(plain, value or [])))


def shape(row: Row) -> dict[str, Any]:
    """Return the schema."""
    return {"type": ["array", "null"], "items": TEXT_OR_NULL}
