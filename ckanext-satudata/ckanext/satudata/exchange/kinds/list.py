"""A list of texts, which the form has as one."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.exchange.kinds import texts
from ckanext.satudata.exchange.rows import Row
from ckanext.satudata.exchange.values import NOTHING, plain

read, shape = texts.read, texts.shape


def write(row: Row, values: list[Any]) -> Any:
    """Return the parts of the text."""
    return [part.strip() for part in plain(values[0]).split(";") if part.strip()] or [NOTHING]
