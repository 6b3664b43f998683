"""MS-Keg, MS-Var and MS-Ind as XLSX forms; `forms/` says which cell holds what, and whence that is known.

A form has fewer places than a document. Taking one in starts from what the record says today: a cell that says the
same changes nothing, an empty one is left alone, and only what somebody has changed goes into the document.
"""

from __future__ import annotations

import copy
import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import IO, Any

import yaml
from ckanext.satudata.exceptions import UnfitDocument
from ckanext.satudata.exchange import rows
from ckanext.satudata.exchange.cells import CELLS, Spec
from ckanext.satudata.exchange.intake import Problem
from ckanext.satudata.late import _
from ckanext.satudata.tables import faults, outlets, workbook
from xlsxwriter.utility import xl_cell_to_rowcol, xl_rowcol_to_cell

WIDTHS = {"A": 8, "B": 44, "C": 44, "D": 60}
# Excel's own limit
LONGEST = 32_767
# by which a record that is there already is known
IDENTIFYING = {"data.judul_kegiatan", "data.nama", "data.alias"}
OWNER = "data.blok_i.instansi_penyelanggara"
FindCurrent = Callable[[dict[str, Any]], dict[str, Any] | None]


@dataclass(frozen=True)
class Filled:
    """A form that was read: documents, and the cell of each place: {(number of the document, path): "B21"}."""

    documents: list[dict[str, Any]]
    cells: dict[tuple[int, str], str]
    problems: list[Problem]

    def placed(self, problem: Problem) -> Problem:
        """Return a problem of a document with the cell instead of the place, where one holds it."""
        number, _bracket, address = problem.place.removeprefix("[").partition("]")
        if not number.isdigit():
            return problem
        address = address.strip()
        cell = next(
            (
                cell
                for (document_number, path), cell in self.cells.items()
                if document_number == int(number) and _same(path, address)
            ),
            "",
        )
        return Problem(f"{cell} ({address})" if cell and address else cell or problem.place, problem.text)


def _same(path: str, address: str) -> bool:
    return f"{address}.".startswith(f"{path}.") or f"{path}.".startswith(f"{address}.")


@functools.cache
def layout(kind: str) -> dict[str, Any]:
    """Return the cells of a form."""
    return yaml.safe_load((resources.files(__package__) / "forms" / f"{kind}.yaml").read_text(encoding="utf-8"))


def write(kind: str, documents: list[dict[str, Any]], stream: IO[bytes]) -> None:
    """Write documents as a form: one activity (ms-keg), or variables or indicators row by row."""
    with outlets.workbook(stream, in_memory=True) as book:
        if "questions" in layout(kind):
            _write_questions(book, kind, documents[0])
        else:
            _write_rows(book, kind, documents)


def _write_rows(book: Any, kind: str, documents: list[dict[str, Any]]) -> None:
    form = layout(kind)
    head, wrap = _looks(book)
    sheet = book.add_worksheet(form["sheet"])
    sheet.write("B1", rows.load(kind).title, book.add_format({"bold": True, "font_size": 14}))
    sheet.write("AK10", "Nama OPD", book.add_format({"bold": True}))
    office = rows.value_at(documents[0], ("produsen_data", "name")) if documents else ""
    sheet.write(form["organization"], str(office or ""))
    first = form["first_row"]
    for spec in form["cells"]:
        sheet.write(f"{spec['column']}{first - 1}", spec["title"], head)
        sheet.set_column(f"{spec['column']}:{spec['column']}", 24)
        for number, document in enumerate(documents):
            _write_cell(sheet, f"{spec['column']}{first + number}", _cell(kind, spec, document), wrap)


