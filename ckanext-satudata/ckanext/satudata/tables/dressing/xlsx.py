"""Office Open XML: the sheet's own XML is read once more, and only where it has anything to tell."""

from __future__ import annotations

import posixpath
import re
import zipfile
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat

from ckanext.satudata.exceptions import N_, UnreadableTable
from ckanext.satudata.tables import faults, shown
from ckanext.satudata.tables.dressing import Put
from ckanext.satudata.tables.origin import position
from ckanext.satudata.tables.shown import Shown
from ckanext.satudata.tables.source import Hidden

CHUNK, OVERLAP = 1 << 20, 256
WORKBOOK = "xl/workbook.xml"
TELLING = rb"""\bt\s*=\s*["']e["']|<(?:\w+:)?f[\s>/]|hidden\s*=\s*["'](?:1|true)["']|zeroHeight"""
MOST_COLUMNS = 1 << 14
TRUE = {"1", "true"}


def look(path: Path, sheet: str, put: Put) -> Hidden:
    """Report error cells, formulas without a value, formats and hidden rows and columns of a sheet."""
    try:
        with zipfile.ZipFile(path) as archive:
            part = _part(archive, sheet)
            if part is None:
                return Hidden()
            formats = _formats(archive)
            with archive.open(part) as stream:
                if not _has_formats_or_hidden(stream, list(formats)):
                    return Hidden()
            with archive.open(part) as stream:
                cells = _Cells(put, formats)
                _parse(stream, cells.start, cells.end, cells)
                return cells.hidden
    except (zipfile.BadZipFile, expat.ExpatError, KeyError, ValueError) as error:
        text = N_("The sheet {sheet} cannot be read. Save the file again from Excel as XLSX. ({error})")
        raise UnreadableTable(text, sheet=sheet, error=str(error)) from error


def _parse(stream: IO[bytes], start: Any, end: Any = None, cells: _Cells | None = None) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = _refuse
    if cells:
        cells.parser = parser
    parser.ParseFile(stream)


def _refuse(*_declaration: Any) -> None:
    raise ValueError("a document type is declared")


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _part(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """Return the name of the part that holds a sheet."""
    ids: list[str] = []
    targets: dict[str, str] = {}

    def sheets(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "sheet" and attributes.get("name") == sheet:
            ids.extend(value for key, value in attributes.items() if _local(key) == "id" and ":" in key)

    def relations(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "Relationship":
            targets[attributes["Id"]] = attributes["Target"]

    with archive.open(WORKBOOK) as stream:
        _parse(stream, sheets)
    with archive.open("xl/_rels/workbook.xml.rels") as stream:
        _parse(stream, relations)
    target = targets.get(ids[0]) if ids else None
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/") if target else None


def _formats(archive: zipfile.ZipFile) -> dict[str, Shown]:
    """Return how the styles of cells, by their numbers, show a number; only those that add something to it."""
    codes = dict(shown.BUILT_IN)
    styles: list[int] = []
    within: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        name = _local(name)
        within.append(name)
        if name == "numFmt" and "formatCode" in attributes and "dxf" not in within:
            codes[int(attributes["numFmtId"])] = attributes["formatCode"]
        elif name == "xf" and "cellXfs" in within:
            styles.append(int(attributes.get("numFmtId", 0)))

    if "xl/styles.xml" not in archive.namelist():
        return {}
    with archive.open("xl/styles.xml") as stream:
        _parse(stream, start, lambda _name: within.pop())
    looks = {str(number): shown.of(codes.get(code, "")) for number, code in enumerate(styles)}
    return {number: look for number, look in looks.items() if look}


def _has_formats_or_hidden(stream: IO[bytes], styles: list[str]) -> bool:
    """Return whether a sheet has a cell of these styles or anything else of interest, as far as its bytes say."""
    parts = [TELLING]
    if styles:
        parts.append(rb"""\bs\s*=\s*["'](?:""" + "|".join(styles).encode() + rb""")["']""")
    pattern = re.compile(b"|".join(parts))
    before = b""
    while chunk := stream.read(CHUNK):
        if pattern.search(before + chunk):
            return True
        before = chunk[-OVERLAP:]
    return False


class _Cells:
    """Follows the elements of a sheet; text is taken in only where it is needed."""

    def __init__(self, put: Put, formats: dict[str, Shown]) -> None:
        self.put = put
        self.formats = formats
        self.hidden = Hidden()
        self.parser: Any = None
        self.names: dict[str, str] = {}
        self.columns: dict[str, int] = {}
        self.row = self.column = -1
        self.all_rows_hidden = False
        self.cell: dict[str, str] = {}
        self.formula: list[str] | None = None
        self.value: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take note of an element that begins."""
        local = self.names.get(name) or self.names.setdefault(name, _local(name))
        if local == "c":
            self._start_cell(attributes)
        elif local == "v":
            if self.formula is not None or self.cell.get("t") == "e":
                self.parser.CharacterDataHandler = self.value.append
        elif local == "f":
            self.formula = []
            self.parser.CharacterDataHandler = self.formula.append
        elif local == "row":
            self._start_row(attributes)
        elif local == "col" and attributes.get("hidden") in TRUE:
            last = min(int(attributes["max"]), MOST_COLUMNS)
            self.hidden.columns.update(range(int(attributes["min"]) - 1, last))
        elif local == "sheetFormatPr":
            self.all_rows_hidden = attributes.get("zeroHeight") in TRUE

    def _start_row(self, attributes: dict[str, str]) -> None:
        self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
        self.column = -1
        hidden = attributes.get("hidden")
        if hidden in TRUE or (hidden is None and self.all_rows_hidden):
            self.hidden.rows.add(self.row + 1)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r")
        if place:
            letters = place.rstrip("0123456789")
            if letters not in self.columns:
                self.columns[letters] = position(letters)
            self.column = self.columns[letters]
        else:
            self.column += 1
        self.cell = attributes
        look = self.formats.get(attributes.get("s", ""))
        if look:
            self.put(self.row, self.column, look)

    def end(self, name: str) -> None:
        """Take note of an element that ends."""
        local = self.names[name]
        if local in {"v", "f"}:
            self.parser.CharacterDataHandler = None
        elif local == "c":
            if self.cell.get("t") == "e":
                self.put(self.row, self.column, faults.error("".join(self.value)))
            # a text formula whose value is the empty text has one
            elif self.formula is not None and not self.value and self.cell.get("t") != "str":
                self.put(self.row, self.column, faults.formula("".join(self.formula) or "…"))
            self.formula, self.value = None, []
