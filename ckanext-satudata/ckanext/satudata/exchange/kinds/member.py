"""Whether one code, the option `code`, is among those of the field."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.exchange.rows import Row
from ckanext.satudata.exchange.values import several


def write(row: Row, values: list[Any]) -> Any:
    """Return whether it is."""
    return row.options["code"] in several(values[0])


def read(row: Row, value: Any, form: dict[str, Any]) -> None:
    """Add the code to the field, or not."""
    chosen = form.setdefault(row.fields[0], [])
    if value is True:
        chosen.append(row.options["code"])


def shape(row: Row) -> dict[str, Any]:
    """Return the schema."""
    return {"type": ["boolean", "null"]}
