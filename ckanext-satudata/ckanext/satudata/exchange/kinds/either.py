"""One question that our form asks as several fields, each with its own list."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.exchange import coded
from ckanext.satudata.exchange.rows import Row
from ckanext.satudata.exchange.values import BLANK, plain

names = coded.renamed


def write(row: Row, values: list[Any]) -> Any:
    """Return the code of the field that is filled in."""
    return next((plain(value) for value in values if plain(value)), None)


def read(row: Row, value: Any, form: dict[str, Any]) -> None:
    """Put the code into the field whose list has it."""
    text = plain(value).removesuffix(row.options.get("ending", ""))
    matching = [number for number in range(len(row.fields)) if row.codes(number).lookup(text)]
    for number, field in enumerate(row.fields):
        form[field] = coded.code_of(row, value, names(row), number) if number in matching else ""
    if text and not matching:
        raise coded.not_listed(text, _codes(row))


def shape(row: Row) -> dict[str, Any]:
    """Return the schema."""
    return {"enum": [*_codes(row), *(code + row.options["ending"] for code in _codes(row)), *BLANK]}


def _codes(row: Row) -> list[str]:
    return [code.code for number in range(len(row.fields)) for code in row.codes(number)]
