"""The officer's table as an Excel file in which each wrong cell is coloured and carries what is wrong as a comment."""

from __future__ import annotations

import csv
from typing import BinaryIO

import xlsxwriter
from ckan.plugins.toolkit import _
from ckanext.satudata.tables import outlets
from ckanext.satudata.tables.csvfile import CsvFile
from ckanext.satudata.validation import marks
from ckanext.satudata.validation.report import ERROR, Report

MOST_ROWS = 100_000
COLOURS = {ERROR: "#FFC7CE"}
NOTICED = "#FFEB9C"
COMMENT = {"x_scale": 2, "y_scale": 1.5}


def write(file: CsvFile | None, report: Report, stream: BinaryIO) -> None:
    """Write the table (at most 100,000 rows of it) and the list of all problems that the report keeps."""
    with outlets.workbook(stream, constant_memory=True) as book:
        if file is not None:
            _write_table(book, file, report)
        _write_list(book, report)


def _write_table(book: xlsxwriter.Workbook, file: CsvFile, report: Report) -> None:
    sheet = book.add_worksheet(_("Table"))
    formats = {level: book.add_format({"bg_color": COLOURS.get(level, NOTICED)}) for level in ("error", "warning")}
    bold = book.add_format({"bold": True})
    report_marks = marks.Marks(report)
    sheet.freeze_panes(1, 0)
    with file.path.open(encoding="utf-8-sig", newline="") as text:
        for row, cells in enumerate(csv.reader(text, delimiter=file.delimiter)):
            if row > MOST_ROWS:
                break
            for column, cell in enumerate(cells):
                problems = report_marks.at(row + 1, column)
                level = report_marks.level(row + 1, column, filled=bool(cell))
                style = formats.get(level, bold if row == 0 else None)
                _write_cell(sheet, row, column, cell, style)
                if problems:
                    sheet.write_comment(row, column, "\n".join(problem.message for problem in problems), COMMENT)


def _write_cell(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: str, style: object) -> None:
    # a code such as 01 or 51.08 must stay what it is
    if cell.isascii() and cell.isdigit() and len(cell) < 16 and not (cell.startswith("0") and len(cell) > 1):
        sheet.write_number(row, column, int(cell), style)
    elif cell or style:
        sheet.write_string(row, column, cell, style)


def _write_list(book: xlsxwriter.Workbook, report: Report) -> None:
    sheet = book.add_worksheet(_("Findings"))
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 1, 14)
    sheet.set_column(2, 2, 24)
    sheet.set_column(3, 3, 90, wrapped)
    for column, title in enumerate((_("Level"), _("Cell"), _("Column"), _("What is wrong and how to mend it"))):
        sheet.write_string(0, column, title, bold)
    for row, problem in enumerate(report.problems, 1):
        level = _("Error") if problem.level == ERROR else _("Warning")
        for column, text in enumerate((level, problem.cell or "", problem.field or "", problem.message)):
            sheet.write_string(row, column, text)
    if report.total > len(report.problems):
        rest = report.total - len(report.problems)
        sheet.write_string(len(report.problems) + 1, 3, _("… and {0} more.").format(rest))
