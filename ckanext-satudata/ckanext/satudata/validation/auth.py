"""Who may see checks: those who may change the dataset, that is its OPD and the walidata."""

from __future__ import annotations

from typing import Any

from ckan import authz
from ckan.plugins import toolkit as tk
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


def _of_dataset(context: Any, package_id: str) -> Answer:
    try:
        tk.check_access("package_update", {**context, "ignore_auth": False}, {"id": package_id})
    except (tk.NotAuthorized, tk.ObjectNotFound):
        return {"success": False}
    return {"success": True}
