"""Excel and OpenDocument workbooks as CSV; the first sheet that is not empty is the table."""

from __future__ import annotations

import contextlib
import csv
import datetime
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ckanext.satudata.exceptions import N_, UnreadableTable
from ckanext.satudata.tables.csvfile import CsvFile
from ckanext.satudata.tables.source import GridSource, Range
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

FORMATS = ("xlsx", "xls", "ods")


def to_csv(source: Path, target: Path, filename: str) -> CsvFile:
    """Write the table of a workbook to `target`. Raises UnreadableTable naming the file as its owner does."""
    with opened(source, filename) as book:
        rows = next(filter(None, (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)), [])
    if not rows:
        raise UnreadableTable(N_("The file {file} is empty. Choose a file with a header row and data."), file=filename)
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        # most cells are text already, and a call for each would take longest
        writer.writerows([cell if type(cell) is str else text_of(cell) for cell in row] for row in rows)
    return CsvFile(target)


@contextlib.contextmanager
def opened(source: Path, filename: str) -> Iterator[CalamineWorkbook]:
    """Open a workbook. Raises UnreadableTable naming the file as its owner does."""
    try:
        with CalamineWorkbook.from_path(str(source)) as book:
            yield book
    except CalamineError as error:
        text = N_("The file {file} cannot be read as a table. Save it again from Excel as XLSX or CSV. ({error})")
        raise UnreadableTable(text, file=filename, error=str(error)) from error


def sheets(book: CalamineWorkbook) -> list[str]:
    """Return the names of the sheets that people see, in their order."""
    return [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]


def sheet_source(book: CalamineWorkbook, name: str) -> GridSource:
    """Return the used range of a sheet."""
    sheet = book.get_sheet_by_name(name)
    row, column = sheet.start or (0, 0)
    return GridSource(name, _merged(sheet, column), row + 1, column, grid=sheet.to_python(), text=text_of)


def _merged(sheet: CalamineSheet, column: int) -> list[Range]:
    """Return the merged ranges: rows as they are numbered, columns from the first that is used."""
    ranges = sheet.merged_cell_ranges or []
    return [(top + 1, left - column, bottom + 1, right - column) for (top, left), (bottom, right) in ranges]


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
