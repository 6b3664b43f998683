"""The check of an upload, web form and API alike."""

from __future__ import annotations

import datetime
import os
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata import config
from ckanext.satudata.exceptions import UnknownStandard
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.tables import reader, stored
from ckanext.satudata.validation import engine, expected
from ckanext.satudata.validation.report import ERROR
from werkzeug.datastructures import FileStorage

# what may stand beside a table without being one
DOCUMENTS = (".pdf", ".geojson", ".json", ".kml", ".zip")


def check(resource: dict[str, Any], current: dict[str, Any] | None = None) -> None:
    """Check the resource's file, if it claims to be a table, and note the result on the resource.

    A new file is checked, and so is the one that is stored (of `current`) when it is to follow another standard.
    Raises ValidationError on field `upload` or `standar`, before CKAN stores anything.
    """
    file = resource.get("upload")
    if isinstance(file, FileStorage) and file.filename:
        _check_new(resource, file)
    elif current and _changes_standard(resource, current):
        _check_table(resource, stored.content(current), stored.name(current), "standar")


def changes_table(resource: dict[str, Any], current: dict[str, Any]) -> bool:
    """Tell whether an update brings another file, or another way to read the same."""
    return bool(resource.get("upload")) or _changes_standard(resource, current)


def _changes_standard(resource: dict[str, Any], current: dict[str, Any]) -> bool:
    return (
        (resource.get("standar") or "") != (current.get("standar") or "")
        and current.get("url_type") == "upload"
        and bool(reader.format_of(stored.name(current)))
    )


def _check_new(resource: dict[str, Any], file: FileStorage) -> None:
    _check_size(file)
    name = os.path.basename(file.filename or "")
    if not reader.format_of(name):
        _check_document(name)
        return
    content = file.stream.read()
    file.stream.seek(0)
    _check_table(resource, content, name, "upload")
    resource["format"] = reader.format_of(name).upper()


def _check_table(resource: dict[str, Any], content: bytes, name: str, field: str) -> None:
    problems = engine.check(content, name, _standard(resource))
    errors = [problem for problem in problems if problem.level == ERROR]
    if errors:
        raise tk.ValidationError({field: engine.summary(errors)})
    resource["validation_warnings"] = "\n".join(engine.summary(problems))
    resource["validation_status"] = "success"
    resource["validation_timestamp"] = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


def _standard(resource: dict[str, Any]) -> Standard | None:
    try:
        return expected.standard_of(resource)
    except UnknownStandard as error:
        text = tk._('There is no Standar Data "{0}". Choose one of the list, or none.')
        raise tk.ValidationError({"standar": [text.format(resource["standar"])]}) from error


def _check_document(name: str) -> None:
    if name.lower().endswith(DOCUMENTS):
        return
    text = tk._(
        "The file {0} is not a table. Upload CSV or XLSX; from Excel choose Save As, Excel Workbook (.xlsx). "
        "Documents beside the table may be {1}."
    )
    raise tk.ValidationError({"upload": [text.format(name, ", ".join(DOCUMENTS).replace(".", "").upper())]})


def _check_size(file: FileStorage) -> None:
    file.stream.seek(0, os.SEEK_END)
    size = file.stream.tell() / 2**20
    file.stream.seek(0)
    if size <= config.max_file_mb():
        return
    text = tk._("The file is {0:.0f} MB; at most {1} MB can be uploaded. Split it by year and upload the parts.")
    raise tk.ValidationError({"upload": [text.format(size, config.max_file_mb())]})
