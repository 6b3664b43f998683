"""Who may ask for data, and who may see who asks and answer."""

from __future__ import annotations

from typing import Any

from ckan import authz
from ckan.plugins import toolkit as tk
from ckanext.satudata.metadata import organizations


@tk.auth_allow_anonymous_access
def satudata_data_request_create(context: Any, data_dict: Any) -> dict[str, bool]:
    """Everybody may ask (UU 14/2008, article 4), and needs no account for it."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def satudata_data_request_list(context: Any, data_dict: Any) -> dict[str, bool]:
    """What is asked for and whether it is answered is public; who asks is not in the list."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def satudata_data_request_show(context: Any, data_dict: Any) -> dict[str, bool]:
    """So is each request, as far as it is shown."""
    return {"success": True}


def satudata_data_request_handle(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """The walidata, and officers who may edit datasets of the OPD that has it (`office`, its id or "")."""
    user, office = context.get("user") or "", data_dict.get("office") or ""
    if user and (
        organizations.is_walidata(user)
        or (office and authz.has_user_permission_for_group_or_org(office, user, "update_dataset"))
    ):
        return {"success": True}
    return {"success": False, "msg": tk._("Only the walidata and the OPD that has this request may do this.")}


def satudata_data_request_prolong(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Whoever answers may need more time."""
    return satudata_data_request_handle(context, data_dict)


def satudata_data_request_answer(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Whoever has the request answers it."""
    return satudata_data_request_handle(context, data_dict)


def satudata_data_request_refuse(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """The walidata and the OPD that has a request may refuse it."""
    return satudata_data_request_handle(context, data_dict)


def satudata_data_request_assign(context: Any, data_dict: Any) -> dict[str, Any]:
    """The walidata gives a request to an OPD."""
    if context.get("user") and organizations.is_walidata(context["user"]):
        return {"success": True}
    return {"success": False, "msg": tk._("Only the walidata may do this.")}


def satudata_data_request_publish(context: Any, data_dict: Any) -> dict[str, Any]:
    """And which words everybody reads."""
    return satudata_data_request_assign(context, data_dict)


def satudata_data_request_close(context: Any, data_dict: Any) -> dict[str, Any]:
    """And what is no request for data at all."""
    return satudata_data_request_assign(context, data_dict)
