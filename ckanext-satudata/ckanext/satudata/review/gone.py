"""What was withdrawn is gone, not unknown: its pages, files and rows answer 410, with the day and the reason."""

from __future__ import annotations

from typing import Any

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata import visitor
from ckanext.satudata.review import model
from flask import Blueprint, jsonify, make_response, request

blueprint = Blueprint("satudata_gone", __name__)

GONE = 410
# actions that read one dataset or the rows of one file, with the parameter that names it
OF_DATASET = {"package_show": "id", "satudata_release_list": "id"}
OF_FILE = {
    "resource_show": "id",
    "datastore_search": "resource_id",
    "datastore_info": "id",
}


@blueprint.before_app_request
def answer_for_withdrawn() -> Any:
    """Say of a withdrawn dataset, of its files and rows, that they are gone and why; others are left to CKAN."""
    if "\0" in request.path:
        return None
    parts = request.path.strip("/").split("/")
    if parts[0] == "dataset" and len(parts) > 1 and request.method in ("GET", "HEAD"):
        return _page(ckan_model.Package.get(parts[1]))
    if parts[:2] == ["datastore", "dump"] and len(parts) > 2:
        return _reply(_of_file(parts[2]))
    if parts[0] == "api" and len(parts) > 2 and parts[-2] == "action" and not visitor.name():
        # who works with the portal is answered by CKAN's own rules
        if parts[-1] in OF_DATASET:
            return _reply(ckan_model.Package.get(_parameter(OF_DATASET[parts[-1]])))
        if parts[-1] in OF_FILE:
            return _reply(_of_file(_parameter(OF_FILE[parts[-1]])))
    return None


def _page(package: ckan_model.Package | None) -> Any:
    record = _withdrawal(package)
    if record is None:
        return None
    return make_response(tk.render("satudata/withdrawn.html", {"withdrawn": record, "package": package}), GONE)


def _reply(package: ckan_model.Package | None) -> Any:
    """Return the same for programs, in the form of CKAN's own errors."""
    record = _withdrawal(package)
    if record is None:
        return None
    text = tk._("This dataset was withdrawn on {day}: {reason}")
    message = text.format(day=tk.h.render_datetime(record.moment), reason=record.reason)
    return make_response(jsonify({"success": False, "error": {"__type": "Gone", "message": message}}), GONE)


def _withdrawal(package: ckan_model.Package | None) -> model.Withdrawal | None:
    return model.withdrawal(package.id) if package is not None and package.state == "deleted" else None


def _of_file(resource_id: str) -> ckan_model.Package | None:
    resource = ckan_model.Resource.get(resource_id) if resource_id and "\0" not in resource_id else None
    return ckan_model.Package.get(resource.package_id) if resource else None


def _parameter(name: str) -> str:
    """Return a parameter of a call, from its address or its body."""
    body = request.get_json(silent=True) if request.method == "POST" else None
    value = request.values.get(name) or (body.get(name) if isinstance(body, dict) else None)
    return value if isinstance(value, str) and "\0" not in value else ""
