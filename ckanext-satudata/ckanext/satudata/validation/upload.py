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


def check(resource: dict[str, Any]) -> None:
    """Check the resource's new file, if it has one and claims to be a table; note the result on the resource.

    Raises ValidationError on field `upload`, before CKAN stores anything.
    """
    file = resource.get("upload")
    if not isinstance(file, FileStorage) or not file.filename:
        return
    _check_size(file)
    if not reader.format_of(file.filename):
        return
    content = file.stream.read()
    file.stream.seek(0)
    problems = engine.check(content, os.path.basename(file.filename))
    if problems:
        raise tk.ValidationError({"upload": engine.summary(problems)})
    resource["format"] = reader.format_of(file.filename).upper()
    resource["validation_status"] = "success"
    resource["validation_timestamp"] = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds")


def _check_size(file: FileStorage) -> None:
    file.stream.seek(0, os.SEEK_END)
    size = file.stream.tell() / 2**20
    file.stream.seek(0)
    if size <= config.max_file_mb():
        return
    text = tk._("The file is {0:.0f} MB; at most {1} MB can be uploaded. Split it by year and upload the parts.")
    raise tk.ValidationError({"upload": [text.format(size, config.max_file_mb())]})
