"""A word by the option `as`, else `other`."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.exchange.kinds import text
from ckanext.satudata.exchange.rows import Row
from ckanext.satudata.exchange.values import plain

read, shape = text.read, text.shape


def write(row: Row, values: list[Any]) -> Any:
    """Return the word."""
    return row.options["as"].get(plain(values[0]), row.options["other"])
