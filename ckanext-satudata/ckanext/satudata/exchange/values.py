"""Values as the fields of our forms and INDAH's documents write them."""

from __future__ import annotations

import datetime
import json
from typing import Any

# what the struktur baku wants where something does not apply
NOTHING = "-"
BLANK = [None, "", NOTHING]
OTHER = "lainnya"
TEXT_OR_NULL = {"type": ["string", "null"]}


def plain(value: Any) -> str:
    """Return a value as the form has it, with the sign for nothing taken away."""
    text = "" if value is None else str(value).strip()
    return "" if text == NOTHING else text


def several(value: Any) -> list[str]:
    """Return the values of a field with several choices, which CKAN keeps as JSON."""
    if isinstance(value, str):
        value = json.loads(value) if value.startswith("[") else [value] if value else []
    return [str(item) for item in value or []]


def date(value: Any) -> str:
    """Return a date as the form has it, from ISO 8601 with or without a time; other text as it is."""
    text = plain(value)
    try:
        return datetime.datetime.fromisoformat(text).date().isoformat()
    except ValueError:
        return text
