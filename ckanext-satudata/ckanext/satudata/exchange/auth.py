"""Who may take records out and bring them in."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.exchange import daftar_data
from ckanext.satudata.metadata import organizations


@tk.auth_allow_anonymous_access
def satudata_indah_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Whoever sees a record; what may name persons comes only to those who may edit it."""
    tk.check_access("package_show", context, {"id": data_dict["id"]})
    return {"success": True}


@tk.auth_allow_anonymous_access
def satudata_indah_gap_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Whoever sees the dataset."""
    tk.check_access("package_show", context, {"id": data_dict["id"]})
    return {"success": True}


def satudata_indah_import(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Officers; whether each record may be written is asked for each."""
    return _officers(context)


@tk.auth_allow_anonymous_access
def satudata_daftar_data_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """The list is public (Perpres 39/2019, article 36), as far as its datasets are."""
    return {"success": True}


def satudata_daftar_data_import(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Officers; whether each office's rows may be written is asked for each."""
    return _officers(context)


def satudata_daftar_data_plan_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Officers see the plans that they may edit."""
    return _officers(context)


def satudata_daftar_data_plan_save(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """An officer of the organization, and the walidata."""
    if daftar_data.may_edit(context, data_dict["organization"]):
        return {"success": True}
    return {"success": False, "msg": tk._("Only officers of that office and the walidata edit its planned data.")}


def satudata_daftar_data_plan_delete(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Whoever may write the row."""
    return satudata_daftar_data_plan_save(context, data_dict)


def satudata_ewalidata_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """The walidata sends figures to SIPD, and sees what would be sent."""
    return {"success": organizations.is_walidata(context.get("user") or "")}


def satudata_ewalidata_push(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """The walidata."""
    return {"success": organizations.is_walidata(context.get("user") or "")}


def _officers(context: Any) -> dict[str, Any]:
    user = context.get("user")
    offices = (
        tk.get_action("organization_list_for_user")({"user": user}, {"id": user, "permission": "update_dataset"})
        if user
        else []
    )
    if offices:
        return {"success": True}
    return {"success": False, "msg": tk._("Log in as an officer of an OPD or as walidata.")}
