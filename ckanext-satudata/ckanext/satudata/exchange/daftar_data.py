"""The Daftar Data Daerah (Perpres 39/2019, article 27): one row for each dataset, and for each that is only planned.

What somebody writes into the list is kept beside the dataset and comes out again, with what has changed here since
(`merge`). The datasets themselves are not changed by it: the list is agreed in the Forum, the dataset is its office's.
"""

from __future__ import annotations

import functools
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import IO, Any

import yaml
from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata import config
from ckanext.satudata.exceptions import N_, UnfitDocument
from ckanext.satudata.exchange import ewalidata, merge
from ckanext.satudata.exchange.documents import Problem
from ckanext.satudata.exchange.model import Kept, keep
from ckanext.satudata.metadata import codelists, organizations
from ckanext.satudata.metadata.validators import PERSON_NUMBER
from ckanext.satudata.standards.model import key as compared
from ckanext.satudata.tables import formulas, opening, outlets
from xlsxwriter.utility import xl_rowcol_to_cell

_ = tk._

KIND = "daftar-data"
ROWS = 1000
OPEN = "Terbuka"
NUMBERED = re.compile(r"\(\d+\)")


@dataclass(frozen=True)
class Column:
    """A column: its key, its title, where its value comes from, what it may hold."""

    key: str
    title: str
    options: Mapping[str, Any]

    @property
    def allowed(self) -> list[str]:
        """The words that it may hold; empty where it may hold anything."""
        if "codes" in self.options and self.options["codes"] != "satuan":
            return [code.name for code in codelists.load(self.options["codes"])]
        return list(self.options.get("words", []))


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
        return self.cells[_title("nama_data")]

    @property
    def key(self) -> str:
        """What tells a planned entry from the others of its organization."""
        return "" if self.dataset else compared(self.title)


def columns() -> list[Column]:
    """Return the columns, ours or those of the portal's own file. Raises UnfitDocument for a file that is none."""
    return _columns(config.daftar_data_columns())


@functools.cache
def _columns(file: str) -> list[Column]:
    path: Any = Path(file) if file else resources.files(__package__) / "daftar_data.yaml"
    try:
        declared = yaml.safe_load(path.read_text(encoding="utf-8"))
        found = [Column(each["key"], each["title"], each) for each in declared]
    except (OSError, yaml.YAMLError, TypeError, KeyError) as error:
        text = N_("The columns of the Daftar Data cannot be read from {file}: {error}")
        raise UnfitDocument(text, file=file, error=str(error)) from error
    missing = {"nama_data", "produsen_data"} - {column.key for column in found}
    if missing:
        text = N_("The columns of the Daftar Data in {file} lack {missing}.")
        raise UnfitDocument(text, file=file, missing=", ".join(sorted(missing)))
    return found


def listed(
    datasets: list[dict[str, Any]], may_edit: Callable[[str], bool], organization: str = ""
) -> list[dict[str, str]]:
    """Return the rows for datasets and for what is planned, each {title of a column: text}, by office and name.

    `organization` (an id) keeps the plans of that one; "" keeps all.

    `may_edit` tells of an organization's id whether the reader may edit its datasets: then the row has everything that
    is kept, also columns that are personal or that we do not know, and plans that are not open.
    """
    kept = model.Session.query(Kept).filter_by(kind=KIND).order_by(Kept.position).all()
    stored = {(each.subject, each.key): each for each in kept}
    rows = []
    planned = {identity: each for identity, each in stored.items() if each.key}
    for dataset in datasets:
        owner = dataset.get("owner_org") or ""
        ours = _ours(dataset)
        plan = planned.pop((owner, compared(dataset["title"])), None)
        own = stored.get((dataset["id"], "")) or plan
        # of what was only planned we said nothing
        row = merge.merged(own.received, own.ours or dict.fromkeys(ours, ""), ours) if own else ours
        rows.append(_shown(row, whole=may_edit(owner)))
    for each in planned.values():
        whole = may_edit(each.subject)
        if organization in {"", each.subject} and (whole or _risk(each.received) == OPEN):
            rows.append(_shown(each.received, whole=whole))
    return sorted(rows, key=lambda row: (row[_title("produsen_data")], row[_title("nama_data")]))


def _title(key: str) -> str:
    return next(column.title for column in columns() if column.key == key)


def _risk(row: Mapping[str, str]) -> str:
    titles = [column.title for column in columns() if column.key == "klasifikasi_risiko"]
    return row.get(titles[0], "") if titles else ""


def _shown(row: Mapping[str, str], *, whole: bool) -> dict[str, str]:
    shown = {
        column.title: row.get(column.title, "") if whole or not column.options.get("personal") else ""
        for column in columns()
    }
    return {**shown, **{title: text for title, text in row.items() if title not in shown}} if whole else shown


def _ours(dataset: Mapping[str, Any]) -> dict[str, str]:
    """Return what we say of a dataset ourselves."""
    return {column.title: _value(column, dataset) for column in columns()}


def _value(column: Column, dataset: Mapping[str, Any]) -> str:
    source = column.options.get("from", "")
    if source.startswith("function:"):
        return FUNCTIONS[source.removeprefix("function:")](dataset)
    part, _dot, name = source.partition(".")
    if part == "organization":
        return str((dataset.get("organization") or {}).get(name) or "")
    text = str(dataset.get(name) or "") if name else ""
    code = codelists.load(column.options["codes"]).codes.get(text) if "codes" in column.options else None
    return code.name if code else text


def _indicator(dataset: Mapping[str, Any]) -> str:
    record = model.Package.get(dataset["indikator"]) if dataset.get("indikator") else None
    return record.title if record and not record.private else dataset.get("indikator_prioritas") or ""


