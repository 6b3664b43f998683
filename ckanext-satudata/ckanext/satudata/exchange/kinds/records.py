"""A list of objects with the option `keys`."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.exchange.rows import Row
from ckanext.satudata.exchange.values import NOTHING, TEXT_OR_NULL, plain


def write(row: Row, values: list[Any]) -> Any:
    """Return the objects."""
    return [{key: plain(entry.get(key)) or NOTHING for key in row.options["keys"]} for entry in values[0] or []]


def read(row: Row, value: Any, form: dict[str, Any]) -> None:
    """Put the keys that the form has into it."""
    form[row.fields[0]] = [{key: plain(entry.get(key)) for key in row.options["keys"]} for entry in value or []]


def shape(row: Row) -> dict[str, Any]:
    """Return the schema."""
    item = {"type": "object", "properties": dict.fromkeys(row.options["keys"], TEXT_OR_NULL)}
    return {"type": ["array", "null"], "items": item}
