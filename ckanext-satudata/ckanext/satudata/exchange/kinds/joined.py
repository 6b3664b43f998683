"""Several codes as one word, joined by the option `word`."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.exchange import coded
from ckanext.satudata.exchange.rows import Row
from ckanext.satudata.exchange.values import BLANK, plain, several

names = coded.renamed


def write(row: Row, values: list[Any]) -> Any:
    """Return the codes as one word."""
    return row.options["word"].join(several(values[0])) or None


def read(row: Row, value: Any, form: dict[str, Any]) -> None:
    """Put the codes into the form, each for itself."""
    parts = plain(value).split(row.options["word"]) if plain(value) else []
    form[row.fields[0]] = [coded.code_of(row, part, names(row)) for part in parts]


def shape(row: Row) -> dict[str, Any]:
    """Return the schema."""
    codes = [code.code for code in row.codes()]
    return {"enum": [*codes, row.options["word"].join(codes), *BLANK]}
