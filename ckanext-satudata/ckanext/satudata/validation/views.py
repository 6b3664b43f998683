"""The page on which anyone checks a file without saving it; nothing of the file is kept."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

from ckan.lib.munge import munge_name
from ckan.plugins import toolkit as tk
from ckanext.satudata import config
from ckanext.satudata.exceptions import SatuDataError
from ckanext.satudata.standards import model
from ckanext.satudata.standards.helpers import satudata_standard_choices
from ckanext.satudata.tables.step import Step
from ckanext.satudata.validation import annotated, apart, choosing, process, progress, upload
from ckanext.satudata.validation.engine import Outcome
from ckanext.satudata.web import limits
from flask import Blueprint, Response, current_app, jsonify, make_response, send_file

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# after which the page of a check that takes longer asks again
AGAIN_SECONDS = 3
blueprint = Blueprint("satudata_check", __name__, url_prefix="/satudata")


@blueprint.route("/periksa", methods=["GET", "POST"])
def check() -> Any:
    """Show the form and, for a file that was sent, what is wrong with it; or send that as JSON or XLSX."""
    chosen = tk.request.values.get("standar", "")
    if tk.request.method == "GET":
        return _page({"chosen": chosen})
    file = tk.request.files.get("berkas")
    error = _unusable(file)
    if error:
        return _page({"chosen": chosen, "error": error})
    name = os.path.basename(file.filename)
    try:
        refused = _refused()
    except tk.ValidationError as wrong:
        messages = [str(text) for texts in wrong.error_dict.values() for text in texts]
        return _page({"chosen": chosen, "error": " ".join(messages)})
    made, folder = apart.folder()
    path = folder / "upload"
    file.save(path)
    job = process.Job(
        path,
        name,
        folder,
        refused=tuple(refused),
        sheet=tk.request.values.get("lembar") or None,
        standard=chosen if chosen in model.names() else None,
    )
    report_progress = progress.teller(tk.request.values.get(progress.FIELD, ""))
    going_on = apart.Check(current_app._get_current_object(), made, job, report_progress)  # type: ignore[attr-defined]
    try:
        going_on.start()
        answer = going_on.answer(lambda outcome: _answer(outcome, name, chosen))
    except SatuDataError as stopped:
        return _page({"chosen": chosen, "error": str(stopped)})
    form = tk.request.values.get("bentuk") or None
    return answer or tk.redirect_to("satudata_check.later", token=going_on.token, standar=chosen, bentuk=form)


@blueprint.route("/periksa/hasil/<token>")
def later(token: str) -> Any:
    """Show what a check found that took longer than a request waits; until then a page that asks again by itself."""
    chosen = tk.request.values.get("standar", "")
    try:
        result = apart.find(token)
    except SatuDataError as stopped:
        return _page({"chosen": chosen, "error": str(stopped)})
    if result:
        return _answer(result[1], result[0], chosen)
    page = make_response(_page({"chosen": chosen, "is_going_on": True}), 202)
    page.headers.update({"Refresh": str(AGAIN_SECONDS), "Cache-Control": "no-store"})
    return page


@blueprint.route("/kemajuan/<token>")
def percent(token: str) -> Response:
    """Return the progress of a check: {"percent": 0 to 100, or null where no check has this token}."""
    return jsonify({"percent": progress.percent(token)})


def _refused() -> list[Step]:
    """Return the steps that the visitor has left out. Raises ValidationError for what is no form of ours."""
    form = tk.request.form
    return choosing.parse_refused(form.get(choosing.SHOWN), form.getlist(choosing.TAKEN))


def _answer(outcome: Outcome, name: str, chosen: str) -> Any:
    form = tk.request.values.get("bentuk", "")
    if form == "json":
        return described(outcome.report.described(name), name)
    if form == "xlsx":
        stream = io.BytesIO()
        file = outcome.reading.file if outcome.reading else None
        annotated.write(file if file and file.path.exists() else None, outcome.report, stream)
        return spreadsheet(stream, name)
    shown = {"chosen": chosen, "report": outcome.report, "filename": name, "outcome": outcome}
    return _page({**shown, "reading": outcome.reading})


def described(report: dict[str, Any], name: str) -> Response:
    """Send a report in frictionless's format."""
    answer = jsonify(report)
    answer.headers["Content-Disposition"] = f"attachment; filename={_report_name(name)}.json"
    return answer


def spreadsheet(stream: io.BytesIO, name: str) -> Response:
    """Send a workbook with commented cells."""
    stream.seek(0)
    return send_file(stream, XLSX, as_attachment=True, download_name=f"{_report_name(name)}.xlsx")


def _report_name(name: str) -> str:
    return f"pemeriksaan-{munge_name(Path(name).stem)}"


def _unusable(file: Any) -> str:
    """Return why a file is not even looked into, or ""."""
    if file is None or not file.filename:
        return tk._("Choose a file first.")
    if limits.too_often("check", config.checks_per_hour()):
        return tk._("Too many files from your address. Try again in an hour, or log in and upload there.")
    limit = config.check_file_mb()
    file.stream.seek(0, os.SEEK_END)
    size = file.stream.tell()
    file.stream.seek(0)
    if size > limit * 2**20:
        return tk._("The file is larger than {0} MB. Check a part of it here.").format(limit)
    return upload.why_unusable(os.path.basename(file.filename))


def _page(values: dict[str, Any]) -> str:
    """Return the page that checks a file, with the standards to choose from."""
    return tk.render("satudata/check.html", {"standards": satudata_standard_choices({}), **values})
