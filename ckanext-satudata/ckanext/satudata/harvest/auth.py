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
    wanted = data_dict.get("organization")
    own = _offices(user)
    if own and (wanted is None or wanted in own):
        return {"success": True}
    return {"success": False, "msg": tk._("Log in as an officer of this OPD or as walidata.")}


def satudata_harvest_run(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Sysadmin and walidata run sources and allow removals."""
    return {"success": organizations.is_walidata(context.get("user") or "")}


def satudata_harvest_edit(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Sysadmin and walidata make and change sources; those of a file are changed there."""
    return {"success": organizations.is_walidata(context.get("user") or "")}


def visible(user: str, found: list[Source]) -> list[Source]:
    """Return those of the sources that a person may see."""
    if organizations.is_walidata(user):
        return found
    own = _offices(user)
    return [source for source in found if source.definition["organization"] in own]


def _offices(user: str) -> set[str]:
    """Return the names of the organizations that a person is a member of."""
    if not user:
        return set()
    wanted = {"id": user, "permission": "read"}
    return {each["name"] for each in tk.get_action("organization_list_for_user")({"user": user}, wanted)}
