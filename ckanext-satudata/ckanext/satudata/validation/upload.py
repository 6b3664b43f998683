"""The check of an upload, on every way by which a file reaches a dataset: web form and API alike."""

from __future__ import annotations

import datetime
import functools
import hashlib
import io
import os
import tempfile
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata import config
from ckanext.satudata.clock import now
from ckanext.satudata.exceptions import StoppedCheck, UnusableSchema
from ckanext.satudata.gate.steps import Write, Written
from ckanext.satudata.standards import model as standards
from ckanext.satudata.tables import properties, reader, stored
from ckanext.satudata.tables.step import Step
from ckanext.satudata.validation import (
    beside,
    candidates,
    choosing,
    curing,
    model,
    parsed,
    process,
    progress,
    refused,
    store,
)
from ckanext.satudata.validation.candidates import SETTINGS, Candidate, steps_text
from ckanext.satudata.validation.engine import Outcome
from ckanext.satudata.validation.report import WARNING, Problem, Report
from werkzeug.datastructures import FileStorage

# what may stand beside a table without being one
DOCUMENTS = (".pdf", ".geojson", ".json", ".kml", ".zip")
# in the context of a write: the id of the refused file that it publishes
DRAFT = "satudata_draft"
# what only a check may say of a resource
RESULTS = ("validation_status", "validation_timestamp", "validation_warning_count", "validation_report")
# sent with the id of a resource when its table has been checked and stored
table_stored = tk.signals.ckanext.signal("satudata_table_stored")
CHUNK = 1 << 20
KEPT = "kept.parquet"


@dataclass
class Checked:
    """A file that was checked for a resource: the record of it, and where it lies until it is stored."""

    values: dict[str, Any]
    path: Path
    kept: Path
    outcome: Outcome

    @property
    def report(self) -> Report:
        """What was found."""
        return self.outcome.report

    @property
    def steps(self) -> list[Step]:
        """How the file was read."""
        return self.outcome.reading.steps if self.outcome.reading else []


def check_files(write: Write) -> None:
    """Step: check the files among the resources before anything is stored.

    Raises ValidationError at the resource's `upload` (or the setting that was changed). A file that was refused is
    kept as a draft, which the error names in `validation_report`.
    """
    wanted = candidates.of(write)
    for each in wanted:
        each.resource.update({name: each.current[name] for name in RESULTS if each.current and name in each.current})
    if not any(each.wants_check for each in wanted):
        return
    # nobody makes the portal read a file for a dataset that is not theirs
    tk.check_access("package_create" if write.is_new else "package_update", write.context, write.data)
    folder = Path(write.keep_open(tempfile.TemporaryDirectory()))
    for found in _all(write.context, write.id, wanted, folder):
        if found.kept.exists():
            write.tables[found.values["id"]] = found.kept
        write.after(functools.partial(_record, found, str(write.context.get(DRAFT) or "")))


def _all(context: Any, package: str | None, wanted: list[Candidate], folder: Path) -> list[Checked]:
    """Return the files that were checked. Raises ValidationError when one of them is not valid."""
    checked: list[Checked] = []
    errors: list[dict[str, Any]] = []
    for candidate in wanted:
        try:
            found = _check(context, package, candidate, Path(tempfile.mkdtemp(dir=folder)))
        except tk.ValidationError as error:
            errors.append(error.error_dict)
        else:
            errors.append({})
            checked += [found] if found else []
    if any(errors):
        raise tk.ValidationError({"resources": errors})
    return checked


def _check(context: Any, package: str | None, candidate: Candidate, folder: Path) -> Checked | None:
    """Check one file and note the result on its resource; None where there is nothing to check."""
    if not candidate.wants_check:
        return None
    resource, file, path, at = candidate.resource, candidate.file, folder / "upload", "upload"
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
        filename, at = stored.name(candidate.current), candidate.changed_setting or at
        path.write_bytes(stored.content(candidate.current))
    values = _values(context, package, resource, filename, path)
    given, fresh = (None, False) if candidate.refused else candidate.given_steps()
    outcome = _run(candidate, values, given if fresh else None, path)
    checked = Checked(values, path, path.with_name(KEPT), outcome)
    values["report"] = checked.report.as_dict()
    values["settings"]["steps"] = [step.as_dict() for step in checked.steps]
    values["override"] = context.get("satudata_override")
    if not (checked.report.valid or _overridden(checked)):
        # who left a step out may take it back
        _refuse(checked, at, _ask(checked) if candidate.refused else {})
    if checked.outcome.reading is None:
        # what stands beside a table is looked into for personal data, and called nothing that it is not
        resource.update(
            dict.fromkeys(RESULTS, ""), langkah_baca="", hash=values["sha256"], validation_report=values["id"]
        )
        return checked
    if candidate.refused or (not fresh and checked.steps != (given or [])):
        raise tk.ValidationError(_ask(checked))
    resource.update(
        format=reader.format_of(filename).upper(),
        hash=values["sha256"],
        langkah_baca=steps_text(checked.steps),
        validation_status="success",
        validation_timestamp=values["created"].replace(tzinfo=datetime.UTC).isoformat(timespec="seconds"),
        validation_warning_count=str(checked.report.count(WARNING)),
        validation_report=values["id"],
    )
    if curing.is_cured(checked.steps):
        _put_cured(checked, resource)
    elif file is not None:
        _put_nameless(checked, resource)
    return checked


