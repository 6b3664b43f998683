"""The check of an upload, web form and API alike."""

from __future__ import annotations

import datetime
import os
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata import config
from ckanext.satudata.tables import reader
from ckanext.satudata.validation import engine
from werkzeug.datastructures import FileStorage

# what may stand beside a table without being one
DOCUMENTS = (".pdf", ".geojson", ".json", ".kml", ".zip")


def check(resource: dict[str, Any]) -> None:
    """Check the resource's new file, if it has one and claims to be a table; note the result on the resource.

    Raises ValidationError on field `upload`, before CKAN stores anything.
    """
    file = resource.get("upload")
    if not isinstance(file, FileStorage) or not file.filename:
        return
    _check_size(file)
    name = os.path.basename(file.filename)
    if not reader.format_of(name):
        _check_document(name)
        return
    content = file.stream.read()
    file.stream.seek(0)
    problems = engine.check(content, name)
    if problems:
        raise tk.ValidationError({"upload": engine.summary(problems)})
    resource["format"] = reader.format_of(file.filename).upper()
    resource["validation_status"] = "success"
    resource["validation_timestamp"] = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


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
