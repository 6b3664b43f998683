"""Who may see and settle checks: those who may change the dataset, that is its OPD and the walidata."""

from __future__ import annotations

from typing import Any

from ckan import authz
from ckan.plugins import toolkit as tk
from ckanext.satudata.metadata import organizations
from ckanext.satudata.validation import model

Answer = dict[str, Any]


def satudata_report_list(context: Any, data_dict: dict[str, Any]) -> Answer:
    """See the history of a dataset's checks."""
    return _of_dataset(context, data_dict["package_id"])


def satudata_report_show(context: Any, data_dict: dict[str, Any]) -> Answer:
    """See one check; one that never belonged to a dataset is seen by who uploaded the file."""
    record = model.get(data_dict["id"])
    if record is None:
        return {"success": False}
    if record.package_id:
        return _of_dataset(context, record.package_id)
    return {
        "success": bool(record.user_id) and authz.get_user_id_for_username(context["user"], True) == record.user_id
    }


def satudata_draft_publish(context: Any, data_dict: dict[str, Any]) -> Answer:
    """Publish a draft after all; to override the guard is the walidata's alone, see `satudata_guard_override`."""
    return satudata_report_show(context, data_dict)


def satudata_draft_delete(context: Any, data_dict: dict[str, Any]) -> Answer:
    """Delete a draft."""
    return satudata_report_show(context, data_dict)


def satudata_guard_override(context: Any, data_dict: dict[str, Any]) -> Answer:
    """Allow what the guard of personal data has refused: the walidata only (Perpres 39/2019, article 14)."""
    return {"success": bool(context["user"]) and organizations.is_walidata(context["user"])}


def _of_dataset(context: Any, package_id: str) -> Answer:
    try:
        tk.check_access("package_update", {**context, "ignore_auth": False}, {"id": package_id})
    except (tk.NotAuthorized, tk.ObjectNotFound):
        return {"success": False}
    return {"success": True}
