"""The binary format of Excel 97 to 2003, through xlrd, which knows formats and hidden rows."""

from __future__ import annotations

import struct
from pathlib import Path

import xlrd
from ckanext.satudata.exceptions import N_, UnreadableTable
from ckanext.satudata.tables import faults, shown
from ckanext.satudata.tables.dressing import Put
from ckanext.satudata.tables.source import Hidden

BROKEN = (xlrd.XLRDError, xlrd.compdoc.CompDocError, AssertionError, IndexError, KeyError, ValueError, struct.error)


def look(path: Path, sheet: str, put: Put) -> Hidden:
    """Report error cells, formats and hidden rows and columns of a sheet; its formulas always have a value."""
    try:
        with (
            path.open("rb") as stream,
            xlrd.open_workbook(file_contents=stream.read(), formatting_info=True, on_demand=True) as book,
        ):
            if sheet not in book.sheet_names():
                return Hidden()
            return _look(book, book.sheet_by_name(sheet), put)
    except BROKEN as error:
        text = N_("The sheet {sheet} cannot be read. Save the file again from Excel as XLSX. ({error})")
        raise UnreadableTable(text, sheet=sheet, error=str(error)) from error


def _look(book: xlrd.book.Book, cells: xlrd.sheet.Sheet, put: Put) -> Hidden:
    formats = [shown.of(book.format_map[style.format_key].format_str) for style in book.xf_list]
    for row in range(cells.nrows):
        kinds, styles = cells.row_types(row), [cells.cell_xf_index(row, column) for column in range(cells.ncols)]
        for column, kind in enumerate(kinds):
            if kind == xlrd.XL_CELL_ERROR:
                put(row, column, faults.error(xlrd.error_text_from_code.get(cells.cell_value(row, column), "")))
            elif look := formats[styles[column]]:
                put(row, column, look)
    rows = {row + 1 for row, info in cells.rowinfo_map.items() if info.hidden}
    return Hidden(rows, {column for column, info in cells.colinfo_map.items() if info.hidden})
