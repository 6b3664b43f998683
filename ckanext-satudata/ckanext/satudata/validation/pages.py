"""Pages of the history of checks: one check, the refused file that waits for its officer, a dataset's history."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.exceptions import UnreadableTable, WrongStep
from ckanext.satudata.standards import model as standards
from ckanext.satudata.tables import reading
from ckanext.satudata.tables.csvfile import CsvFile
from ckanext.satudata.tables.step import Step
from ckanext.satudata.validation import annotated, explanations, model, store, views
from flask import Blueprint, Response, send_file

blueprint = Blueprint("satudata_report", __name__, url_prefix="/satudata/laporan")


@blueprint.route("/<report_id>")
def read(report_id: str) -> str:
    """Show one check: what is wrong and where."""
    return _render(_find(report_id))


@blueprint.route("/<report_id>.json")
def as_json(report_id: str) -> Response:
    """Send the report in frictionless's format."""
    record = _find(report_id)
    return views.described(record.restored_report.described(record.filename), record.filename)


@blueprint.route("/<report_id>.xlsx")
def as_xlsx(report_id: str) -> Response:
    """Send the refused file as a workbook with commented cells."""
    record = _find(report_id)
    stream = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder:
        annotated.write(_table(record, Path(folder)), record.restored_report, stream)
    return views.spreadsheet(stream, record.filename)


@blueprint.route("/<report_id>/berkas")
def file(report_id: str) -> Response:
    """Send the refused file as it was uploaded, to those who may see it."""
    record = _find(report_id)
    content = store.content(record.id)
    if content is None:
        return tk.abort(404, tk._("The file of this draft is gone. Upload it again."))
    return send_file(io.BytesIO(content), as_attachment=True, download_name=record.filename)


@blueprint.route("/<report_id>/jelaskan", methods=["POST"])
def explain(report_id: str) -> Any:
    """Keep what the office answers to the warnings of a table's check."""
    record = _find(report_id)
    try:
        resource = tk.get_action("resource_show")(_context(), {"id": record.resource_id or ""})
        text = explanations.of_form(record.restored_report, tk.request.form, resource.get(explanations.FIELD) or "")
        tk.get_action("resource_patch")(_context(), {"id": resource["id"], explanations.FIELD: text})
    except tk.ObjectNotFound:
        return tk.abort(404, tk._("There is no such check."))
    except tk.ValidationError as error:
        tk.h.flash_error(" ".join(str(text) for texts in error.error_dict.values() for text in texts))
    else:
        tk.h.flash_success(tk._("The reasons are saved."))
    return tk.redirect_to("dataset.read", id=record.package_id)


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
    record = model.get(report_id)
    try:
        tk.check_access("satudata_report_show", _context(), {"id": report_id})
    except tk.NotAuthorized:
        record = None
    return record or tk.abort(404, tk._("There is no such check."))


def _render(record: model.CheckReport) -> str:
    package = tk.get_action("package_show")(_context(), {"id": record.package_id}) if record.package_id else None
    return tk.render("satudata/report.html", {**shown(record), "pkg": package})


def shown(record: model.CheckReport) -> dict[str, Any]:
    """Return what `satudata/report_of.html` shows of a check."""
    return {
        "check": record,
        "report": record.restored_report,
        "filename": record.filename,
        "steps": _steps(record),
        "standard": _standard_title(record),
    }


def _standard_title(record: model.CheckReport) -> str:
    """Return what people call the standard of a check; its name where it is none of ours any more, "" for none."""
    name = str(record.settings.get("standar") or "")
    return standards.load(name).title if name in standards.names() else name


def _steps(record: model.CheckReport) -> list[Step]:
    return [Step.from_dict(step) for step in record.settings.get("steps", [])]


def _table(record: model.CheckReport, folder: Path) -> CsvFile | None:
    """Return the table that was checked: the places in its report are those of these steps, and of this sheet."""
    content = store.content(record.id)
    if content is None:
        return None
    try:
        return reading.apply(content, record.filename, folder, _steps(record)).file
    except (UnreadableTable, WrongStep):
        return None
