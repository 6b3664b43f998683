"""Several codes as an object of booleans. A code that is `folded` has none: it comes as "lainnya"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckanext.satudata.exchange.rows import Row
from ckanext.satudata.exchange.values import OTHER, several


def write(row: Row, values: list[Any]) -> Any:
    """Return each code with true or false."""
    chosen, folded = several(values[0]), row.options.get("folded")
    marked = {code.code: code.code in chosen for code in row.codes() if code.code != folded}
    return marked | {OTHER: True} if folded and folded in chosen else marked


def read(row: Row, value: Any, form: dict[str, Any]) -> None:
    """Put the codes that are true into the form."""
    marked = value if isinstance(value, Mapping) else {}
    form[row.fields[0]] = [code.code for code in row.codes() if marked.get(code.code) is True]


def shape(row: Row) -> dict[str, Any]:
    """Return the schema."""
    codes = [code.code for code in row.codes() if code.code != row.options.get("folded")]
    return {"type": ["object", "null"], "properties": {code: {"type": ["boolean", "null"]} for code in codes}}
