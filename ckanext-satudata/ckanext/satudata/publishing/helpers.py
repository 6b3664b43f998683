"""Template helpers of publishing."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.publishing import datastore, formats


def satudata_load_status(resource: dict[str, Any]) -> dict[str, str]:
    """Return {"state": "pending" | "complete" | "error", "reason"} of a resource's table; empty when it has none."""
    found = datastore.TASK.status(resource["id"])
    return {"state": found["state"], "reason": tk._(found["value"])} if found else {}


def satudata_download_formats() -> dict[str, str]:
    """Return the word on each format's button by the ending of its files."""
    return {name: module.LABEL for name, module in formats.every().items()}
