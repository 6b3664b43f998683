"""The Daftar Data Daerah as a file: XLSX or CSV out, and in again, all rows or none."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata.exchange.daftar_columns import columns, derived_row, fault, title_of
from ckanext.satudata.exchange.daftar_data import KIND, may_edit
from ckanext.satudata.exchange.intake import Problem
from ckanext.satudata.exchange.model import keep
from ckanext.satudata.standards.model import key as compared
from ckanext.satudata.tables import faults, formulas, opening, outlets
from xlsxwriter.utility import xl_rowcol_to_cell

_ = tk._

ROWS = 1000
NUMBERED = re.compile(r"\(\d+\)")


@dataclass(frozen=True)
class Entry:
    """A row that was read: where it stands, its cells by column title, the organization and dataset that it is of."""

    row: int
    cells: dict[str, str]
    organization: str
    dataset: str | None

    @property
    def title(self) -> str:
        """What the data is called."""
        return self.cells[title_of("nama_data")]

    @property
    def key(self) -> str:
        """What tells a planned entry from the others of its organization."""
        return "" if self.dataset else compared(self.title)


def _header(rows: list[dict[str, str]]) -> list[str]:
    """Return the titles of all columns: ours, then those that only came with a list."""
    return list(dict.fromkeys([*(column.title for column in columns()), *(title for row in rows for title in row)]))


def write_csv(rows: list[dict[str, str]], stream: IO[str]) -> None:
    """Write the list as CSV: two header rows, the second with the columns' numbers, as in the template."""
    header = _header(rows)
    writer = outlets.CsvWriter(stream, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerow([f"({number})" for number in range(1, len(header) + 1)])
    writer.writerows([row.get(title, "") for title in header] for row in rows)


def write_xlsx(rows: list[dict[str, str]], stream: IO[bytes]) -> None:
    """Write the list as XLSX, with the allowed words to choose from."""
    header = _header(rows)
    columns_by_title = {column.title: column for column in columns()}
    with outlets.workbook(stream, in_memory=True) as book:
        head = book.add_format(
            {
                "bold": True,
                "bg_color": "#0b4f6c",
                "font_color": "#ffffff",
                "border": 1,
                "text_wrap": True,
                "valign": "top",
            }
        )
        small, wrap = book.add_format({"align": "center"}), book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("Daftar Data")
        for number, title in enumerate(header):
            column = columns_by_title.get(title)
            sheet.set_column(number, number, column.options.get("width", 20) if column else 20)
            sheet.write_string(0, number, title, head)
            sheet.write_string(1, number, f"({number + 1})", small)
            allowed = column.allowed if column else []
            if allowed:
                rule = {"validate": "list", "source": allowed, "error_type": "warning"}
                sheet.data_validation(2, number, ROWS + len(rows), number, rule)
            for row, cells in enumerate(rows, 2):
                sheet.write_string(row, number, cells.get(title, ""), wrap)
        sheet.freeze_panes(2, 0)


def take_in(context: Any, content: bytes, filename: str, *, dry: bool = False) -> tuple[list[Problem], list[Entry]]:
    """Keep the rows of a list, all or none; return what is wrong at which cell, and else the rows.

    Raises UnreadableTable, WrongStep for a file that holds no table.
    """
    with tempfile.TemporaryDirectory() as folder:
        source = opening.opened(content, filename, Path(folder), None, None).source
        lines = [(number, [formulas.restored(text.strip()) for text in cells]) for number, cells in source.rows()]
    table = _Table(lines, getattr(source, "shift", 0))
    problems = table.problems or list(_faults(table, context))
    if problems:
        return problems, []
    entries = [_entry(row, cells) for row, cells in table.rows]
    problems = list(_repeated(table, entries))
    if problems or dry:
        return problems, [] if problems else entries
    show, context = tk.get_action("package_show"), {"ignore_auth": True, "use_cache": False}
    for position, entry in enumerate(entries):
        ours = derived_row(show({**context}, {"id": entry.dataset})) if entry.dataset else None
        # a column that is not in the file is not emptied
        received = {**(ours or {}), **entry.cells}
        keep(KIND, entry.dataset or entry.organization, entry.key, position, received=received, ours=ours)
    model.Session.commit()
    return [], entries


class _Table:
    """The header and the rows of a list, wherever they begin; a row of column numbers and empty rows are left out."""

    def __init__(self, lines: list[tuple[int, list[str]]], shift: int) -> None:
        self.shift = shift
        self.problems: list[Problem] = []
        titles = {compared(column.title): column.title for column in columns()}
        needed = [column.title for column in columns() if column.options.get("required")]
        start, header = max(
            ((index, cells) for index, (_row, cells) in enumerate(lines)),
            key=lambda candidate: sum(compared(text) in titles for text in candidate[1]),
            default=(0, []),
        )
        self.titles = [titles.get(compared(text), text) for text in header]
        self.rows = [
            (row, dict(zip(self.titles, cells, strict=False)))
            for row, cells in lines[start + 1 :]
            if any(cells) and not all(NUMBERED.fullmatch(text) for text in cells if text)
        ]
        for title in needed:
            if title not in self.titles:
                self.problems.append(
                    Problem("", _("The column {0} is missing. Take the header of our template.").format(title))
                )
        if not self.problems and not self.rows:
            self.problems.append(Problem("", _("The list has no rows.")))
        for title in {title for title in self.titles if title and self.titles.count(title) > 1}:
            place = xl_rowcol_to_cell(lines[start][0] - 1, self.titles.index(title) + shift)
            self.problems.append(Problem(place, _("The column {0} is there twice. Remove one of them.").format(title)))

    def place(self, row: int, title: str) -> str:
        """Return the cell of a row and column, e.g. "F3"."""
        return xl_rowcol_to_cell(row - 1, (self.titles.index(title) if title in self.titles else 0) + self.shift)


def _faults(table: _Table, context: Any) -> Iterator[Problem]:
    """Yield what is wrong in each cell."""
    may: dict[str, bool] = {}
    for row, cells in table.rows:
        for title, text in cells.items():
            if cure := faults.describe(text):
                yield Problem(table.place(row, title), _(cure).format(**faults.values(text)))
        for column in columns():
            text = cells.get(column.title, "")
            problem = fault(column, text)
            if problem:
                yield Problem(table.place(row, column.title), problem)
        title = title_of("produsen_data")
        organization = _organization(cells.get(title, ""))
        if not cells.get(title):
            continue
        if organization is None:
            text = _('There is no organization "{0}" in this portal. Write its name as the portal does.')
            yield Problem(table.place(row, title), text.format(cells[title]))
            continue
        if may.setdefault(organization, may_edit(context, organization)) is False:
            text = _("You may not write the list of {0}. Ask that office or the walidata.")
            yield Problem(table.place(row, title), text.format(cells[title]))


def _organization(name: str) -> str | None:
    query = model.Session.query(model.Group.id).filter_by(is_organization=True, state=model.State.ACTIVE)
    ids = [row.id for row in query.filter((model.Group.title == name) | (model.Group.name == name))]
    return ids[0] if len(ids) == 1 else None


def _entry(row: int, cells: dict[str, str]) -> Entry:
    organization = _organization(cells[title_of("produsen_data")]) or ""
    name = cells[title_of("nama_data")]
    stored_id = cells.get(title_of("id_ddd"), "") if any(column.key == "id_ddd" for column in columns()) else ""
    return Entry(
        row,
        {title: text for title, text in cells.items() if title},
        organization,
        _find_dataset(organization, name, stored_id),
    )


def _find_dataset(organization: str, name: str, stored_id: str) -> str | None:
    """Return the id of the dataset that a row is of: by its ID DDD, kept or ours, else by its name."""
    package = model.Package
    query = model.Session.query(package.id).filter_by(state=model.State.ACTIVE, type="dataset", owner_org=organization)
    ids = (
        [row.id for row in query.filter((package.name == stored_id) | (package.id == stored_id))] if stored_id else []
    )
    return (ids or [row.id for row in query.filter_by(title=name)] or [None])[0]


def _repeated(table: _Table, entries: list[Entry]) -> Iterator[Problem]:
    first: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        identity = (entry.dataset or entry.organization, entry.key)
        if identity in first:
            text = _("This is the same data as in row {0}. Remove one of the two rows.")
            yield Problem(table.place(entry.row, title_of("nama_data")), text.format(first[identity].row))
        first.setdefault(identity, entry)
