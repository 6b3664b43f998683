"""A refused file that is sent after all: without the personal data that was found, or on the walidata's word."""

from __future__ import annotations

import datetime
import io
from typing import Any

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata import parameters
from ckanext.satudata.review import decisions, refused
from ckanext.satudata.review.asking import OPTIONAL, REQUIRED
from ckanext.satudata.tables.step import Step
from ckanext.satudata.validation import candidates, curing, store, upload
from ckanext.satudata.validation.model import CheckReport
from werkzeug.datastructures import FileStorage

SHORTEST_REASON = 20


def satudata_draft_publish(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Send a refused file without uploading it again; a dataset that is a draft is handed over, or released, with it.

    What the guard of personal data refused is sent only on a walidata's word, which is kept with the check.

    :param id: id of the check, or of its submission
    :param reason: why personal data that was found is none, at least 20 characters (walidata only; optional)
    :param cure: kind of the step that leaves personal data out: drop_column, mask_column or count_rows (optional); the
        cured table is what is stored, the file itself stays with its check, for the office and the walidata alone
    :returns: the resource
    """
    data = parameters.valid(context, data_dict, {"id": REQUIRED, "reason": OPTIONAL, "cure": OPTIONAL})
    tk.check_access("satudata_draft_publish", context, data)
    _submission, check = refused.load(data["id"])
    content = store.content(check.id)
    if content is None:
        raise tk.ValidationError({"id": [tk._("The file of this draft is gone. Upload it again.")]})
    steps = _steps(check, data.get("cure") or "")
    context = {**context, upload.REFUSED: check.id}
    reason = (data.get("reason") or "").strip()
    if reason:
        context = {**context, "satudata_override": _override(context, reason)}
    values = {
        **{name: check.settings.get(name, "") for name in ("name", "description", *candidates.SETTINGS)},
        "langkah_baca": candidates.steps_text(steps),
        "upload": FileStorage(io.BytesIO(content), check.filename),
        "package_id": check.package_id,
    }
    if check.resource_id:
        current = tk.get_action("resource_show")(context, {"id": check.resource_id})
        resource = tk.get_action("resource_update")(context, {**current, **values, "name": current["name"]})
    else:
        resource = tk.get_action("resource_create")(context, values)
    package = ckan_model.Package.get(check.package_id)
    if package is not None and package.state == "draft":
        # a new dataset had stopped at this file: whoever sends it means the dataset with it
        tk.get_action("package_patch")({"user": context["user"]}, {"id": package.id, "state": "active"})
    return dict(resource)


def satudata_draft_delete(context: Any, data_dict: dict[str, Any]) -> None:
    """Delete a refused file; the record of its check stays in the history.

    :param id: id of the check, or of its submission
    """
    data = parameters.valid(context, data_dict, {"id": REQUIRED})
    tk.check_access("satudata_draft_delete", context, data)
    submission, _check = refused.load(data["id"])
    decisions.drop(submission.id, context["user"])


def choices(check: CheckReport) -> dict[str, Any]:
    """Return what a page offers for a refused file: "cures", and whether "only_guard" refuses it."""
    only_guard = curing.may_be_overridden(check.restored_report)
    return {"only_guard": only_guard, "cures": curing.choices(check.restored_report) if only_guard else []}


def _steps(check: CheckReport, cure: str) -> list[Step]:
    """Return the steps by which a refused file was read, with the cure that is asked for. Raises ValidationError."""
    steps = [Step.from_dict(step) for step in check.settings.get("steps", [])]
    if not cure:
        return steps
    chosen = curing.choice(check.restored_report, cure)
    if chosen is None:
        raise tk.ValidationError({"cure": [tk._("This does not leave out all that was found. Choose another way.")]})
    return curing.with_cure(steps, chosen)


def _override(context: Any, reason: str) -> dict[str, Any]:
    tk.check_access("satudata_guard_override", context, {})
    if len(reason) < SHORTEST_REASON:
        text = tk._("Say in at least {0} characters why this is no personal data.")
        raise tk.ValidationError({"reason": [text.format(SHORTEST_REASON)]})
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    return {"user": context["user"], "reason": reason, "created": now}
