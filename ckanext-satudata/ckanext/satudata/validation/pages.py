"""Pages of the history of checks: one check, the refused file that waits for its officer, a dataset's history."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.exceptions import UnreadableTable, WrongStep
from ckanext.satudata.tables import reading
from ckanext.satudata.tables.csvfile import CsvFile
from ckanext.satudata.tables.step import Step
from ckanext.satudata.validation import annotated, curing, model, store, views
from flask import Blueprint, Response, send_file

blueprint = Blueprint("satudata_report", __name__, url_prefix="/satudata/laporan")


@blueprint.route("/<report_id>")
def read(report_id: str) -> str:
    """Show one check: what is wrong and where, and what can be done with the file."""
    found = _find(report_id)
    return _render(found)


@blueprint.route("/<report_id>.json")
def as_json(report_id: str) -> Response:
    """Send the report in frictionless's format."""
    found = _find(report_id)
    return views.described(found.found.described(found.filename), found.filename)


@blueprint.route("/<report_id>.xlsx")
def as_xlsx(report_id: str) -> Response:
    """Send the refused file as a workbook with commented cells."""
    found = _find(report_id)
    stream = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder:
        annotated.write(_table(found, Path(folder)), found.found, stream)
    return views.spreadsheet(stream, found.filename)


@blueprint.route("/<report_id>/berkas")
def file(report_id: str) -> Response:
    """Send the refused file as it was uploaded, to those who may see it."""
    found = _find(report_id)
    content = store.content(found.id)
    if content is None:
        return tk.abort(404, tk._("The file of this draft is gone. Upload it again."))
    return send_file(io.BytesIO(content), as_attachment=True, download_name=found.filename)


@blueprint.route("/<report_id>/terbitkan", methods=["POST"])
def publish(report_id: str) -> Any:
    """Publish the refused file after all."""
    found = _find(report_id)
    try:
        chosen = {"reason": tk.request.form.get("alasan"), "cure": tk.request.form.get("obat")}
        tk.get_action("satudata_draft_publish")(_context(), {"id": report_id, **chosen})
    except tk.ValidationError as error:
        messages = [text for texts in error.error_dict.values() if isinstance(texts, list) for text in texts]
        return _render(found, errors=[text for text in messages if text != report_id])
    except tk.NotAuthorized:
        return tk.abort(403, tk._("Only the walidata may publish this file."))
    tk.h.flash_success(tk._("The file {0} was taken in.").format(found.filename))
    return tk.redirect_to("dataset.read", id=found.package_id)


@blueprint.route("/<report_id>/hapus", methods=["POST"])
def delete(report_id: str) -> Any:
    """Delete the refused file."""
    found = _find(report_id)
    tk.get_action("satudata_draft_delete")(_context(), {"id": report_id})
    tk.h.flash_success(tk._("The file {0} is deleted. Its report stays in the history.").format(found.filename))
    return tk.redirect_to("satudata_report.history", package_id=found.package_id)


@blueprint.route("/dataset/<package_id>")
def history(package_id: str) -> str:
    """Show all checks of a dataset's files."""
    try:
        package = tk.get_action("package_show")(_context(), {"id": package_id})
        reports = tk.get_action("satudata_report_list")(_context(), {"package_id": package_id})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return tk.abort(404, tk._("There is no such check."))
    return tk.render("satudata/report_history.html", {"pkg_dict": package, "pkg": package, "reports": reports})


def _context() -> Any:
    return {"user": tk.current_user.name, "auth_user_obj": tk.current_user}


def _find(report_id: str) -> model.CheckReport:
    """Return a check that the visitor may see; for all others there is none."""
    found = model.get(report_id)
    try:
        tk.check_access("satudata_report_show", _context(), {"id": report_id})
    except tk.NotAuthorized:
        found = None
    return found or tk.abort(404, tk._("There is no such check."))


def _render(found: model.CheckReport, errors: list[str] | None = None) -> str:
    package = tk.get_action("package_show")(_context(), {"id": found.package_id}) if found.package_id else None
    only_guard = curing.may_be_overridden(found.found)
    shown = {
        "check": found,
        "report": found.found,
        "filename": found.filename,
        "pkg": package,
        "errors": errors or [],
        "only_guard": only_guard,
        "cures": curing.choices(found.found) if only_guard else [],
        "steps": _steps(found),
    }
    return tk.render("satudata/report.html", shown)


def _steps(found: model.CheckReport) -> list[Step]:
    return [Step.from_dict(each) for each in found.settings.get("steps", [])]


def _table(found: model.CheckReport, folder: Path) -> CsvFile | None:
    """Return the table that was checked: the places in its report are those of these steps, and of this sheet."""
    content = store.content(found.id)
    if content is None:
        return None
    try:
        return reading.apply(content, found.filename, folder, _steps(found)).file
    except (UnreadableTable, WrongStep):
        return None
