"""The check of an upload, on every way by which a file reaches a dataset: web form and API alike."""

from __future__ import annotations

import datetime
import functools
import os
import tempfile
import uuid
from pathlib import Path
from typing import Any

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata import config
from ckanext.satudata.clock import now
from ckanext.satudata.exceptions import StoppedCheck, UnusableSchema
from ckanext.satudata.gate.steps import Write
from ckanext.satudata.standards import model as standards
from ckanext.satudata.tables import reader, stored
from ckanext.satudata.tables.step import Step
from ckanext.satudata.validation import (
    beside,
    candidates,
    curing,
    explanations,
    model,
    parsed,
    process,
    progress,
)
from ckanext.satudata.validation.candidates import SETTINGS, Candidate, steps_text
from ckanext.satudata.validation.checked import Checked, sha256
from ckanext.satudata.validation.engine import Outcome
from ckanext.satudata.validation.report import WARNING, Problem, Report
from werkzeug.datastructures import FileStorage

# what may stand beside a table without being one
DOCUMENTS = (".pdf", ".geojson", ".json", ".kml", ".zip")
# in the context of a write: the id of the check of the refused file that it stores
REFUSED = "satudata_refused"
# what only a check may say of a resource
RESULTS = ("validation_status", "validation_timestamp", "validation_warning_count", "validation_report")
CHUNK = 1 << 20
KEPT = "kept.parquet"


def check_files(write: Write) -> None:
    """Step: check the files among the resources before anything is stored.

    Raises ValidationError at the resource's `upload` (or the setting that was changed). A file that was refused is
    kept, see `gate.refusals`; the error names its check in `validation_report`.
    """
    all_candidates = candidates.of(write)
    for candidate in all_candidates:
        candidate.resource.update(
            {name: candidate.current[name] for name in RESULTS if candidate.current and name in candidate.current}
        )
    if not any(candidate.wants_check for candidate in all_candidates):
        return
    # nobody makes the portal read a file for a dataset that is not theirs
    tk.check_access("package_create" if write.is_new else "package_update", write.context, write.data)
    folder = Path(write.keep_open(tempfile.TemporaryDirectory()))
    refused = str(write.context.get(REFUSED) or "")
    for checked in _check_all(write.context, write.id, all_candidates, folder):
        if checked.kept.exists():
            write.tables[checked.values["id"]] = checked.kept
        write.after(functools.partial(checked.record, refused))


def _check_all(context: Any, package: str | None, all_candidates: list[Candidate], folder: Path) -> list[Checked]:
    """Return the files that were checked. Raises ValidationError when one of them is not valid."""
    checked: list[Checked] = []
    errors: list[dict[str, Any]] = []
    for candidate in all_candidates:
        try:
            result = _check(context, package, candidate, Path(tempfile.mkdtemp(dir=folder)))
        except tk.ValidationError as error:
            errors.append(error.error_dict)
        else:
            errors.append({})
            checked += [result] if result else []
    if any(errors):
        raise tk.ValidationError({"resources": errors})
    return checked


