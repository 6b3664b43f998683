"""Objects with a `nama` and one key more, a text (`key`) or a list (`keys`); the form has them as one text.

`between` stands between two of them; what stands behind a name and a comma is the other key.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckanext.satudata.exchange.rows import Row
from ckanext.satudata.exchange.values import NOTHING, TEXT_OR_NULL, plain


def write(row: Row, values: list[Any]) -> Any:
    """Return the objects."""
    return [_object(row, part.strip()) for part in plain(values[0]).split(row.options["between"]) if part]


def _object(row: Row, text: str) -> dict[str, Any]:
    if "key" in row.options:
        return {"nama": text, row.options["key"]: NOTHING}
    name, _comma, rest = text.partition(",")
    return {"nama": name.strip(), row.options["keys"]: [rest.strip()] if rest.strip() else []}


def read(row: Row, value: Any, form: dict[str, Any]) -> None:
    """Put the objects into the form as one text."""
    joiner = ", " if row.options["between"] == "," else row.options["between"]
    form[row.fields[0]] = joiner.join(filter(None, (_text(row, entry) for entry in value or [])))


def _text(row: Row, entry: Mapping[str, Any]) -> str:
    more = entry.get(row.options["keys"]) if "keys" in row.options else None
    return ", ".join(filter(None, map(plain, [entry.get("nama"), *(more or [])])))


def shape(row: Row) -> dict[str, Any]:
    """Return the schema."""
    texts = {"type": ["array", "null"], "items": TEXT_OR_NULL}
    other = {row.options["key"]: {}} if "key" in row.options else {row.options["keys"]: texts}
    item = {"type": "object", "properties": {"nama": TEXT_OR_NULL, **other}}
    return {"type": ["array", "null"], "items": item}
