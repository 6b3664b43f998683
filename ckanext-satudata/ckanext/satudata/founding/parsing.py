"""Reads the workbook: each value with the cell that it stands in, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ckan.plugins.toolkit import _
from ckanext.satudata.exceptions import N_, BadWorkbook
from ckanext.satudata.founding.form import (
    CAPACITIES,
    DISTRICT,
    DISTRICT_LINES,
    OFFICE_COLUMNS,
    OFFICE_NAMES,
    OFFICES,
    PEOPLE,
    PEOPLE_COLUMNS,
    Column,
)
from ckanext.satudata.metadata import codelists
from python_calamine import CalamineError, CalamineWorkbook
from xlsxwriter.utility import xl_col_to_name


@dataclass(frozen=True)
class Problem:
    """What is wrong in one cell, e.g. "OPD!F7"."""

    cell: str
    text: str

    def __str__(self) -> str:
        return f"{self.cell}: {self.text}"


@dataclass
class Row:
    """A line of a sheet: values by the names of its columns, as codes, and the cell of each."""

    values: dict[str, str]
    cells: dict[str, str]


@dataclass
class Book:
    """The whole workbook."""

    district: Row
    offices: list[Row]
    people: list[Row]
    problems: list[Problem] = field(default_factory=list)


def parse(path: Path) -> Book:
    """Return what a workbook says, with what is wrong in single cells. Raises BadWorkbook where it is none of ours."""
    try:
        sheets = CalamineWorkbook.from_path(path)
        content = {name: sheets.get_sheet_by_name(name) for name in (DISTRICT, OFFICES, PEOPLE)}
    except (CalamineError, OSError) as error:
        text = N_("{0} is no workbook of a district ({1}). Make one with ./satudata init --template FILE.xlsx.")
        raise BadWorkbook(text, path.name, error) from error
    rows = {name: [[_text(cell) for cell in row] for row in _whole(sheet)] for name, sheet in content.items()}
    book = Book(Row({}, {}), [], [])
    book.district = _district(rows[DISTRICT], book.problems)
    book.offices = list(_rows(OFFICES, rows[OFFICES], OFFICE_COLUMNS, book.problems))
    book.people = list(_rows(PEOPLE, rows[PEOPLE], PEOPLE_COLUMNS, book.problems))
    return book


def _whole(sheet: Any) -> list[list[Any]]:
    """Return the rows from A1 on, so that a cell's place is its address."""
    rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    return rows


def _text(cell: Any) -> str:
    """Return a cell as text; a whole number that was typed into it has no decimals."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _district(rows: Sequence[Sequence[str]], problems: list[Problem]) -> Row:
    lines = {line.title.casefold(): line for line in DISTRICT_LINES}
    row = Row({}, {})
    for number, cells in enumerate(rows, 1):
        line = lines.get(cells[0].casefold()) if cells else None
        if line is None:
            continue
        row.values[line.name] = cells[1] if len(cells) > 1 else ""
        row.cells[line.name] = f"{DISTRICT}!B{number}"
    for line in DISTRICT_LINES:
        if line.required and not row.values.get(line.name):
            problems.append(
                Problem(row.cells.get(line.name, f"{DISTRICT}!A1"), _("{0} is missing.").format(line.title))
            )
    return row


def _rows(
    sheet: str, rows: Sequence[Sequence[str]], columns: Sequence[Column], problems: list[Problem]
) -> Iterator[Row]:
    head = [text.casefold() for text in rows[0]] if rows else []
    places = {
        column.name: head.index(column.title.casefold()) for column in columns if column.title.casefold() in head
    }
    for column in columns:
        if column.required and column.name not in places:
            problems.append(Problem(f"{sheet}!A1", _('The column "{0}" is missing.').format(column.title)))
    for number, cells in enumerate(rows[1:], 2):
        if not any(cells):
            continue
        row = Row({}, {})
        for column in columns:
            if column.name not in places:
                continue
            place = places[column.name]
            row.cells[column.name] = f"{sheet}!{xl_col_to_name(place)}{number}"
            text = cells[place] if place < len(cells) else ""
            row.values[column.name] = _value(column, text, row.cells[column.name], problems)
        yield row


def _value(column: Column, text: str, cell: str, problems: list[Problem]) -> str:
    if not text:
        if column.required:
            problems.append(Problem(cell, _("{0} is missing.").format(column.title)))
        return ""
    if not column.codelist or column.codelist == OFFICE_NAMES:
        return text
    if column.codelist == "tugas":
        code = CAPACITIES.get(text.casefold())
    else:
        codes = codelists.load(column.codelist)
        match = codes.lookup(text) or codes.lookup(text.split(" ", 1)[0])
        code = match.code if match else None
    if code is None:
        problems.append(
            Problem(cell, _('"{0}" is not in the list of {1}. Choose from it.').format(text, column.title))
        )
        return ""
    return code
