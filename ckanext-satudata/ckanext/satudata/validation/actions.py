"""Actions of validation: the check of every upload, the history of checks, the settling of drafts."""

from __future__ import annotations

import datetime
import io
from typing import Any

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata import parameters
from ckanext.satudata.parameters import takes
from ckanext.satudata.tables.step import Step
from ckanext.satudata.validation import candidates, curing, model, pending, store, upload
from werkzeug.datastructures import FileStorage

SHORTEST_REASON = 20
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
        "state" (valid, draft, published, deleted), "created" (UTC), "valid", "errors", "warnings", "rows", "override"}
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


def satudata_draft_publish(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Publish the file of a draft without uploading it again; a dataset that is a draft itself is published with it.

    What the guard of personal data refused is published only on a walidata's word, which is kept with the check.

    :param id: id of the check
    :param reason: why personal data that was found is none, at least 20 characters (walidata only; optional)
    :param cure: kind of the step that leaves personal data out: drop_column, mask_column or count_rows (optional); the
        cured table is what is stored, the file itself stays as a draft does
    :returns: the resource
    """
    record = _load_record(context, data_dict, "satudata_draft_publish")
    if record.state != model.DRAFT:
        raise tk.ValidationError({"id": [tk._("This file is no draft any more.")]})
    content = store.content(record.id)
    if content is None:
        raise tk.ValidationError({"id": [tk._("The file of this draft is gone. Upload it again.")]})
    context = {**context, upload.DRAFT: record.id}
    reason = (data_dict.get("reason") or "").strip()
    if reason:
        context = {**context, "satudata_override": _override(context, reason)}
    file = FileStorage(io.BytesIO(content), record.filename)
    data = {
        **{name: record.settings.get(name, "") for name in ("name", "description", *candidates.SETTINGS)},
        "langkah_baca": candidates.steps_text(_steps(record, data_dict.get("cure") or "")),
        "upload": file,
        "package_id": record.package_id,
    }
    if record.resource_id:
        current = tk.get_action("resource_show")(context, {"id": record.resource_id})
        resource = tk.get_action("resource_update")(context, {**current, **data, "name": current["name"]})
    else:
        resource = tk.get_action("resource_create")(context, data)
    model.change(record.id, state=model.PUBLISHED, resource_id=resource["id"])
    if not data_dict.get("cure"):
        store.remove(record.id)
    package = ckan_model.Package.get(record.package_id)
    if package is not None and package.state == "draft":
        # a new dataset had stopped at this file: whoever publishes it means the dataset with it
        tk.get_action("package_patch")({"user": context["user"]}, {"id": package.id, "state": "active"})
    return resource


def _steps(record: model.CheckReport, cure: str) -> list[Step]:
    """Return the steps by which a draft was read, with the cure that is asked for. Raises ValidationError."""
    steps = [Step.from_dict(step) for step in record.settings.get("steps", [])]
    if not cure:
        return steps
    chosen = curing.choice(record.restored_report, cure)
    if chosen is None:
        raise tk.ValidationError({"cure": [tk._("This does not leave out all that was found. Choose another way.")]})
    return curing.with_cure(steps, chosen)


def satudata_draft_delete(context: Any, data_dict: dict[str, Any]) -> None:
    """Delete the file of a draft; the record of its check stays in the history.

    :param id: id of the check
    """
    record = _load_record(context, data_dict, "satudata_draft_delete")
    if record.state != model.DRAFT:
        raise tk.ValidationError({"id": [tk._("This file is no draft any more.")]})
    model.change(record.id, state=model.DELETED)
    store.remove(record.id)


def _load_record(context: Any, data_dict: dict[str, Any], action: str) -> model.CheckReport:
    """Return the check that is asked for. Raises ObjectNotFound, NotAuthorized, ValidationError."""
    data = parameters.valid(context, data_dict, {**ONE, "reason": OPTIONAL, "cure": OPTIONAL})
    record = model.get(data["id"])
    if record is None:
        raise tk.ObjectNotFound(tk._("There is no such check."))
    tk.check_access(action, context, data)
    return record


def _override(context: Any, reason: str) -> dict[str, Any]:
    tk.check_access("satudata_guard_override", context, {})
    if len(reason) < SHORTEST_REASON:
        text = tk._("Say in at least {0} characters why this is no personal data.")
        raise tk.ValidationError({"reason": [text.format(SHORTEST_REASON)]})
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    return {"user": context["user"], "reason": reason, "created": now}


def all_of_them() -> dict[str, Any]:
    """Return this module's actions by name."""
    chained = {"resource_create", "resource_update"}
    return {name: value for name, value in globals().items() if name.startswith("satudata_") or name in chained}
