"""Who may see scores: whoever may see the dataset."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk


@tk.auth_allow_anonymous_access
def satudata_quality_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """A score is seen with its dataset."""
    tk.check_access("package_show", context, data_dict)
    return {"success": True}


@tk.auth_allow_anonymous_access
def satudata_quality_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """The list is of public datasets only."""
    return {"success": True}
