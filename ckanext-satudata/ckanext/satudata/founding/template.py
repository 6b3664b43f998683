"""Writes the workbook that a district fills in: sheets for itself, its offices and its people, with drop-downs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import IO, Any

from ckan.plugins.toolkit import _
from ckanext.satudata import config
from ckanext.satudata.founding.form import (
    CAPACITIES,
    CODES,
    DISTRICT,
    DISTRICT_LINES,
    GUIDE,
    MOST_OFFICES,
    MOST_PEOPLE,
    OFFICE_COLUMNS,
    OFFICE_NAMES,
    OFFICES,
    PEOPLE,
    PEOPLE_COLUMNS,
    Column,
)
from ckanext.satudata.metadata import codelists
from ckanext.satudata.tables import outlets
from xlsxwriter.utility import xl_col_to_name

HEAD = {"bold": True, "bg_color": "#0b4f6c", "font_color": "#ffffff", "border": 1}


def write(
    stream: IO[bytes],
    district: Mapping[str, str] | None = None,
    offices: Sequence[Mapping[str, str]] = (),
    people: Sequence[Mapping[str, str]] = (),
) -> None:
    """Write the workbook; values by the names of the columns are filled in as they are."""
    values = {"wilayah": config.wilayah(), **(district or {})}
    with outlets.workbook(stream, in_memory=True) as book:
        sheets = {name: book.add_worksheet(name) for name in (GUIDE, DISTRICT, OFFICES, PEOPLE, CODES)}
        ranges = _write_codes(book, sheets[CODES])
        _write_guide(book, sheets[GUIDE])
        _write_district(book, sheets[DISTRICT], values)
        _write_rows(book, sheets[OFFICES], OFFICE_COLUMNS, ranges, most=MOST_OFFICES, rows=offices)
        _write_rows(book, sheets[PEOPLE], PEOPLE_COLUMNS, ranges, most=MOST_PEOPLE, rows=people)
        sheets[DISTRICT].activate()


def choices(codelist: str) -> list[str]:
    """Return what a cell is chosen from; a code stands in front where names alone say too little."""
    if codelist == "tugas":
        return [name.capitalize() for name in CAPACITIES]
    codes = list(codelists.load(codelist))
    return [f"{code.code} {code.name}" for code in codes] if codelist == "urusan" else [code.name for code in codes]


def _write_codes(book: Any, sheet: Any) -> dict[str, str]:
    """Write each list as a column; return its range by the name of the list."""
    bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    lists = dict.fromkeys(column.codelist for column in (*OFFICE_COLUMNS, *PEOPLE_COLUMNS) if column.codelist)
    # short names are chosen from the sheet of offices itself
    place = xl_col_to_name([column.name for column in OFFICE_COLUMNS].index("name"), col_abs=True)
    ranges = {OFFICE_NAMES: f"='{OFFICES}'!{place}$2:{place}${MOST_OFFICES + 1}"}
    for index, name in enumerate(name for name in lists if name != OFFICE_NAMES):
        rows = choices(name)
        sheet.write(0, index, name, bold)
        for row, choice in enumerate(rows, 1):
            sheet.write_string(row, index, choice, text)
        sheet.set_column(index, index, 40)
        letter = xl_col_to_name(index, col_abs=True)
        ranges[name] = f"='{CODES}'!{letter}$2:{letter}${len(rows) + 1}"
    return ranges


def _write_rows(
    book: Any,
    sheet: Any,
    columns: Sequence[Column],
    ranges: Mapping[str, str],
    *,
    most: int,
    rows: Sequence[Mapping[str, str]],
) -> None:
    required, optional = book.add_format(HEAD), book.add_format({**HEAD, "bg_color": "#5b8ba0"})
    # codes and telephone numbers stay as they are typed
    text = book.add_format({"num_format": "@"})
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width, text)
        sheet.write(0, index, column.title, required if column.required else optional)
        rule: dict[str, Any] = {"validate": "any"}
        if column.codelist:
            rule = {"validate": "list", "source": ranges[column.codelist], "error_message": _("Choose from the list.")}
        message = {"input_title": column.title, "input_message": _(column.help)[:255]}
        sheet.data_validation(1, index, most, index, {"ignore_blank": True, **rule, **message})
    for number, row in enumerate(rows, 1):
        for index, column in enumerate(columns):
            sheet.write_string(number, index, row.get(column.name, ""), text)
    sheet.freeze_panes(1, 1)


def _write_district(book: Any, sheet: Any, values: Mapping[str, str]) -> None:
    head, text = book.add_format(HEAD), book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    for index, (title, width) in enumerate(((_("What"), 24), (_("Value"), 60), (_("Help"), 70))):
        sheet.set_column(index, index, width, text)
        sheet.write(0, index, title, head)
    for row, line in enumerate(DISTRICT_LINES, 1):
        sheet.write_string(row, 0, line.title, text)
        sheet.write_string(row, 1, values.get(line.name, ""), text)
        sheet.write_string(row, 2, _(line.help), text)
    sheet.freeze_panes(1, 1)


def _write_guide(book: Any, sheet: Any) -> None:
    title, wrap = book.add_format({"bold": True, "font_size": 14}), book.add_format({"text_wrap": True})
    sheet.set_column(0, 0, 110, wrap)
    sheet.write(0, 0, _("The district in one workbook"), title)
    lines = (
        _("Fill in the sheets Kabupaten, OPD and Petugas. Dark headings are required; many cells have a list."),
        _("At most {0} offices and {1} people at a time.").format(MOST_OFFICES, MOST_PEOPLE),
        _("The district's government comes first, OPDs stand below it, UPTDs below their OPD (column Induk)."),
        _("Then: ./satudata init FILE.xlsx --check says what is wrong, at the cell, and stores nothing."),
        _("./satudata init FILE.xlsx takes it in, and writes a PDF with a link for each new person, to hand over."),
        _("It may come again, corrected or longer: what is there is changed, not doubled; nothing is deleted."),
    )
    for row, line in enumerate(lines, 2):
        sheet.write(row, 0, line)