def _ask(checked: Checked) -> dict[str, Any]:
    """Return the errors of a form that asks whether the steps which reading found are right."""
    reading = checked.outcome.reading
    question = choosing.ask(checked.outcome)
    asked = {
        "langkah_baca": [choice.text for choice in question.choices if choice.taken] + question.doubts,
        "langkah_baca_usulan": [steps_text(checked.steps) or "[]"],
        choosing.QUESTION: [question.as_json()],
    }
    if reading and len(reading.sheets) > 1:
        asked["langkah_baca_lembar"] = reading.sheets
    return asked


def _put_cured(checked: Checked, resource: dict[str, Any]) -> None:
    """Let the cured table be what is stored; the file with personal data stays where only its officers see it."""
    assert checked.outcome.reading is not None
    with checked.path.open("rb") as stream:
        store.keep(checked.values["id"], stream)
    name = f"{Path(checked.values['filename']).stem}.csv"
    resource["upload"] = FileStorage(io.BytesIO(checked.outcome.reading.file.path.read_bytes()), name)
    resource.update(format="CSV", langkah_baca="", hash=_sha256(checked.outcome.reading.file.path))


def _put_nameless(checked: Checked, resource: dict[str, Any]) -> None:
    """Let a workbook be stored without the names that a program put into its properties; hash and size follow."""
    removed = properties.strip(checked.path)
    if not removed:
        return
    content = checked.path.read_bytes()
    checked.values.update(sha256=_sha256(checked.path), size=len(content))
    checked.values["settings"]["removed"] = removed
    resource["upload"] = FileStorage(io.BytesIO(content), checked.values["filename"])
    resource["hash"] = checked.values["sha256"]


def _values(context: Any, package: str | None, resource: dict[str, Any], filename: str, path: Path) -> dict[str, Any]:
    user = ckan_model.User.get(context.get("user") or "")
    found = ckan_model.Package.get(package) if package else None
    return {
        "id": str(uuid.uuid4()),
        "package_id": found.id if found else None,
        "resource_id": resource.get("id") or None,
        "user_id": user.id if user else None,
        "created": now(),
        "filename": filename,
        "sha256": _sha256(path),
        "size": path.stat().st_size,
        "settings": {name: resource[name] for name in (*SETTINGS, "name", "description") if resource.get(name)},
        "state": model.VALID,
    }


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


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
        own=_own_schema(resource),
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


def _own_schema(resource: dict[str, Any]) -> dict[str, Any] | None:
    try:
        return parsed.own_schema(resource)
    except UnusableSchema as error:
        raise tk.ValidationError({"skema_tabel": [str(error)]}) from error


def _overridden(checked: Checked) -> bool:
    """Whether a walidata has answered for all that refuses the file: nothing but what the guard found."""
    return bool(checked.values["override"]) and curing.may_be_overridden(checked.report)


def _refuse(checked: Checked, at: str, asked: dict[str, Any]) -> None:
    """Keep the file as a draft, for the OPD and the walidata alone, and raise ValidationError."""
    checked.values["state"] = model.DRAFT

    def keep() -> None:
        with checked.path.open("rb") as stream:
            store.keep(checked.values["id"], stream)

    model.add(checked.values, keep)
    refused = {**asked, at: checked.report.summary(), "validation_report": [checked.values["id"]]}
    noticed = checked.report.summary(WARNING)
    raise tk.ValidationError({**refused, **({"validation_warnings": noticed} if noticed else {})})


def _record(checked: Checked, draft: str, written: Written) -> None:
    """Put a check into the history now that its file is stored, and tell those who wait for tables.

    `draft` is the refused file that is published by it, "" where none is: whoever does that settles it.
    What is held back waits with its parsed table: nothing is loaded of it before it is released.
    """
    holder = next(
        (row for row in written.resources if row.get("validation_report") == checked.values["id"]),
        None,
    )
    if holder is None:
        return
    if checked.kept.exists():
        with checked.kept.open("rb") as stream:
            store.keep(checked.values["id"], stream, store.TABLES)
    is_new = checked.values["resource_id"] is None
    checked.values.update(package_id=written.id, resource_id=holder["id"])
    model.add(checked.values)
    refused.settle(checked.values, holder.get("name") or "", is_new=is_new, kept=draft)
    if checked.outcome.reading is not None and written.is_stored:
        table_stored.send(holder["id"])


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
