"""Who may use the metadata's actions."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk


@tk.auth_allow_anonymous_access
def satudata_code_suggest(context: Any, data_dict: Any) -> dict[str, bool]:
    """Code lists are public."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def satudata_organization_tree(context: Any, data_dict: Any) -> dict[str, bool]:
    """So is the tree of organizations."""
    return {"success": True}
