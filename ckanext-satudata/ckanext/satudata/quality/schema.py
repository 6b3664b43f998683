"""What the actions take."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk


def show() -> dict[str, Any]:
    """Return the schema of `satudata_quality_show`."""
    return {"id": _validators("not_empty unicode_safe")}


def listing() -> dict[str, Any]:
    """Return the schema of `satudata_quality_list`."""
    limited = tk.get_validator("limit_to_configured_maximum")("ckan.datasets_per_page_limit", 1000)
    return {
        "organization": _validators("ignore_missing unicode_safe"),
        "limit": [tk.get_validator("default")(100), tk.get_validator("natural_number_validator"), limited],
        "offset": [tk.get_validator("default")(0), tk.get_validator("natural_number_validator")],
    }


def _validators(names: str) -> list[Any]:
    return [tk.get_validator(name) for name in names.split()]
