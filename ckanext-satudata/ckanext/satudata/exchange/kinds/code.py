"""A code of the field's list, or null; `as` renames codes, `ending` is what some write behind them."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.exchange import coded
from ckanext.satudata.exchange.rows import Row
from ckanext.satudata.exchange.values import plain

names = coded.renamed


def write(row: Row, values: list[Any]) -> Any:
    """Return the code as INDAH writes it."""
    code = plain(values[0])
    return names(row).get(code, code) or None


def read(row: Row, value: Any, form: dict[str, Any]) -> None:
    """Put the code into the form, whether it comes as code or as name."""
    form[row.fields[0]] = coded.code_of(row, value, names(row))


def shape(row: Row) -> dict[str, Any]:
    """Return the schema."""
    return coded.schema(row, names(row))
