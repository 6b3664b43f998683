"""Excel and OpenDocument workbooks as CSV; the first sheet that is not empty is the table."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ckanext.satudata.exceptions import N_, UnreadableTable
from ckanext.satudata.tables.csvfile import CsvFile
from python_calamine import CalamineError, CalamineWorkbook

FORMATS = ("xlsx", "xls", "ods")


def to_csv(source: Path, target: Path, filename: str) -> CsvFile:
    """Write the table of a workbook to `target`. Raises UnreadableTable naming the file as its owner does."""
    try:
        with CalamineWorkbook.from_path(str(source)) as book:
            rows = next(filter(None, (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)), [])
    except CalamineError as error:
        text = N_("The file {file} cannot be read as a table. Save it again from Excel as XLSX or CSV. ({error})")
        raise UnreadableTable(text, file=filename, error=str(error)) from error
    if not rows:
        raise UnreadableTable(N_("The file {file} is empty. Choose a file with a header row and data."), file=filename)
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        # most cells are text already, and a call for each would take longest
        writer.writerows([cell if type(cell) is str else text_of(cell) for cell in row] for row in rows)
    return CsvFile(target)


def _number(cell: float) -> str:
    return str(int(cell)) if cell.is_integer() else repr(cell)


def _moment(cell: datetime.datetime) -> str:
    return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat()


TEXTS: dict[type, Callable[[Any], str]] = {
    str: str,
    float: _number,
    bool: lambda cell: "true" if cell else "false",
    datetime.datetime: _moment,
    datetime.date: datetime.date.isoformat,
    datetime.time: datetime.time.isoformat,
}


def text_of(cell: Any) -> str:
    """Return a cell as CSV says it: numbers with a point, dates as ISO 8601, nothing for an empty one."""
    return TEXTS.get(type(cell), str)(cell)
