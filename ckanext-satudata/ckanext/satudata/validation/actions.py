"""Actions that validation extends."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.validation import pending


@tk.chained_action
def resource_create(original: Any, context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Keep the file when another field is refused."""
    return pending.keep_upload(original, context, data_dict)


@tk.chained_action
def resource_update(original: Any, context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Keep the file when another field is refused."""
    return pending.keep_upload(original, context, data_dict)
