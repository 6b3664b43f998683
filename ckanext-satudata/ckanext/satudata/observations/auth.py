"""Who may ask: everybody, for there are only published figures."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk


@tk.auth_allow_anonymous_access
def satudata_observation_search(context: Any, data_dict: Any) -> dict[str, bool]:
    """Observations are of public datasets only."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def satudata_measure_list(context: Any, data_dict: Any) -> dict[str, bool]:
    """So is the list of what there is."""
    return {"success": True}