def _check(context: Any, package: str | None, candidate: Candidate, folder: Path) -> Checked | None:
    """Check one file and note the result on its resource; None where there is nothing to check."""
    if not candidate.wants_check:
        return None
    resource, file, path, error_field = candidate.resource, candidate.file, folder / "upload", "upload"
    if file is not None:
        filename = os.path.basename(file.filename or "")
        _check_size(file)
        unusable = why_unusable(filename)
        if unusable:
            raise tk.ValidationError({"upload": [unusable]})
        file.save(path, CHUNK)
        file.stream.seek(0)
    else:
        assert candidate.current is not None
        filename = stored.name(candidate.current)
        error_field = candidate.changed_setting or error_field
        path.write_bytes(stored.content(candidate.current))
    values = _values(context, package, resource, filename, path)
    steps, fresh = (None, False) if candidate.refused else candidate.submitted_steps()
    outcome = _run(candidate, values, steps if fresh else None, path)
    checked = Checked(values, path, path.with_name(KEPT), outcome)
    values["report"] = checked.report.as_dict()
    values["settings"]["steps"] = [step.as_dict() for step in checked.steps]
    values["override"] = context.get("satudata_override")
    if not (checked.report.valid or checked.is_overridden):
        # who left a step out may take it back
        questions = checked.confirmation_errors() if candidate.refused else {}
        checked.refuse(error_field, questions, str(context.get(REFUSED) or ""))
    if checked.outcome.reading is None:
        # what stands beside a table is looked into for personal data, and called nothing that it is not
        resource.pop(explanations.ANSWERS, None)
        resource.update(
            dict.fromkeys(RESULTS, ""), langkah_baca="", hash=values["sha256"], validation_report=values["id"]
        )
        return checked
    if candidate.refused or (not fresh and checked.steps != (steps or [])):
        raise tk.ValidationError(checked.confirmation_errors())
    resource.update(
        format=reader.format_of(filename).upper(),
        hash=values["sha256"],
        langkah_baca=steps_text(checked.steps),
        validation_status="success",
        validation_timestamp=values["created"].replace(tzinfo=datetime.UTC).isoformat(timespec="seconds"),
        validation_warning_count=str(checked.report.count(WARNING)),
        validation_report=values["id"],
    )
    explanations.apply(resource, checked.report)
    if curing.is_cured(checked.steps):
        checked.replace_by_cured(resource)
    elif file is not None:
        checked.strip_properties(resource)
    return checked


def _values(context: Any, package: str | None, resource: dict[str, Any], filename: str, path: Path) -> dict[str, Any]:
    user = ckan_model.User.get(context.get("user") or "")
    dataset = ckan_model.Package.get(package) if package else None
    return {
        "id": str(uuid.uuid4()),
        "package_id": dataset.id if dataset else None,
        "resource_id": resource.get("id") or None,
        "user_id": user.id if user else None,
        "created": now(),
        "filename": filename,
        "sha256": sha256(path),
        "size": path.stat().st_size,
        "settings": {name: resource[name] for name in (*SETTINGS, "name", "description") if resource.get(name)},
        "state": model.VALID,
    }


def _run(candidate: Candidate, values: dict[str, Any], steps: list[Step] | None, path: Path) -> Outcome:
    resource = candidate.resource
    job = process.Job(
        path,
        values["filename"],
        path.parent,
        steps=steps,
        refused=tuple(candidate.refused),
        sheet=candidate.sheet or None,
        standard=_standard(resource),
        custom_schema=_custom_schema(resource),
        kept=path.with_name(KEPT),
    )
    try:
        return process.run(job, progress.teller(candidate.token))
    except StoppedCheck as error:
        # what nobody could look into, a walidata may answer for
        kind = "check-error" if reader.format_of(values["filename"]) else beside.UNREAD
        problem = Problem(kind, None, None, error.text, error.values)
        return Outcome(Report([], 0, [problem], {problem.type: 1}))


def _standard(resource: dict[str, Any]) -> str | None:
    name = resource.get("standar")
    if not name:
        return None
    if name not in standards.names():
        text = tk._('There is no Standar Data "{0}". Choose one of the list, or none.')
        raise tk.ValidationError({"standar": [text.format(name)]})
    return name


def _custom_schema(resource: dict[str, Any]) -> dict[str, Any] | None:
    try:
        return parsed.custom_schema(resource)
    except UnusableSchema as error:
        raise tk.ValidationError({"skema_tabel": [str(error)]}) from error


def why_unusable(name: str) -> str:
    """Return why a file of this name is neither a table nor a document beside one, or ""; in the reader's language."""
    if reader.format_of(name) or name.lower().endswith(DOCUMENTS):
        return ""
    text = tk._(
        "The file {0} is not a table. Upload CSV or XLSX; from Excel choose Save As, Excel Workbook (.xlsx). "
        "Documents beside the table may be {1}."
    )
    return text.format(name, ", ".join(DOCUMENTS).replace(".", "").upper())


def _check_size(file: FileStorage) -> None:
    file.stream.seek(0, os.SEEK_END)
    size = file.stream.tell() / 2**20
    file.stream.seek(0)
    if size <= config.max_file_mb():
        return
    text = tk._("The file is {0:.0f} MB; at most {1} MB can be uploaded. Split it by year and upload the parts.")
    raise tk.ValidationError({"upload": [text.format(size, config.max_file_mb())]})
