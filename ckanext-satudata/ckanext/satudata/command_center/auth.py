"""Who may see which screen: an internal one only people of its organizations, and the walidata, who arranges it."""

from __future__ import annotations

from typing import Any

from ckan import authz, model
from ckan.plugins import toolkit as tk
from ckanext.satudata.command_center import screens
from ckanext.satudata.metadata.organizations import is_walidata

EVERYTHING = "*"


def organizations_of(user_name: str) -> set[str]:
    """Return the names of the organizations to which a user belongs; for a sysadmin and a walidata also EVERYTHING."""
    if not user_name:
        return set()
    user = model.User.get(user_name)
    if user is None:
        return set()
    names = {group.name for group in user.get_groups("organization")}
    return {*names, EVERYTHING} if authz.is_sysadmin(user_name) or is_walidata(user_name) else names


def may_see(organizations: list[str], member_of: set[str]) -> bool:
    """Return whether somebody of those organizations may see what is for `organizations`; none means for everybody."""
    return not organizations or EVERYTHING in member_of or bool(member_of & set(organizations))


@tk.auth_allow_anonymous_access
def satudata_screen_list(context: Any, data_dict: Any) -> dict[str, bool]:
    """Everybody may ask; the answer has only what the asker may see."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def satudata_screen_show(context: Any, data_dict: Any) -> dict[str, Any]:
    """A public screen is for everybody."""
    screen = screens.load(data_dict["name"])
    if may_see(screen.organizations, organizations_of(context.get("user", ""))):
        return {"success": True}
    return {"success": False, "msg": tk._("This screen is for people of certain organizations. Log in to see it.")}
