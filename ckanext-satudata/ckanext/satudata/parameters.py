"""What an action is asked, held against its validation schema."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk


def valid(context: Any, data_dict: dict[str, Any], schema: dict[str, list[str]]) -> dict[str, Any]:
    """Return the data as the validators, by their names, make it. Raises ValidationError."""
    rules = {name: [tk.get_validator(each) for each in names] for name, names in schema.items()}
    data, errors = tk.navl_validate(data_dict, rules, context)
    if errors:
        raise tk.ValidationError(errors)
    return data
