"""Excel: the rows on sheet Data (and Data 2 … where one sheet cannot hold them), what they mean on sheet Kamus data.

XlsxWriter makes the book with one sample row a sheet; the rows are streamed into it as the file goes out, so that
neither their number nor the time to write them matters to memory or to a proxy that waits.
"""

from __future__ import annotations

import contextlib
import datetime
import re
import tempfile
import zipfile
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from ckan.plugins.toolkit import _
from ckanext.satudata.exceptions import N_, UnfitTable
from ckanext.satudata.publishing.loaded import Column, LoadedTable
from ckanext.satudata.tables import outlets
from xlsxwriter.utility import xl_col_to_name

MIMETYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LABEL = "XLSX"
DATA, DICTIONARY = "Data", "Kamus data"
# limits of Excel: rows of a sheet, columns, characters of a cell, digits of a number that it keeps
SHEET_ROWS, SHEET_COLUMNS, CELL_LENGTH, DIGITS = 1_048_576, 16_384, 32_767, 15
CHUNK = 1 << 16
# days are counted from here, rightly from 1 March 1900 on
EPOCH, EARLIEST, LATEST = "1899-12-30", "1900-03-01", "9999-12-31"
FORMATS = {"date": "yyyy-mm-dd", "timestamp": "yyyy-mm-dd hh:mm:ss"}
SAMPLE = datetime.datetime.fromisoformat("2025-06-30T00:00")
# XML cannot say control characters; Excel writes them, and what would be read as one, like this
UNSAID = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
COMPRESSION = 4
# bytes of a cell around its text, at most; part of a ZIP from which its sizes need 64 bits
AROUND, ZIP64 = 64, 1 << 31


def chunks(table: LoadedTable, _options: Mapping[str, str]) -> Generator[bytes, None, None]:
    """Yield the file. Raises UnfitTable where Excel would cut a text or leave out columns."""
    _require_fit(table)
    with tempfile.TemporaryDirectory() as folder:
        frame = Path(folder) / "frame.xlsx"
        _write_frame(frame, table)
        yield from _filled(frame, table)


def _require_fit(table: LoadedTable) -> None:
    if len(table.columns) > SHEET_COLUMNS:
        raise UnfitTable(N_("An Excel sheet holds {most} columns. Choose another format."), most=SHEET_COLUMNS)
    texts = [column for column in table.columns if column.kind == "text"]
    lengths = table.ask([f"max(length({column.sql}::text))" for column in texts]) if texts else ()
    for column, length in zip(texts, lengths, strict=True):
        if length and length > CELL_LENGTH:
            text = N_('An Excel cell holds {most} characters; column "{field}" has {length}. Choose another format.')
            raise UnfitTable(text, most=CELL_LENGTH, field=column.name, length=length)


def _sheets(table: LoadedTable) -> list[str]:
    more = max(0, table.count - 1) // (SHEET_ROWS - 1)
    return [DATA, *(f"{DATA} {number}" for number in range(2, more + 2))]


def _write_frame(path: Path, table: LoadedTable) -> None:
    """Write the book; row 2 of each sheet of data is a sample that carries the formats of its columns."""
    with outlets.workbook(path) as book:
        book.set_properties({"title": table.title[:255], "comments": table.address})
        bold = book.add_format({"bold": True})
        formats = {kind: book.add_format({"num_format": form}) for kind, form in FORMATS.items()}
        for name in _sheets(table):
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for index, column in enumerate(table.columns):
                sheet.set_column(index, index, max(12, min(40, len(column.name) + 3)))
                sheet.write_string(0, index, column.name, bold)
                if column.kind in formats:
                    sheet.write_datetime(1, index, SAMPLE, formats[column.kind])
                else:
                    sheet.write_number(1, index, 0)
        _write_dictionary(book.add_worksheet(DICTIONARY), table, bold, book.add_format({"text_wrap": True}))


def _write_dictionary(sheet: Any, table: LoadedTable, bold: Any, wrap: Any) -> None:
    facts = [(_("Title"), table.title), (_("Source"), table.address), (_("Rows"), str(table.count))]
    if table.count >= SHEET_ROWS:
        more = _("A sheet of Excel holds {0} rows; the table goes on in the next sheets.").format(SHEET_ROWS)
        facts.append((_("Note"), more))
    for row, (label, text) in enumerate(facts):
        sheet.write_string(row, 0, label, bold)
        sheet.write_string(row, 1, text[:CELL_LENGTH])
    start = len(facts) + 1
    for index, head in enumerate((_("Column"), _("Label"), _("Type"), _("Unit"), _("Meaning"))):
        sheet.write_string(start, index, head, bold)
    for row, column in enumerate(table.columns, start + 1):
        kind = column.as_dict()["type"]
        for index, text in enumerate((column.name, column.label, kind, column.unit, column.notes)):
            sheet.write_string(row, index, text[:CELL_LENGTH], wrap)
    for index, width in enumerate((26, 32, 12, 16, 70)):
        sheet.set_column(index, index, width)


