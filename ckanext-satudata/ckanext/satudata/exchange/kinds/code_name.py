"""A code by its name for people, e.g. "Kabupaten atau kota"."""

from __future__ import annotations

from collections.abc import Mapping

from ckanext.satudata.exchange import coded
from ckanext.satudata.exchange.rows import Row


def names(row: Row) -> Mapping[str, str]:
    """Return the names of all codes."""
    return {code.code: code.name for code in row.codes()}


_CODES = coded.Codes(names)
write, read, shape = _CODES.write, _CODES.read, _CODES.shape
