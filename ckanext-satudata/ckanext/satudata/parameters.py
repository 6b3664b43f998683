"""What an action is asked, held against its validation schema."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from ckan.plugins import toolkit as tk

MARK = "satudata_takes"
A = TypeVar("A", bound=Callable[..., Any])


def takes(schema: Callable[[], Mapping[str, Any]] | Mapping[str, Any]) -> Callable[[A], A]:
    """Mark an action with the schema that it holds its data against, or with what makes it, for who describes it.

    Validators are named, or themselves.
    """

    def mark(action: A) -> A:
        setattr(action, MARK, schema)
        return action

    return mark


def schema_of(action: Any) -> dict[str, Any] | None:
    """Return the schema of a marked action, None of one without a mark."""
    schema = getattr(action, MARK, None)
    return None if schema is None else dict(schema() if callable(schema) else schema)


def valid(context: Any, data_dict: dict[str, Any], schema: dict[str, list[str]]) -> dict[str, Any]:
    """Return the data as the validators, by their names, make it. Raises ValidationError."""
    rules = {name: [tk.get_validator(validator) for validator in names] for name, names in schema.items()}
    data, errors = tk.navl_validate(data_dict, rules, context)
    if errors:
        raise tk.ValidationError(errors)
    return data


def as_list(value: Any) -> Any:
    """Return the names of a text with commas, of a JSON list or of a list."""
    if not isinstance(value, str):
        return value
    if value.startswith("["):
        return as_object(value)
    return [part.strip() for part in value.split(",") if part.strip()]


def as_object(value: Any) -> Any:
    """Return what JSON text holds; raise Invalid where it is none."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError as error:
        raise tk.Invalid(tk._("This is no JSON: {0}").format(error)) from error


def is_object(value: Any) -> Any:
    """Return an object, refuse anything else."""
    if not isinstance(value, dict):
        raise tk.Invalid(tk._("Write a JSON object, e.g. {0}").format('{"jenis_kelamin": "L"}'))
    return value
