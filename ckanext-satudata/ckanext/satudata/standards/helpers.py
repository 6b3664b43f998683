"""What templates ask of standards."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.exceptions import UnknownStandard
from ckanext.satudata.standards import model


def satudata_standard_choices(_field: dict[str, Any]) -> list[dict[str, str]]:
    """Return the shipped standards as ckanext-scheming's select wants them, by title."""
    choices = [{"value": standard.name, "label": standard.title} for standard in model.every()]
    return sorted(choices, key=lambda choice: choice["label"])


def satudata_standard(name: str) -> model.Standard | None:
    """Return a standard, None where none of that name exists."""
    try:
        return model.load(name)
    except UnknownStandard:
        return None
