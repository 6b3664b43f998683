"""Who may see and do what with harvest sources."""

from __future__ import annotations

from typing import Any

from ckan import authz, model
from ckan.plugins import toolkit as tk
from ckanext.satudata.harvest.model import Source


def is_walidata(user: str) -> bool:
    """Tell whether a person is sysadmin, or admin or editor of an organization whose role is walidata."""
    if authz.is_sysadmin(user):
        return True
    found = _organizations(user, "create_dataset")
    return any(organization.extras.get("peran") == "walidata" for organization in found)


def satudata_harvest_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Sysadmin and walidata see every source, members of an OPD that OPD's own (`organization`)."""
    user = context.get("user") or ""
    if is_walidata(user):
        return {"success": True}
    wanted = data_dict.get("organization")
    own = {organization.name for organization in _organizations(user, "read")}
    if own and (wanted is None or wanted in own):
        return {"success": True}
    return {"success": False, "msg": tk._("Log in as an officer of this OPD or as walidata.")}


def satudata_harvest_run(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Sysadmin and walidata run sources and allow removals."""
    return {"success": is_walidata(context.get("user") or "")}


def satudata_harvest_edit(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Sysadmin and walidata make and change sources; those of a file are changed there."""
    return {"success": is_walidata(context.get("user") or "")}


def visible(user: str, found: list[Source]) -> list[Source]:
    """Return those of the sources that a person may see."""
    if is_walidata(user):
        return found
    own = {organization.name for organization in _organizations(user, "read")}
    return [source for source in found if source.definition["organization"] in own]


def _organizations(user: str, permission: str) -> list[model.Group]:
    if not user:
        return []
    data = {"id": user, "permission": permission}
    found = tk.get_action("organization_list_for_user")({"user": user}, data)
    groups = (model.Group.get(each["id"]) for each in found)
    return [group for group in groups if group is not None]
