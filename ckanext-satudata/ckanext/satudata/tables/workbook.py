"""Excel and OpenDocument workbooks as CSV; the first sheet that is not empty is the table."""

from __future__ import annotations

import contextlib
import csv
import datetime
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ckanext.satudata.exceptions import N_, UnreadableTable
from ckanext.satudata.tables import dressing
from ckanext.satudata.tables.csvfile import CsvFile
from ckanext.satudata.tables.shown import Shown
from ckanext.satudata.tables.source import GridSource, Range
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

FORMATS = ("xlsx", "xls", "ods")

# of a sheet in Excel; a damaged file may claim more
MOST_ROWS, MOST_COLUMNS = 1 << 20, 1 << 14


def to_csv(source: Path, target: Path, filename: str) -> CsvFile:
    """Write the table of a workbook to `target`. Raises UnreadableTable naming the file as its owner does."""
    with opened(source, filename) as book:
        filled = (source for source in (sheet_source(book, name) for name in book.sheet_names) if source.grid)
        sheet = next(filled, None)
    if sheet is None:
        raise UnreadableTable(N_("The file {file} is empty. Choose a file with a header row and data."), file=filename)
    rows = dress(sheet, source).grid
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


def hidden_sheets(book: CalamineWorkbook) -> list[str]:
    """Return the names of the sheets with cells that people do not see, where they see others."""
    visible = set(sheets(book) or book.sheet_names)
    return [name for name in book.sheet_names if name not in visible and book.get_sheet_by_name(name).height]


def sheet_source(book: CalamineWorkbook, name: str) -> GridSource:
    """Return the used range of a sheet."""
    sheet = book.get_sheet_by_name(name)
    row, column = sheet.start or (0, 0)
    return GridSource(name, _merged(sheet, column), row + 1, column, grid=sheet.to_python(), text=text_of)


def dress(source: GridSource, path: Path) -> GridSource:
    """Give the cells of a sheet the text by which people know them, and report what of it is hidden.

    The ending of `path` is the format. Raises UnreadableTable when the file cannot be understood.
    """
    grid, top, left = source.grid, source.first - 1, source.shift

    def put(row: int, column: int, what: str | Shown) -> None:
        row, column = row - top, column - left
        if not (0 <= row < MOST_ROWS and 0 <= column < MOST_COLUMNS):
            return
        if isinstance(what, str):
            _set(grid, row, column, what)
        elif row < len(grid) and column < len(grid[row]):
            text = what.text(grid[row][column])
            if text is not None:
                source.shown.add(column)
                grid[row][column] = text

    assert source.sheet is not None
    hidden = dressing.look(path, path.suffix.lstrip("."), source.sheet, put)
    width = max(map(len, grid), default=0)
    for cells in grid:
        if len(cells) < width:
            cells.extend([""] * (width - len(cells)))
    source.hidden.rows |= hidden.rows
    source.hidden.columns |= {column - left for column in hidden.columns if column >= left}
    return source


def lines(source: GridSource) -> list[list[str]]:
    """Return the rows of a sheet as text from its first row and column, the empty ones above and beside included."""
    width = max(map(len, source.grid), default=0) + source.shift
    above = [[""] * width for _row in range(source.first - 1)]
    return above + [[""] * source.shift + [source.text(cell) for cell in row] for row in source.grid]


def _set(grid: list[list[Any]], row: int, column: int, text: str) -> None:
    """Write a cell that may lie beyond what calamine found."""
    grid.extend([] for _row in range(row + 1 - len(grid)))
    cells = grid[row]
    cells.extend([""] * (column + 1 - len(cells)))
    cells[column] = text


def _merged(sheet: CalamineSheet, column: int) -> list[Range]:
    """Return the merged ranges: rows as they are numbered, columns from the first that is used."""
    ranges = sheet.merged_cell_ranges or []
    return [(top + 1, left - column, bottom + 1, right - column) for (top, left), (bottom, right) in ranges]


def _number(cell: float) -> str:
    return str(int(cell)) if cell.is_integer() else repr(cell)


def _duration(cell: datetime.timedelta) -> str:
    """Return a duration in ISO 8601, in hours and smaller parts: PT26H30M."""
    sign, rest = ("-", -cell) if cell < datetime.timedelta() else ("", cell)
    seconds = round(rest.total_seconds(), 3)
    hours, minutes = divmod(int(seconds) // 60, 60)
    left = f"{seconds % 60:g}"
    parts = [f"{hours}H" if hours else "", f"{minutes}M" if minutes else "", f"{left}S" if left != "0" else ""]
    return f"{sign}PT{''.join(parts) or '0S'}"


def _moment(cell: datetime.datetime) -> str:
    return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat()


TEXTS: dict[type, Callable[[Any], str]] = {
    str: str,
    float: _number,
    bool: lambda cell: "true" if cell else "false",
    datetime.datetime: _moment,
    datetime.date: datetime.date.isoformat,
    datetime.time: datetime.time.isoformat,
    datetime.timedelta: _duration,
}


def text_of(cell: Any) -> str:
    """Return a cell as CSV has it: numbers with a point, dates as ISO 8601, nothing for an empty one."""
    return TEXTS.get(type(cell), str)(cell)
