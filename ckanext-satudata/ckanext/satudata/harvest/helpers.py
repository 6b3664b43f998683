"""Template helpers of the harvest."""

from __future__ import annotations

from ckan.plugins import toolkit as tk
from ckanext.satudata import visitor


def satudata_may_see_harvest() -> bool:
    """Return whether the visitor may see harvest sources, for the link in the menu."""
    try:
        tk.check_access("satudata_harvest_show", {"user": visitor.name()}, {})
    except tk.NotAuthorized:
        return False
    return True


def satudata_may_run_harvest() -> bool:
    """Return whether the visitor may run and edit harvest sources."""
    return visitor.is_walidata()
