"""Who may compare: everybody, for there are only published figures."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk


@tk.auth_allow_anonymous_access
def satudata_analysis_show(context: Any, data_dict: Any) -> dict[str, bool]:
    """Observations are of public datasets only."""
    return {"success": True}
