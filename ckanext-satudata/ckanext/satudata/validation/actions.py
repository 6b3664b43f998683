"""Actions of validation: the check of every upload, the history of checks."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata import parameters
from ckanext.satudata.parameters import takes
from ckanext.satudata.validation import model, pending

OPTIONAL = ["ignore_missing", "unicode_safe"]
REPORTS = {"package_id": ["not_empty", "package_id_or_name_exists"], "resource_id": OPTIONAL}
ONE = {"id": ["not_empty", "unicode_safe"]}


@tk.chained_action
def resource_create(original: Any, context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Keep the file when another field is refused."""
    return pending.keep_upload(original, context, data_dict)


@tk.chained_action
def resource_update(original: Any, context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Keep the file when another field is refused."""
    return pending.keep_upload(original, context, data_dict)


@tk.side_effect_free
@takes(REPORTS)
def satudata_report_list(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the history of a dataset's checks, the newest first.

    :param package_id: id or name of the dataset
    :param resource_id: only checks of this resource (optional)
    :returns: records {"id", "package_id", "resource_id", "user_id", "filename", "sha256", "size" (bytes), "settings",
        "state" (valid, refused), "created" (UTC), "valid", "errors", "warnings", "rows", "override"}
    """
    data = parameters.valid(context, data_dict, REPORTS)
    tk.check_access("satudata_report_list", context, data)
    package = tk.get_action("package_show")(context, {"id": data["package_id"]})
    return [record.as_dict() for record in model.of(package["id"], data.get("resource_id"))]


@tk.side_effect_free
@takes(ONE)
def satudata_report_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return one check with its report.

    :param id: id of the check, as in a resource's `validation_report` and in the error of a refused upload
    :returns: a record of `satudata_report_list` and "report", in frictionless's format
    """
    record = _load_record(context, data_dict, "satudata_report_show")
    return {**record.as_dict(), "report": record.restored_report.described(record.filename)}


def _load_record(context: Any, data_dict: dict[str, Any], action: str) -> model.CheckReport:
    """Return the check that is asked for. Raises ObjectNotFound, NotAuthorized, ValidationError."""
    data = parameters.valid(context, data_dict, ONE)
    record = model.get(data["id"])
    if record is None:
        raise tk.ObjectNotFound(tk._("There is no such check."))
    tk.check_access(action, context, data)
    return record


def all_of_them() -> dict[str, Any]:
    """Return this module's actions by name."""
    chained = {"resource_create", "resource_update"}
    return {name: value for name, value in globals().items() if name.startswith("satudata_") or name in chained}
