"""The page on which an officer brings the next edition of a table, looks at what it changes, and sends it."""

from __future__ import annotations

import io
from typing import Any

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata import visitor
from ckanext.satudata.exceptions import SatuDataError
from ckanext.satudata.metadata import codelists
from ckanext.satudata.review import continuing, next_edition
from ckanext.satudata.review.next_edition import ADD, FIELDS, REPLACE, Preview
from ckanext.satudata.validation import explanations, pending, progress, upload
from flask import Blueprint
from werkzeug.datastructures import FileStorage

blueprint = Blueprint("satudata_next_edition", __name__, url_prefix="/satudata/edisi-baru")

OTHER = "lain"


@blueprint.route("/<resource_id>", methods=["GET", "POST"])
def bring(resource_id: str) -> Any:
    """Show the form; for a file that was sent, what it would change."""
    dataset, resource = _find(resource_id)
    if tk.request.method == "GET":
        return _page(dataset, resource, {})
    mode = tk.request.form.get("cara", "")
    file = tk.request.files.get("berkas")
    error = _wrong(file, mode)
    if error or file is None:
        return _page(dataset, resource, {"error": error, "mode": mode}), 400
    return _preview(dataset, resource, file, mode)


@blueprint.route("/<resource_id>/kirim", methods=["POST"])
def send(resource_id: str) -> Any:
    """Send the file that was looked at."""
    dataset, resource = _find(resource_id)
    values = {name: tk.request.form.get(name, "") for name in (*FIELDS, "langkah_baca", "reason", "note")}
    values |= {name: value for name, value in tk.request.form.items() if name.startswith(explanations.PREFIX)}
    token = tk.request.form.get(pending.FIELD, "")
    file = pending.restore(_context(), token)
    if file is None:
        text = tk._("The file is not kept any more. Choose it again.")
        return _page(dataset, resource, {"error": text, "mode": REPLACE}), 400
    error = _wrong_reason(values) if tk.request.form.get("replaces") else ""
    if error:
        return _preview(dataset, resource, file, REPLACE, error)
    try:
        next_edition.send(visitor.name(), dataset["id"], resource_id, file, values)
    except tk.ValidationError as refused:
        return _preview(dataset, resource, _again(file), REPLACE, _words(refused))
    pending.remove(_context(), token)
    return tk.redirect_to("dataset.read", id=dataset["name"])


def _preview(dataset: dict[str, Any], resource: dict[str, Any], file: FileStorage, mode: str, error: str = "") -> Any:
    """Show what a file would change, and keep it for the form that sends it."""
    tell = progress.teller(tk.request.form.get(progress.FIELD, ""))
    try:
        preview = next_edition.prepare(dataset, resource, file, mode, tell)
    except SatuDataError as wrong:
        return _page(dataset, resource, {"error": str(wrong), "mode": mode}), 400
    shown = {"preview": preview, "mode": mode, "error": error, "data": tk.request.form.to_dict()}
    if preview.is_good:
        shown["token"] = pending.keep(_context(), _file(preview))
        shown["labels"] = _labels(preview.fields)
        report = preview.outcome.report
        shown["answers"] = explanations.questions(report, tk.request.form, resource.get(explanations.FIELD) or "")
    return _page(dataset, resource, shown), 200 if preview.is_good and not error else 400


def _file(preview: Preview) -> FileStorage:
    return FileStorage(io.BytesIO(preview.content), preview.filename)


def _again(file: FileStorage) -> FileStorage:
    file.stream.seek(0)
    return file


def _find(resource_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a dataset and its table as whoever is logged in goes on from them; a 404 for all others."""
    if not visitor.name():
        return tk.abort(403, tk._("Log in to bring a new edition."))
    package = continuing.package_of(resource_id) if "\0" not in resource_id else None
    try:
        if package is None or package.type != "dataset":
            raise tk.ObjectNotFound
        tk.check_access("package_update", {**_context(), "model": ckan_model}, {"id": package.id})
        dataset = next_edition.for_writing(visitor.name(), package.id)
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return tk.abort(404, tk._("There is no such file."))
    resource = next((row for row in dataset["resources"] if row["id"] == resource_id), None)
    if resource is None or resource.get("validation_status") != "success" or resource.get("url_type") != "upload":
        return tk.abort(404, tk._("Only a table that was uploaded has a next edition."))
    return dataset, resource


def _wrong(file: FileStorage | None, mode: str) -> str:
    """Return what is wrong with the form, ""."""
    if file is None or not file.filename:
        return tk._("Choose a file first.")
    if mode not in (ADD, REPLACE):
        return tk._("Say whether the file is added to the table or replaces it.")
    return upload.why_unusable(file.filename)


def _wrong_reason(values: dict[str, str]) -> str:
    if values["reason"] not in codelists.load("alasan_revisi").codes:
        return tk._("Say why public figures are replaced: choose a reason.")
    if values["reason"] == OTHER and len(values["note"].strip()) < 10:
        return tk._("Say the reason in words, in at least 10 characters.")
    return ""


def _labels(fields: dict[str, str]) -> dict[str, str]:
    schema = tk.h.scheming_get_dataset_schema("dataset") or {}
    labels = {field["field_name"]: field.get("label") for field in schema.get("dataset_fields", [])}
    return {name: str(tk.h.scheming_language_text(labels.get(name) or name)) for name in fields}


def _page(dataset: dict[str, Any], resource: dict[str, Any], values: dict[str, Any]) -> str:
    return tk.render("satudata/next_edition.html", {"dataset": dataset, "resource": resource, **values})


def _context() -> dict[str, Any]:
    return {"user": visitor.name()}


def _words(error: tk.ValidationError) -> str:
    return " ".join(_texts(error.error_dict))


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in _texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in _texts(part)]
    return [str(value)]
