"""Template helpers of the harvest."""

from __future__ import annotations

from ckan.plugins import toolkit as tk
from ckanext.satudata.harvest import auth


def satudata_may_see_harvest() -> bool:
    """Tell whether the visitor may see harvest sources, for the link in the menu."""
    try:
        auth_context = {"user": tk.current_user.name if tk.current_user.is_authenticated else ""}
        tk.check_access("satudata_harvest_show", auth_context, {})
    except tk.NotAuthorized:
        return False
    return True


def satudata_may_run_harvest() -> bool:
    """Tell whether the visitor may run and edit harvest sources."""
    return tk.current_user.is_authenticated and auth.is_walidata(tk.current_user.name)
