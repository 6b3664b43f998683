"""The page on which an officer begins with the file: choose it, look at what the portal made of it, hand it over."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata import visitor
from ckanext.satudata.clock import today
from ckanext.satudata.exceptions import SatuDataError
from ckanext.satudata.metadata import frequency
from ckanext.satudata.publishing import first_file
from ckanext.satudata.publishing.first_file import Look
from ckanext.satudata.validation import candidates, choosing, curing, explanations, pending, progress, upload
from flask import Blueprint
from werkzeug.datastructures import FileStorage

blueprint = Blueprint("satudata_first_file", __name__, url_prefix="/satudata/data-baru")

# the fields that an officer looks at first; the others follow from the file, and are folded away unless they lack
SHOWN = ("title", "notes", "owner_org")
# what the page itself sends beside the fields of the dataset
STANDARD, SHEET, PROPOSED, CURE = "standar", "lembar", "satudata_diusulkan", "obat"
CONTROLS = {STANDARD, SHEET, PROPOSED, CURE, "langkah", "serahkan", "berkas"}
CONTROLS |= {pending.FIELD, progress.FIELD, choosing.SHOWN, choosing.TAKEN}


@blueprint.route("/", methods=["GET"])
def choose() -> Any:
    """Ask for the file alone."""
    _check_access()
    return _first_page()


@blueprint.route("/", methods=["POST"])
def look() -> Any:
    """Show what the portal made of the file that was chosen, or is here still; what was typed stays."""
    _check_access()
    file = tk.request.files.get("berkas")
    if file is None or not file.filename:
        file = pending.restore(_context(), _form(pending.FIELD))
    error = upload.why_unusable(file.filename or "") if file else tk._("Choose a file first.")
    if error or file is None:
        return _first_page(error), 400
    return _second_page(file, {})


@blueprint.route("/kirim", methods=["POST"])
def send() -> Any:
    """Create the dataset with its table, and hand it over."""
    _check_access()
    file = pending.restore(_context(), _form(pending.FIELD))
    if file is None:
        return _first_page(tk._("The file is not kept any more. Choose it again.")), 400
    try:
        looked = _look(file)
    except (SatuDataError, tk.ValidationError) as wrong:
        return _first_page(_words(wrong)), 400
    if not looked.is_good:
        return _second_page(file, {}, looked)
    data = {**_dataset(), "resources": [{**_resource(looked), explanations.ANSWERS: tk.request.form.to_dict()}]}
    try:
        dataset = tk.get_action("package_create")({**_context(), "allow_state_change": True}, data)
    except tk.ValidationError as refused:
        return _second_page(_again(looked), _flat(refused.error_dict), looked)
    except tk.NotAuthorized as refused:
        return tk.abort(403, str(refused))
    pending.remove(_context(), _form(pending.FIELD))
    return tk.redirect_to("dataset.read", id=dataset["name"])


@blueprint.route("/simpan", methods=["POST"])
def keep() -> Any:
    """Keep a refused file beside a draft of its dataset: its office mends it later, or the walidata decides."""
    _check_access()
    file = pending.restore(_context(), _form(pending.FIELD))
    if file is None:
        return _first_page(tk._("The file is not kept any more. Choose it again.")), 400
    try:
        looked = _look(file)
        context = {**_context(), "allow_state_change": True}
        dataset = tk.get_action("package_create")(context, {**_dataset(), "state": "draft"})
    except tk.ValidationError as refused:
        return _second_page(file, _flat(refused.error_dict))
    except SatuDataError as wrong:
        return _first_page(str(wrong)), 400
    pending.remove(_context(), _form(pending.FIELD))
    try:
        tk.get_action("resource_create")(_context(), {**_resource(looked), "package_id": dataset["id"]})
    except tk.ValidationError as refused:
        for report_id in refused.error_dict.get("validation_report", []):
            tk.h.flash_notice(tk._("Kept as a draft; only your OPD and the walidata see it."))
            return tk.redirect_to("satudata_report.read", report_id=report_id)
        tk.h.flash_error(_words(refused))
    return tk.redirect_to("dataset.read", id=dataset["name"])


def _dataset() -> dict[str, Any]:
    """Return the dataset that the form describes."""
    data = _typed()
    group = model.Group.get(data.get("owner_org") or "")
    if group is not None:
        # the office that was chosen answers for its data, where nobody wrote who does
        data["kontak_unit"] = data.get("kontak_unit") or group.title
        data["kontak_email"] = data.get("kontak_email") or group.extras.get("surel", "")
    planned = frequency.next_release("", str(data.get("frekuensi") or ""), today())
    if planned is not None:
        data["jadwal_rilis"] = data.get("jadwal_rilis") or planned.isoformat()
    tags = [{"name": tag.strip()} for tag in str(data.get("tag_string") or "").split(",") if tag.strip()]
    return {**data, "tags": tags, "type": "dataset"}


def _resource(looked: Look) -> dict[str, Any]:
    """Return the table of the dataset that the form describes."""
    return {
        "upload": _again(looked),
        "url": looked.filename,
        "name": _form("title") or looked.filename,
        STANDARD: looked.standard.name if looked.standard else "",
        "langkah_baca": candidates.steps_text(looked.outcome.reading.steps) if looked.outcome.reading else "",
    }


def _look(file: FileStorage) -> Look:
    """Check the file in the way that the form asks for. Raises SatuDataError, ValidationError."""
    form = tk.request.form
    return first_file.look(
        file,
        standard=form.get(STANDARD),
        refused=choosing.parse_refused(form.get(choosing.SHOWN), form.getlist(choosing.TAKEN)),
        sheet=form.get(SHEET) or None,
        cure=_form(CURE),
        progress=progress.teller(_form(progress.FIELD)),
    )


def _first_page(error: str = "") -> str:
    chosen = tk.request.values.get(STANDARD, "")
    return tk.render("satudata/first_file.html", {"error": error, "standard": chosen})


def _second_page(file: FileStorage, errors: dict[str, Any], looked: Look | None = None) -> Any:
    """Show the form around a file that was looked at, and keep the file for the next time that it is sent."""
    try:
        looked = looked or _look(file)
    except (SatuDataError, tk.ValidationError) as wrong:
        return _first_page(_words(wrong)), 400
    pending.remove(_context(), _form(pending.FIELD))
    proposed = first_file.fields(looked)
    data = _merged(looked, proposed)
    shown = {
        "looked": looked,
        "token": pending.keep(_context(), _again(looked)),
        "data": data,
        "proposed": json.dumps(proposed),
        "errors": errors,
        "groups": _groups(data, errors),
        "cures": curing.choices(looked.outcome.report),
        "cure": _form(CURE),
        "answers": explanations.questions(looked.outcome.report, tk.request.form),
    }
    return tk.render("satudata/first_file_form.html", shown), 400 if errors else 200


def _merged(looked: Look, proposed: Mapping[str, str]) -> dict[str, Any]:
    """Return the fields of the form: what was typed, and where nobody has, what follows from the file now."""
    try:
        before = json.loads(_form(PROPOSED) or "{}")
    except ValueError:
        before = {}
    typed = {name: value for name, value in _typed().items() if value and value != before.get(name)}
    office = tk.h.satudata_my_office()
    data = {"owner_org": office.get("id", ""), "private": "False", **proposed, **typed}
    # what a page shows of a dataset that is not stored yet: the standard whose words it has
    data["resources"] = [{STANDARD: looked.standard.name if looked.standard else ""}]
    return data


def _groups(data: Mapping[str, Any], errors: Mapping[str, Any]) -> tuple[list[Any], list[Any]]:
    """Return the fields of the form that are shown, and those that are folded away."""
    schema = tk.h.scheming_get_dataset_schema("dataset")
    # what a source says is nobody's to write, and the address follows the title unless another dataset has it
    hidden = {row["field_name"] for row in schema["dataset_fields"] if row.get("group") == "asal"} | {"name"}
    rows = [row for row in schema["dataset_fields"] if row["field_name"] not in hidden - errors.keys()]
    lacking = {
        row["field_name"]
        for row in rows
        if row.get("required") and not row.get("show_if") and not _is_filled(row, data)
    }
    shown = [row for row in rows if row["field_name"] in {*SHOWN, *lacking, *errors}]
    return shown, [row for row in rows if row not in shown]


def _is_filled(row: Mapping[str, Any], data: Mapping[str, Any]) -> bool:
    made = row.get("default_jinja2")
    return bool(data.get(row["field_name"]) or row.get("default") or (made and tk.h.scheming_render_from_string(made)))


def _typed() -> dict[str, Any]:
    """Return the fields of the dataset that the form has sent."""
    lists = tk.request.form.to_dict(flat=False)
    names = {name for name in lists if name not in CONTROLS and not name.startswith(("_", explanations.PREFIX))}
    return {name: lists[name] if len(lists[name]) > 1 else lists[name][0] for name in names}


def _flat(errors: Mapping[str, Any]) -> dict[str, Any]:
    """Return the errors of the dataset and of its one table together, as the form's list of errors takes them."""
    flat = {name: value for name, value in errors.items() if name != "resources"}
    for part in errors.get("resources") or []:
        flat |= part if isinstance(part, dict) else {}
    return flat


def _again(looked: Look) -> FileStorage:
    return FileStorage(io.BytesIO(looked.content), looked.filename)


def _form(name: str) -> str:
    return str(tk.request.form.get(name) or "")


def _check_access() -> None:
    try:
        tk.check_access("package_create", _context())
    except tk.NotAuthorized as error:
        if not visitor.name():
            tk.abort(403, tk._("Log in to hand data over."))
        tk.abort(403, str(error))


def _context() -> dict[str, Any]:
    return {"user": visitor.name(), "auth_user_obj": tk.current_user}


def _words(error: Exception) -> str:
    if isinstance(error, tk.ValidationError):
        return " ".join(str(text) for texts in error.error_dict.values() for text in texts)
    return str(error)
