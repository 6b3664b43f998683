"""A text; "-" where there is none, or the option `empty`."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.exchange.rows import Row
from ckanext.satudata.exchange.values import NOTHING, plain


def write(row: Row, values: list[Any]) -> Any:
    """Return the text."""
    return plain(values[0]) if values and plain(values[0]) else row.options.get("empty", NOTHING)


def read(row: Row, value: Any, form: dict[str, Any]) -> None:
    """Put the text into the form."""
    form[row.fields[0]] = plain(value)


def shape(row: Row) -> dict[str, Any]:
    """Return the schema: numbers are let pass, as people type them."""
    return {"type": ["string", "integer", "number", "null"]}
