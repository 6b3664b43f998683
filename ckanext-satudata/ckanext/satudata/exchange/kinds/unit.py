"""A unit by its name for people."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.exceptions import N_, UnfitDocument
from ckanext.satudata.exchange.kinds import text
from ckanext.satudata.exchange.rows import Row
from ckanext.satudata.exchange.values import NOTHING, plain
from ckanext.satudata.metadata import codelists

shape = text.shape


def write(row: Row, values: list[Any]) -> Any:
    """Return the name."""
    code = codelists.load("satuan").codes.get(plain(values[0]))
    return code.name if code else plain(values[0]) or NOTHING


def read(row: Row, value: Any, form: dict[str, Any]) -> None:
    """Put the code of the unit into the form. Raises UnfitDocument for one that is not in the list."""
    written, units = plain(value), codelists.load("satuan")
    code = units.lookup(written) if written else None
    if written and code is None:
        near = ", ".join(code.name for code in units.suggest(written, 3))
        raise UnfitDocument(
            N_('"{value}" is not in the list of units. The nearest are: {known}.'), value=written, known=near
        )
    form[row.fields[0]] = code.code if code else ""
