"""Who may use the metadata's actions."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.metadata import organizations


@tk.auth_allow_anonymous_access
def satudata_code_suggest(context: Any, data_dict: Any) -> dict[str, bool]:
    """Code lists are public."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def satudata_organization_tree(context: Any, data_dict: Any) -> dict[str, bool]:
    """So is the tree of organizations."""
    return {"success": True}


def satudata_officer_list(context: Any, data_dict: Any) -> dict[str, Any]:
    """The walidata: names and addresses of officers are told to nobody else."""
    if organizations.is_walidata(str(context.get("user") or "")):
        return {"success": True}
    return {"success": False, "msg": tk._("Only the walidata looks after officers and offices.")}


def satudata_officer_create(context: Any, data_dict: Any) -> dict[str, Any]:
    """The walidata."""
    return satudata_officer_list(context, data_dict)


def satudata_officer_reset(context: Any, data_dict: Any) -> dict[str, Any]:
    """The walidata."""
    return satudata_officer_list(context, data_dict)


def satudata_officer_move(context: Any, data_dict: Any) -> dict[str, Any]:
    """The walidata."""
    return satudata_officer_list(context, data_dict)


@tk.chained_auth_function
def organization_create(original: Any, context: Any, data_dict: Any) -> dict[str, Any]:
    """The walidata adds offices, without a sysadmin."""
    if organizations.is_walidata(str(context.get("user") or "")):
        return {"success": True}
    return dict(original(context, data_dict))
