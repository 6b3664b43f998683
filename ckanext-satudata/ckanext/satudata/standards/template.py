"""The Excel file in which officers fill a standard in: drop-downs, formats, a sheet of instructions, an example."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import IO, Any

from ckanext.satudata import config
from ckanext.satudata.late import _
from ckanext.satudata.metadata import codelists
from ckanext.satudata.standards.model import NUMERIC, Field, Standard
from ckanext.satudata.tables import outlets
from xlsxwriter.utility import xl_col_to_name

ROWS = 5000
FORMATS = {
    "integer": "#,##0",
    "number": "#,##0.########",
    "date": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm:ss",
    "year": "0",
}
DATA, GUIDE, EXAMPLE, CODES = "Data", "Petunjuk", "Contoh", "Kode"
# what Excel can compute from its neighbours
LARGEST = 10**15
EARLIEST = datetime.date(1945, 8, 17)


def write(standard: Standard, stream: IO[bytes], rows: Sequence[Mapping[str, str]] = ()) -> None:
    """Write the standard's template as XLSX: sheets Data (to fill in), Petunjuk, Contoh and Kode.

    `rows` stand on sheet Data already: text by the name of the column.
    """
    with outlets.workbook(stream, in_memory=True) as book:
        book.set_properties({"title": standard.title, "comments": f"standar: {standard.name}"})
        data = book.add_worksheet(DATA)
        guide, sample, codes = (book.add_worksheet(name) for name in (GUIDE, EXAMPLE, CODES))
        ranges = _write_codes(book, codes, standard)
        _write_table(book, data, standard)
        for column, field in enumerate(standard.fields):
            _restrict(data, column, field, ranges)
            for place, row in enumerate(rows, 1):
                if row.get(field.name):
                    data.write(place, column, _value(field, row[field.name]), _cell(book, field))
        # no password: it keeps from slips, not from intent
        data.protect("", {"format_columns": True, "insert_rows": True, "delete_rows": True, "sort": True})
        _write_guide(book, guide, standard)
        _write_table(book, sample, standard)
        for column, field in enumerate(standard.fields):
            sample.write(1, column, example(standard, field), _cell(book, field))


def choices(codelist: str, level: str) -> list[codelists.Code]:
    """Return the codes of a list to choose from; of regions those of our district and of a level."""
    if not codelist:
        return []
    codes = codelists.load(codelist)
    if codelist != "wilayah":
        return list(codes)
    district = config.wilayah()
    depth = {"kabupaten_kota": 2, "kecamatan": 3, "desa_kelurahan": 4}.get(level, 0)
    return [code for code in codes if f"{code.code}.".startswith(f"{district}.") and code.code.count(".") + 1 == depth]


def example(standard: Standard, field: Field) -> str | int | float | bool:
    """Return the example of a column, with a region of this district in place of the one that the file names."""
    coded = next((other for other in standard.fields if other.name == field.name_of), field)
    if coded.codelist != "wilayah":
        return field.example
    regions = choices(coded.codelist, coded.level)
    if not regions:
        return field.example
    return regions[0].name if field.name_of else regions[0].code


def _value(field: Field, text: str) -> str | float:
    """Return what stands in a cell: a number where the column has numbers and the text is one."""
    if field.type not in {*NUMERIC, "year"}:
        return text
    try:
        return int(text) if re.fullmatch(r"-?\d{1,15}", text) else float(text)
    except ValueError:
        return text


def _cell(book: Any, field: Field) -> Any:
    # text format keeps 51.08.10 and leading zeros as they are typed
    return book.add_format({"num_format": FORMATS.get(field.type, "@"), "locked": False})


def _write_table(book: Any, sheet: Any, standard: Standard) -> None:
    head = {"bold": True, "bg_color": "#0b4f6c", "font_color": "#ffffff", "border": 1, "locked": True}
    required, optional = book.add_format(head), book.add_format({**head, "bg_color": "#5b8ba0"})
    for column, field in enumerate(standard.fields):
        sheet.set_column(column, column, max(14, len(field.name) + 4), _cell(book, field))
        sheet.write(0, column, field.name, required if field.required else optional)
    sheet.freeze_panes(1, 0)


def _restrict(sheet: Any, column: int, field: Field, ranges: dict[str, str]) -> None:
    rule = _validation(field, ranges)
    message = {"input_title": field.title[:32], "input_message": field.description[:255]}
    if rule is None:
        sheet.data_validation(1, column, ROWS, column, {"validate": "any", **message})
        return
    error = {"error_title": _("Check this cell"), "error_message": _expected(field)[:255]}
    sheet.data_validation(1, column, ROWS, column, {"ignore_blank": True, **rule, **message, **error})


def _validation(field: Field, ranges: dict[str, str]) -> dict[str, Any] | None:
    limits = field.constraints
    if field.name in ranges:
        return {"validate": "list", "source": ranges[field.name]}
    if limits.enum:
        return {"validate": "list", "source": list(limits.enum)}
    if field.type in {*NUMERIC, "year"}:
        kind, number = ("decimal", float) if field.type == "number" else ("integer", int)
        low = number(-LARGEST if limits.minimum is None else limits.minimum)
        largest = LARGEST if field.type != "year" else 2200
        high = number(largest if limits.maximum is None else limits.maximum)
        return {"validate": kind, "criteria": "between", "minimum": low, "maximum": high}
    if field.type == "date":
        return {"validate": "date", "criteria": ">=", "value": EARLIEST}
    return None


def _expected(field: Field) -> str:
    limits = field.constraints
    if field.codelist or limits.enum:
        return _("Choose from the list; sheet Kode says what each code means.")
    if field.type == "date":
        return _("Write a date such as 2025-06-30.")
    return _("Write a number from {0} to {1}, without words.").format(
        "-∞" if limits.minimum is None else limits.minimum, "∞" if limits.maximum is None else limits.maximum
    )


def _write_codes(book: Any, sheet: Any, standard: Standard) -> dict[str, str]:
    """Write each list as two columns, code and name; return the range of the codes by field name."""
    bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    ranges = {}
    column = 0
    for field in standard.fields:
        codes = choices(field.codelist, field.level)
        if not codes:
            continue
        sheet.write(0, column, field.name, bold)
        sheet.write(0, column + 1, field.title, bold)
        for row, code in enumerate(codes, 1):
            sheet.write_string(row, column, code.code, text)
            sheet.write_string(row, column + 1, codelists.label(field.codelist, code))
        sheet.set_column(column, column, 18)
        sheet.set_column(column + 1, column + 1, 42)
        letter = xl_col_to_name(column, col_abs=True)
        ranges[field.name] = f"='{CODES}'!{letter}$2:{letter}${len(codes) + 1}"
        column += 3
    return ranges


def _write_guide(book: Any, sheet: Any, standard: Standard) -> None:
    bold = book.add_format({"bold": True})
    title, wrap = (
        book.add_format({"bold": True, "font_size": 14}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    sheet.write(0, 0, standard.title, title)
    facts = [
        (_("Concept"), standard.konsep),
        (_("Definition"), standard.definisi),
        (_("Classification"), ", ".join(standard.klasifikasi)),
        (_("Measure"), standard.ukuran),
        (_("Unit"), codelists.load("satuan").codes[standard.satuan].name),
        (_("Legal basis"), "; ".join(standard.dasar_hukum)),
        (_("How to fill in"), _("One row for each figure on sheet Data. Leave the header as it is; add no totals.")),
    ]
    for row, (label, text) in enumerate(facts, 2):
        sheet.write(row, 0, label, bold)
        sheet.merge_range(row, 1, row, 5, text, wrap)
        sheet.set_row(row, 15 * (1 + len(text) // 110))
    start = len(facts) + 3
    heads = [_("Column"), _("Meaning"), _("Required"), _("Unit"), _("Code list"), _("Example")]
    for column, head in enumerate(heads):
        sheet.write(start, column, head, bold)
    for row, field in enumerate(standard.fields, start + 1):
        unit = codelists.load("satuan").codes[field.satuan].name if field.satuan else ""
        cells = [field.name, field.description, _("yes") if field.required else "", unit, field.codelist]
        for column, text in enumerate([*cells, str(example(standard, field))]):
            sheet.write_string(row, column, text, wrap)
    for column, width in enumerate((24, 60, 10, 18, 24, 26)):
        sheet.set_column(column, column, width)
