"""Rules of the fields that say how a table is checked."""

from __future__ import annotations

import json
from typing import Any

from ckan.plugins import toolkit as tk
from frictionless import FrictionlessException, Schema


def satudata_table_schema(value: str) -> str:
    """A Frictionless Table Schema as JSON, or nothing."""
    if not value.strip():
        return ""
    try:
        table_schema(value)
    except ValueError as error:
        raise tk.Invalid(tk._("This is no Table Schema: {0}").format(error)) from error
    return value


def table_schema(text: str) -> dict[str, Any]:
    """Return a Table Schema from its JSON. Raises ValueError saying what is wrong with it."""
    try:
        descriptor = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"JSON, {error}") from error
    if not isinstance(descriptor, dict) or not isinstance(descriptor.get("fields"), list) or not descriptor["fields"]:
        raise ValueError('"fields"')
    try:
        Schema.from_descriptor(descriptor)
    except FrictionlessException as error:
        notes = [each.note for each in error.reasons] or [error.error.note]
        raise ValueError("; ".join(notes)) from error
    return descriptor
