"""A boolean."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.exchange.kinds import member
from ckanext.satudata.exchange.rows import Row

shape = member.shape


def write(row: Row, values: list[Any]) -> Any:
    """Return it."""
    return str(values[0]).lower() == "true"


def read(row: Row, value: Any, form: dict[str, Any]) -> None:
    """Put it into the form as the form has it."""
    form[row.fields[0]] = "true" if value is True else ""
