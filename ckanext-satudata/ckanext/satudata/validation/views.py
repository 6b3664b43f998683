"""The page on which anyone checks a file without saving it; nothing of the file is kept."""

from __future__ import annotations

import csv
import json
import os
import tempfile
import time
from pathlib import Path
from typing import Any

from ckan.lib.redis import connect_to_redis
from ckan.plugins import toolkit as tk
from ckanext.satudata import config
from ckanext.satudata.exceptions import UnreadableTable
from ckanext.satudata.standards import model
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.tables import reader
from ckanext.satudata.tables.csvfile import CsvFile
from ckanext.satudata.validation import engine
from ckanext.satudata.validation.report import ERROR, Problem
from flask import Blueprint

HOUR = 3600
FIRST_ROWS = 20
MOST_ROWS = 200
blueprint = Blueprint("satudata_check", __name__, url_prefix="/satudata")


@blueprint.route("/periksa", methods=["GET", "POST"])
def check() -> Any:
    """Show the form and, for a file that was sent, what is wrong with it."""
    shown: dict[str, Any] = {"chosen": tk.request.values.get("standar", "")}
    if tk.request.method == "POST":
        shown |= _answer(tk.request.files.get("berkas"), shown["chosen"])
    return tk.render("satudata/check.html", shown)


def _answer(file: Any, chosen: str) -> dict[str, Any]:
    if file is None or not file.filename:
        return {"error": tk._("Choose a file first.")}
    if _too_often():
        return {"error": tk._("Too many files from your address. Try again in an hour, or log in and upload there.")}
    limit = config.check_file_mb()
    content = file.stream.read(limit * 2**20 + 1)
    if len(content) > limit * 2**20:
        return {"error": tk._("The file is larger than {0} MB. Check a part of it here.").format(limit)}
    name = os.path.basename(file.filename)
    if not reader.format_of(name):
        known = ", ".join(each.upper() for each in reader.FORMATS)
        return {"error": tk._("The file {0} is not a table. Choose one of {1}.").format(name, known)}
    return _result(content, name, model.load(chosen) if chosen in model.names() else None)


def _result(content: bytes, name: str, standard: Standard | None) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        try:
            file = reader.as_csv(content, name, Path(folder))
        except UnreadableTable as error:
            return {"error": str(error)}
        problems = engine.check_file(file, standard)
        report = {
            "file": name,
            "standard": standard.name if standard else None,
            "valid": all(each.level != ERROR for each in problems),
            "problems": [each.as_dict() for each in problems],
        }
        text = json.dumps(report, ensure_ascii=False, indent=1)
        return {"report": report, "report_json": text, "table": excerpt(file, problems), "standard": standard}


def excerpt(file: CsvFile, problems: list[Problem]) -> dict[str, Any]:
    """Return the first rows and those with problems, with the messages at each cell.

    {"header": [text], "rows": [{"number", "cells": [{"text", "messages": [text], "level"}]}], "more": whether rows are
    left out}; numbers count as in a spreadsheet, the header is row 1.
    """
    at: dict[tuple[int | None, str | None], list[Problem]] = {}
    for problem in problems:
        at.setdefault((problem.row, problem.field), []).append(problem)
    wanted = {problem.row for problem in problems if problem.row}
    rows: list[dict[str, Any]] = []
    more = False
    with file.path.open(encoding="utf-8-sig", newline="") as stream:
        lines = csv.reader(stream, delimiter=file.delimiter)
        header = next(lines, [])
        for number, cells in enumerate(lines, 2):
            if number > FIRST_ROWS + 1 and number not in wanted:
                more = True
                continue
            if len(rows) == MOST_ROWS:
                more = True
                break
            whole_row = at.get((number, None), [])
            rows.append({"number": number, "cells": _cells(header, cells, number, at), "messages": _texts(whole_row)})
    return {"header": header, "rows": rows, "more": more}


def _cells(header: list[str], cells: list[str], number: int, at: dict[Any, list[Problem]]) -> list[dict[str, Any]]:
    width = max(len(header), len(cells))
    result = []
    for index in range(width):
        label = header[index] if index < len(header) else ""
        found = at.get((number, label), [])
        level = min((problem.level for problem in found), default="")
        text = cells[index] if index < len(cells) else ""
        result.append({"text": text, "messages": _texts(found), "level": level})
    return result


def _texts(problems: list[Problem]) -> list[str]:
    return [problem.message for problem in problems]


def _too_often() -> bool:
    """Count this address's files of the current hour in Redis."""
    key = f"satudata:check:{tk.request.remote_addr}:{int(time.time()) // HOUR}"
    redis = connect_to_redis()
    count = redis.incr(key)
    redis.expire(key, HOUR)
    return count > config.checks_per_hour()
