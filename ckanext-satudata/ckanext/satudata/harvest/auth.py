"""Who may see and do what with harvest sources."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.harvest.model import Source
from ckanext.satudata.metadata import organizations


def satudata_harvest_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Sysadmin and walidata see every source, members of an OPD that OPD's own (`organization`)."""
    user = context.get("user") or ""
    if organizations.is_walidata(user):
        return {"success": True}
    organization = data_dict.get("organization")
    offices = _offices(user)
    if offices and (organization is None or organization in offices):
        return {"success": True}
    return {"success": False, "msg": tk._("Log in as an officer of this OPD or as walidata.")}


def satudata_harvest_run(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Sysadmin and walidata run sources and allow removals."""
    return {"success": organizations.is_walidata(context.get("user") or "")}


def satudata_harvest_edit(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Sysadmin and walidata make and change sources; those of a file are changed there."""
    return {"success": organizations.is_walidata(context.get("user") or "")}


def visible(user: str, all_sources: list[Source]) -> list[Source]:
    """Return those of the sources that a person may see."""
    if organizations.is_walidata(user):
        return all_sources
    offices = _offices(user)
    return [source for source in all_sources if source.definition["organization"] in offices]


def _offices(user: str) -> set[str]:
    """Return the names of the organizations that a person is a member of."""
    if not user:
        return set()
    permission = {"id": user, "permission": "read"}
    return {
        organization["name"]
        for organization in tk.get_action("organization_list_for_user")({"user": user}, permission)
    }