def _write_questions(book: Any, kind: str, document: dict[str, Any]) -> None:
    form = layout(kind)
    head, wrap = _looks(book)
    sheet = book.add_worksheet(form["sheet"])
    sheet.write("A1", rows.load(kind).title, book.add_format({"bold": True, "font_size": 14}))
    for column, width in WIDTHS.items():
        sheet.set_column(f"{column}:{column}", width)
    for column, title in zip(WIDTHS, ("Blok", "Pertanyaan", "Pilihan", "Isian"), strict=True):
        sheet.write(f"{column}{form['first_row'] - 1}", title, head)
    for number, spec in enumerate(form["questions"]):
        row = form["first_row"] + number
        for column, text in (("A", spec["block"]), ("B", spec["question"]), ("C", _choices(kind, spec))):
            sheet.write(f"{column}{row}", text, wrap)
        _write_cell(sheet, f"{form['answer']}{row}", _cell(kind, spec, document), wrap)
    sheet.freeze_panes(form["first_row"] - 1, 0)
    for table in form["tables"]:
        inner = book.add_worksheet(table["sheet"])
        inner.set_column(0, len(table["keys"]) - 1, 30)
        for place, key in enumerate(table["keys"]):
            inner.write(0, place, key, head)
            for number, item in enumerate(rows.value_at(document, tuple(table["path"].split("."))) or [], 1):
                _write_cell(inner, xl_rowcol_to_cell(number, place), item.get(key), wrap)


def _looks(book: Any) -> tuple[Any, Any]:
    head = book.add_format(
        {"bold": True, "bg_color": "#0b4f6c", "font_color": "#ffffff", "border": 1, "text_wrap": True}
    )
    return head, book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})


def _write_cell(sheet: Any, address: str, value: Any, look: Any) -> None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(address, value)
    else:
        # as a text, so that nothing is a formula
        sheet.write_string(address, str("" if value is None else value)[:LONGEST], look)


def _choices(kind: str, spec: Spec) -> str:
    """Return the codes to choose from, one in each line."""
    row = _row(kind, spec)
    if spec.get("cell") == "yes":
        return "Ya / Tidak"
    if spec.get("cell") not in {"code", "flags"}:
        return ""
    codes = [code for number in range(len(row.fields)) for code in row.codes(number)]
    return "\n".join(code.code for code in codes if code.code != row.options.get("folded"))


def _row(kind: str, spec: Spec) -> rows.Row:
    path = tuple(spec["path"].split("."))
    # a row of the form may be a part of a place, as a stage of the plan is
    return next(row for row in rows.load(kind).rows if path[: len(row.path)] == row.path)


def _cell(kind: str, spec: Spec, document: Mapping[str, Any]) -> Any:
    value = rows.value_at(document, tuple(spec["path"].split(".")))
    written = CELLS[spec.get("cell", "text")].write(spec, _row(kind, spec), value)
    if "with" not in spec:
        return written
    more = rows.value_at(document, tuple(spec["with"]["path"].split(".")))
    return f"{written}\n{spec['with']['mark']} {more}"


def parse_form(kind: str, path: Path, filename: str, find_current: FindCurrent) -> Filled:
    """Parse a form. `find_current` gives the current document of the record of that name. Raises UnreadableTable."""
    form = layout(kind)
    with workbook.opened(path, filename) as book:
        sources = {name: workbook.sheet_source(book, name) for name in book.sheet_names}
    sheets = {name: _Sheet(name, workbook.lines(workbook.dress(source, path))) for name, source in sources.items()}
    sheet = sheets.get(form["sheet"]) or next(iter(sheets.values()))
    reading = _Reading(kind, sheet, find_current)
    if "questions" in form:
        reading.questions(sheets)
    else:
        reading.rows()
    for other in sheets.values():
        reading.filled.problems.extend(other.problems("" if other is sheet else f"{other.name}!"))
    return reading.filled