def _access(dataset: Mapping[str, Any]) -> str:
    return {"terbatas": "Terbatas", "dikecualikan": "Tertutup"}.get(dataset.get("sifat_data") or "", OPEN)


def _metadata(dataset: Mapping[str, Any]) -> str:
    return "; ".join(filter(None, [dataset.get(name) for name in ("id_mskeg", "id_msvar", "id_msind")]))


def _link(dataset: Mapping[str, Any]) -> str:
    """Return the address of the first table as CSV, else of the first file."""
    for resource in dataset.get("resources") or []:
        if resource.get("datastore_active"):
            where = {"id": dataset["name"], "resource_id": resource["id"], "format": "csv"}
            return tk.url_for("satudata_downloads.download", **where, _external=True)
    return next((resource["url"] for resource in dataset.get("resources") or [] if resource.get("url")), "")


def _years(dataset: Mapping[str, Any]) -> str:
    years = [dataset.get("dimensi_awal"), dataset.get("dimensi_akhir")]
    return "–".join(dict.fromkeys(filter(None, years)))


def _codes(dataset: Mapping[str, Any]) -> str:
    return "; ".join(code for code, _column in ewalidata.codes(dataset.get("kode_dssd") or ""))


FUNCTIONS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "codes": _codes,
    "indicator": _indicator,
    "kind": lambda _dataset: "Statistik",
    "role": lambda dataset: "Indikator" if dataset.get("indikator") else "Variabel",
    "standard": lambda dataset: dataset.get("id_sds") or "N/A",
    "access": _access,
    "metadata": _metadata,
    "link": _link,
    "years": _years,
}


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
    known = {column.title: column for column in columns()}
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
            column = known.get(title)
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
    entries = [_entry(table, row, cells) for row, cells in table.rows]
    problems = list(_repeated(table, entries))
    if problems or dry:
        return problems, [] if problems else entries
    for position, entry in enumerate(entries):
        ours = _ours(_dataset(entry.dataset)) if entry.dataset else None
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
        wanted = {compared(column.title): column.title for column in columns()}
        needed = [column.title for column in columns() if column.options.get("required")]
        start, header = max(
            ((index, cells) for index, (_row, cells) in enumerate(lines)),
            key=lambda each: sum(compared(text) in wanted for text in each[1]),
            default=(0, []),
        )
        self.titles = [wanted.get(compared(text), text) for text in header]
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
        for column in columns():
            text = cells.get(column.title, "")
            problem = _fault(column, text)
            if problem:
                yield Problem(table.place(row, column.title), problem)
        title = _title("produsen_data")
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


def _fault(column: Column, text: str) -> str:
    """Return what is wrong with a cell, or ""."""
    if not text:
        return _("Fill in this field.") if column.options.get("required") else ""
    if PERSON_NUMBER.search(re.sub(r"[\s.-]", "", text)) and "Link" not in column.title:
        return _("This holds the number of a person (NIK or NIP). Write the contact of the office instead.")
    if column.options.get("codes"):
        if codelists.load(column.options["codes"]).lookup(text):
            return ""
        near = ", ".join(
            column.allowed or [each.name for each in codelists.load(column.options["codes"]).suggest(text, 3)]
        )
        return _('"{0}" is not in the list {1}. Did you mean: {2}?').format(text, column.title, near)
    if column.allowed and text.casefold() not in {word.casefold() for word in column.allowed}:
        return _('"{0}" is not allowed here. Write one of: {1}.').format(text, ", ".join(column.allowed))
    return ""


def may_edit(context: Any, organization: str) -> bool:
    """Tell whether somebody may write an organization's rows: its officers, and the walidata everybody's."""
    user = context.get("user", "")
    if context.get("ignore_auth") or organizations.is_walidata(user):
        return True
    try:
        return tk.check_access("package_create", {"user": user}, {"owner_org": organization})
    except tk.NotAuthorized:
        return False


def _organization(name: str) -> str | None:
    query = model.Session.query(model.Group.id).filter_by(is_organization=True, state=model.State.ACTIVE)
    ids = [row.id for row in query.filter((model.Group.title == name) | (model.Group.name == name))]
    return ids[0] if len(ids) == 1 else None


def _entry(table: _Table, row: int, cells: dict[str, str]) -> Entry:
    organization = _organization(cells[_title("produsen_data")]) or ""
    name = cells[_title("nama_data")]
    known = cells.get(_title("id_ddd"), "") if any(column.key == "id_ddd" for column in columns()) else ""
    return Entry(
        row, {title: text for title, text in cells.items() if title}, organization, _found(organization, name, known)
    )


def _found(organization: str, name: str, known: str) -> str | None:
    """Return the id of the dataset that a row is of: by its ID DDD, kept or ours, else by its name."""
    package = model.Package
    query = model.Session.query(package.id).filter_by(state=model.State.ACTIVE, type="dataset", owner_org=organization)
    ids = [row.id for row in query.filter((package.name == known) | (package.id == known))] if known else []
    return (ids or [row.id for row in query.filter_by(title=name)] or [None])[0]


def _repeated(table: _Table, entries: list[Entry]) -> Iterator[Problem]:
    first: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        identity = (entry.dataset or entry.organization, entry.key)
        if identity in first:
            text = _("This is the same data as in row {0}. Remove one of the two rows.")
            yield Problem(table.place(entry.row, _title("nama_data")), text.format(first[identity].row))
        first.setdefault(identity, entry)


def _dataset(identifier: str) -> dict[str, Any]:
    return tk.get_action("package_show")({"ignore_auth": True, "use_cache": False}, {"id": identifier})
