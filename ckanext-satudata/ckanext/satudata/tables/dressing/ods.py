"""OpenDocument spreadsheets: cells say themselves what kind of value they hold."""

from __future__ import annotations

import itertools
import zipfile
from pathlib import Path
from typing import Any
from xml.parsers import expat

from ckanext.satudata.exceptions import N_, UnreadableTable
from ckanext.satudata.tables import faults, shown
from ckanext.satudata.tables.dressing import Put
from ckanext.satudata.tables.source import Hidden

CONTENT = "content.xml"
CELLS = {"table:table-cell", "table:covered-table-cell"}
UNSEEN = {"collapse", "filter"}
# rows and columns that a file may repeat where they hold something; more are the rest of a sheet
MOST_REPEATED = 1 << 14


def look(path: Path, sheet: str, put: Put) -> Hidden:
    """Report error cells, formulas without a value, percent, rupiah, and hidden rows and columns of a sheet."""
    cells = _Cells(sheet, put)
    parser = expat.ParserCreate()
    parser.StartElementHandler = cells.start
    parser.EndElementHandler = cells.end
    parser.StartDoctypeDeclHandler = _refuse
    try:
        with zipfile.ZipFile(path) as archive, archive.open(CONTENT) as stream:
            parser.ParseFile(stream)
    except (zipfile.BadZipFile, expat.ExpatError, KeyError, ValueError) as error:
        text = N_("The sheet {sheet} cannot be read. Save the file again from Excel as XLSX. ({error})")
        raise UnreadableTable(text, sheet=sheet, error=str(error)) from error
    return cells.hidden


def _refuse(*_declaration: Any) -> None:
    raise ValueError("a document type is declared")


class _Cells:
    """Follows the elements of the one sheet."""

    def __init__(self, sheet: str, put: Put) -> None:
        self.sheet = sheet
        self.put = put
        self.hidden = Hidden()
        self.within = False
        self.first = self.row = self.column = self.head = 0
        self.rows_repeated = 1

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take note of an element that begins."""
        if name == "table:table":
            self.within = attributes.get("table:name") == self.sheet
        if not self.within:
            return
        if name == "table:table-row":
            self.first, self.column = self.row, 0
            self.rows_repeated = _repeated(attributes, "table:number-rows-repeated")
            if attributes.get("table:visibility") in UNSEEN:
                self.hidden.rows.update(hidden_row + 1 for hidden_row in _few(self.row, self.rows_repeated))
        elif name == "table:table-column":
            count = _repeated(attributes, "table:number-columns-repeated")
            if attributes.get("table:visibility") in UNSEEN:
                self.hidden.columns.update(_few(self.head, count))
            self.head += count
        elif name in CELLS:
            self._cell(attributes)

    def _cell(self, attributes: dict[str, str]) -> None:
        count = _repeated(attributes, "table:number-columns-repeated")
        what = _what(attributes)
        if what is not None:
            for row, column in itertools.product(_few(self.row, self.rows_repeated), _few(self.column, count)):
                self.put(row, column, what)
        self.column += count

    def end(self, name: str) -> None:
        """Take note of an element that ends."""
        if name == "table:table":
            self.within = False
        elif name == "table:table-row" and self.within:
            self.row += self.rows_repeated


def _few(start: int, count: int) -> range:
    return range(start, start + min(count, MOST_REPEATED))


def _repeated(attributes: dict[str, str], name: str) -> int:
    return int(attributes.get(name, 1))


def _what(attributes: dict[str, str]) -> str | shown.Shown | None:
    kind = attributes.get("office:value-type")
    if kind == "percentage":
        return shown.PERCENT
    if kind == "currency" and attributes.get("office:currency", "").upper() in {"IDR", "RP"}:
        return shown.CURRENCY
    if "table:formula" not in attributes:
        return None
    if kind is None:
        return faults.formula(attributes["table:formula"].removeprefix("of:"))
    return None
