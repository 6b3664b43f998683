"""Who may ask: everybody, for the answers hold published figures only."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk


@tk.auth_allow_anonymous_access
def satudata_answer_show(_context: Any, _data_dict: Any) -> dict[str, Any]:
    """Anybody."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def satudata_suggestion_list(_context: Any, _data_dict: Any) -> dict[str, Any]:
    """Anybody."""
    return {"success": True}