@dataclass(frozen=True)
class _Sheet:
    """The cells of a sheet, and those that were asked for and have no value: {address: what stands there}."""

    name: str
    rows: list[list[str]]
    faulty: dict[str, str] = field(default_factory=dict)

    def text(self, address: str) -> str:
        """Return a cell; nothing for an error or a formula without a value, of which note is taken."""
        row, column = xl_cell_to_rowcol(address)
        cells = self.rows[row] if row < len(self.rows) else []
        text = cells[column].strip() if column < len(cells) else ""
        if faults.describe(text):
            self.faulty[address] = text
            return ""
        return text

    def problems(self, prefix: str) -> Iterator[Problem]:
        """Yield what is wrong with cells that were asked for, each at its address behind `prefix`."""
        for address, text in self.faulty.items():
            cure = faults.describe(text)
            if cure:
                yield Problem(f"{prefix}{address}", _(cure).format(**faults.values(text)))


class _Reading:
    """A form that is being read into `filled`."""

    def __init__(self, kind: str, sheet: _Sheet, find_current: FindCurrent) -> None:
        self.kind = kind
        self.sheet = sheet
        self.find_current = find_current
        self.form = layout(kind)
        self.filled = Filled([], {}, [])

    def rows(self) -> None:
        """Read a document from each row."""
        for row in range(self.form["first_row"], len(self.sheet.rows) + 1):
            answers = [(spec, f"{spec['column']}{row}") for spec in self.form["cells"]]
            if any(self.sheet.text(cell) for _spec, cell in answers):
                self._document(answers, self.sheet.text(self.form["organization"]))

    def questions(self, sheets: Mapping[str, _Sheet]) -> None:
        """Read the one document of a form with a question in each row."""
        column, first = self.form["answer"], self.form["first_row"]
        answers = [(spec, f"{column}{first + number}") for number, spec in enumerate(self.form["questions"])]
        owner = next(cell for spec, cell in answers if spec["path"] == OWNER)
        document = self._document(answers, self.sheet.text(owner))
        for table in self.form["tables"]:
            if table["sheet"] in sheets:
                _table(table, sheets[table["sheet"]], document)

    def _document(self, answers: list[tuple[Spec, str]], owner: str) -> dict[str, Any]:
        begun: dict[str, Any] = {"data": {}}
        for spec, cell in answers:
            if spec["path"] in IDENTIFYING:
                rows.put(begun, tuple(spec["path"].split(".")), self.sheet.text(cell))
        document = copy.deepcopy(self.find_current(begun)) or {"data": {}}
        if owner and not rows.value_at(document, ("produsen_data", "name")):
            rows.put(document, ("produsen_data", "name"), owner)
        self.filled.documents.append(document)
        for spec, cell in answers:
            self.filled.cells[len(self.filled.documents), spec["path"]] = cell
            self._cell(spec, cell, document)
        return document

    def _cell(self, spec: Spec, cell: str, document: dict[str, Any]) -> None:
        text = self.sheet.text(cell)
        if not text or text == str(_cell(self.kind, spec, document)).strip():
            return
        try:
            _apply(self.kind, spec, document, text)
        except UnfitDocument as error:
            self.filled.problems.append(Problem(cell, str(error)))


def _table(table: Spec, sheet: _Sheet, document: dict[str, Any]) -> None:
    """Read a list that has a sheet of its own; keys of its items that are not there stay."""
    place = tuple(table["path"].split("."))
    before = rows.value_at(document, place) or []
    lines = [
        {key: sheet.text(xl_rowcol_to_cell(row, column)) for column, key in enumerate(table["keys"])}
        for row in range(1, len(sheet.rows))
    ]
    items = [item for item in lines if any(item.values())]
    if items != [{key: item.get(key) for key in table["keys"]} for item in before]:
        named = {item.get("nama"): item for item in before}
        rows.put(document, place, [{**named.get(item["nama"], {}), **item} for item in items])


def _apply(kind: str, spec: Spec, document: dict[str, Any], text: str) -> None:
    path = tuple(spec["path"].split("."))
    if "with" in spec:
        text, _mark, more = text.partition(spec["with"]["mark"])
        if more.strip():
            rows.put(document, tuple(spec["with"]["path"].split(".")), more.strip())
    value = CELLS[spec.get("cell", "text")].read(spec, _row(kind, spec), text.strip(), rows.value_at(document, path))
    rows.put(document, path, value)
