"""The codes that a variable may have."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.exchange.rows import Row
from ckanext.satudata.exchange.values import NOTHING


def write(row: Row, values: list[Any]) -> Any:
    """Return {kode, nilai} of each."""
    return [{"kode": code, "nilai": name} for code, name in values[0]] or [{"kode": NOTHING, "nilai": NOTHING}]


def shape(row: Row) -> dict[str, Any]:
    """Return the schema."""
    item = {"type": "object", "properties": {"kode": {}, "nilai": {}}}
    return {"type": ["array", "null"], "items": item}
