"""The text of "lainnya" in which a code that JSON has no boolean for is named, too; parts end with a semicolon."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.exchange.kinds import text
from ckanext.satudata.exchange.rows import Row
from ckanext.satudata.exchange.values import NOTHING, OTHER, plain, several

shape = text.shape


def write(row: Row, values: list[Any]) -> Any:
    """Return the name of the folded code and the text."""
    named = [_name(row)] if row.options["folded"] in several(values[1]) else []
    return "; ".join([*named, *filter(None, [plain(values[0])])]) or NOTHING


def read(row: Row, value: Any, form: dict[str, Any]) -> None:
    """Put the name into the form as the code, and what is left as the text."""
    parts = [part.strip() for part in plain(value).split(";") if part.strip()]
    text_field, choices = row.fields
    rest = [part for part in parts if part.casefold() != _name(row).casefold()]
    form[text_field] = "; ".join(rest)
    if len(rest) < len(parts):
        kept = [code for code in form.get(choices, []) if rest or code != OTHER]
        form[choices] = [*kept, row.options["folded"]]


def _name(row: Row) -> str:
    return row.codes(1).codes[row.options["folded"]].name
