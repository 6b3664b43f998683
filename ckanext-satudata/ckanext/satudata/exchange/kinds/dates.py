"""A list of dates, of which the form has the first."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.exchange.rows import Row
from ckanext.satudata.exchange.values import TEXT_OR_NULL, date, plain


def write(row: Row, values: list[Any]) -> Any:
    """Return the list."""
    return [values[0]] if plain(values[0]) else []


def read(row: Row, value: Any, form: dict[str, Any]) -> None:
    """Put the first date into the form."""
    form[row.fields[0]] = date(value[0]) if value else ""


def shape(row: Row) -> dict[str, Any]:
    """Return the schema."""
    return {"type": ["array", "null"], "items": TEXT_OR_NULL}