@dataclass
class _Outlet:
    """A file that cannot be sought: what is written waits until it is taken."""

    waiting: bytearray = field(default_factory=bytearray)

    def write(self, data: bytes) -> int:
        self.waiting += data
        return len(data)

    def flush(self) -> None:
        """Do nothing: ZIP files ask for it."""

    def take(self) -> bytes:
        data, self.waiting = bytes(self.waiting), bytearray()
        return data


def _filled(frame: Path, table: LoadedTable) -> Iterator[bytes]:
    """Yield the book with the rows in the place of the sample rows."""
    outlet = _Outlet()
    parts = {f"xl/worksheets/sheet{index}.xml": index for index in range(1, len(_sheets(table)) + 1)}
    large = AROUND * table.count * len(table.columns) > ZIP64
    with (
        contextlib.closing(_rows(table)) as rows,
        zipfile.ZipFile(frame) as old,
        zipfile.ZipFile(outlet, "w", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION) as new,  # type: ignore[call-overload]
    ):
        for part in old.namelist():
            if part not in parts:
                new.writestr(part, old.read(part))
                continue
            before = (parts[part] - 1) * (SHEET_ROWS - 1)
            height = min(table.count - before, SHEET_ROWS - 1)
            head, styles, tail = _around_rows(old.read(part).decode(), len(table.columns), height)
            with new.open(part, "w", force_zip64=large) as sheet:
                sheet.write(head)
                for text in _sheet_rows(rows, _renderers(table, styles), height):
                    sheet.write(text)
                    if len(outlet.waiting) > CHUNK:
                        yield outlet.take()
                sheet.write(tail)
    yield outlet.take()


def _around_rows(sheet: str, width: int, height: int) -> tuple[bytes, list[str], bytes]:
    """Return what comes before the sample row, the style of each of its cells, and what comes after it."""
    head, rest = sheet.split('<row r="2"', 1)
    sample, tail = rest.split("</row>", 1)
    styles = [style and f' s="{style}"' for style in re.findall(r'<c r="[A-Z]+2"(?: s="(\d+)")?', sample)]
    reach = f'<dimension ref="A1:{xl_col_to_name(width - 1)}{height + 1}"/>'
    return re.sub(r"<dimension [^>]*/>", reach, head).encode(), styles, tail.encode()


def _rows(table: LoadedTable) -> Generator[tuple[str | None, ...], None, None]:
    for batch in table.batches([_expression(column) for column in table.columns]):
        yield from batch


def _expression(column: Column) -> str:
    """Return the SQL of a cell's text; of a date that Excel knows, its number."""
    if column.kind not in FORMATS:
        return f"{column.sql}::text"
    name = column.sql
    number = f"({name} - date '{EPOCH}')::text"
    if column.kind == "timestamp":
        number = f"round(extract(epoch FROM {name} - timestamp '{EPOCH}') / 86400, 11)::text"
    is_in_range = f"{name} >= '{EARLIEST}' AND {name} <= '{LATEST}'"
    return f"CASE WHEN {is_in_range} THEN {number} ELSE {name}::text END"


Renderer = Callable[[str, str], str]


def _sheet_rows(
    rows: Iterator[tuple[str | None, ...]], renderers: list[tuple[str, Renderer]], height: int
) -> Iterator[bytes]:
    for number in range(2, height + 2):
        cells = zip(renderers, next(rows), strict=True)
        texts = [render(f"{letter}{number}", cell) for (letter, render), cell in cells if cell is not None]
        yield f'<row r="{number}">{"".join(texts)}</row>'.encode()


def _renderers(table: LoadedTable, styles: list[str]) -> list[tuple[str, Renderer]]:
    """Return each column's letters and how to write its cells."""
    letters = map(xl_col_to_name, range(len(table.columns)))
    return [
        (letter, _renderer(column, style))
        for letter, column, style in zip(letters, table.columns, styles, strict=True)
    ]


def _renderer(column: Column, style: str) -> Renderer:
    def number(place: str, cell: str) -> str:
        # a number that Excel would round is text, and so is what is none: NaN, a date before 1900
        return f'<c r="{place}"{style}><v>{cell}</v></c>' if _is_exact(cell) else text(place, cell)

    def moment(place: str, cell: str) -> str:
        is_date = "-" not in cell and cell[0].isdigit()
        return f'<c r="{place}"{style}><v>{cell}</v></c>' if is_date else text(place, cell)

    def floating(place: str, cell: str) -> str:
        return f'<c r="{place}"><v>{cell}</v></c>' if cell[-1].isdigit() else text(place, cell)

    def boolean(place: str, cell: str) -> str:
        return f'<c r="{place}" t="b"><v>{int(cell == "true")}</v></c>'

    def text(place: str, cell: str) -> str:
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{_escaped(cell)}</t></is></c>'

    kinds = {"integer": number, "decimal": number, "float": floating, "boolean": boolean}
    return moment if column.kind in FORMATS else kinds.get(column.kind, text)


def _is_exact(cell: str) -> bool:
    if len(cell) <= DIGITS:
        return cell[-1].isdigit()
    digits = cell.lstrip("-").replace(".", "").lstrip("0")
    return digits.isdigit() and len(digits) <= DIGITS


def _escaped(text: str) -> str:
    if UNSAID.search(text):
        text = UNSAID.sub(lambda match: f"_x{ord(match.group()):04X}_", text)
    return escape(text)
