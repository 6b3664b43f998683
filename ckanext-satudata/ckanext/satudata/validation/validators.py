"""Rules of the fields that say how a table is checked."""

from __future__ import annotations

from ckan.plugins import toolkit as tk
from ckanext.satudata.exceptions import UnusableSchema
from ckanext.satudata.validation import expected, explanations


def satudata_table_schema(value: str) -> str:
    """A Frictionless Table Schema as JSON, or nothing."""
    if not value.strip():
        return ""
    try:
        expected.parse_schema(value.encode())
    except UnusableSchema as error:
        raise tk.Invalid(str(error)) from error
    return value


def satudata_explanations(value: str) -> str:
    """Answers to warnings, as `explanations` writes them, or nothing."""
    try:
        return explanations.as_text(explanations.parse(value))
    except ValueError as error:
        raise tk.Invalid(tk._("These answers to warnings cannot be read: {0}").format(error)) from error
