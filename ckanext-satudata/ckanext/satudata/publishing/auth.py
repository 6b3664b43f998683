"""Who may know how far a load is: whoever may see its resource."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.metadata import organizations


@tk.auth_allow_anonymous_access
def task_status_show(context: Any, data_dict: Any) -> dict[str, bool]:
    """See the state of a job on a resource: CKAN tells anybody, also of private tables."""
    note = context.get("task_status")
    if note is None or note.entity_type != "resource":
        return {"success": False}
    try:
        tk.check_access("resource_show", {"user": context.get("user", "")}, {"id": note.entity_id})
    except (tk.NotAuthorized, tk.ObjectNotFound):
        return {"success": False}
    return {"success": True}


def satudata_disclosure_release(context: Any, data_dict: Any) -> dict[str, bool]:
    """Let small counts be shown: the walidata only, who answers for personal data (Perpres 39/2019, article 14)."""
    return {"success": bool(context["user"]) and organizations.is_walidata(context["user"])}
