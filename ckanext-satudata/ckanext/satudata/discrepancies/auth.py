"""Who may see and decide what about discrepancies."""

from __future__ import annotations

from typing import Any

from ckan import authz
from ckan.plugins import toolkit as tk
from ckanext.satudata.metadata import organizations


@tk.auth_allow_anonymous_access
def satudata_discrepancy_list(context: Any, data_dict: Any) -> dict[str, bool]:
    """Both figures are published, and so is that they disagree."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def satudata_discrepancy_show(context: Any, data_dict: Any) -> dict[str, bool]:
    """Everybody may see a discrepancy; who did what is shown to officers only."""
    return {"success": True}


def satudata_discrepancy_explain(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Officers of both OPDs (`owners`, ids of organizations) who may edit its datasets."""
    user = context.get("user") or ""
    if any(
        authz.has_user_permission_for_group_or_org(owner, user, "update_dataset")
        for owner in data_dict.get("owners", [])
        if owner
    ):
        return {"success": True}
    return {"success": False, "msg": tk._("Only officers of the two OPDs can explain a discrepancy.")}


def satudata_discrepancy_settle(context: Any, data_dict: Any) -> dict[str, Any]:
    """The walidata (Perpres 39/2019, article 16: checks the data of the produsen)."""
    if organizations.is_walidata(context.get("user") or ""):
        return {"success": True}
    return {"success": False, "msg": tk._("Only the walidata can settle a discrepancy or open it again.")}


def satudata_discrepancy_reopen(context: Any, data_dict: Any) -> dict[str, Any]:
    """Whoever may settle may open again."""
    return satudata_discrepancy_settle(context, data_dict)
