"""The list of Data Prioritas of a year, as it was decided: imported, and what datasets are marked by."""

from __future__ import annotations

import csv
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata.exceptions import N_, UnreadableTable
from ckanext.satudata.gate.steps import Write
from ckanext.satudata.review import model, pembina
from ckanext.satudata.standards import model as standards
from ckanext.satudata.tables import reading
from sqlalchemy.dialects.postgresql import insert

# columns of a list, by the headers that people give them
HEADERS = {
    "year": ("tahun", "year"),
    "number": ("nomor", "no", "number", "kode"),
    "title": ("judul", "nama", "nama_data", "data", "data_prioritas", "title"),
    "basis": ("dasar", "dasar_hukum", "keputusan", "basis"),
}
NEEDED = ("year", "number", "title")
YEARS = range(2019, 2101)
LACKING = N_("The list lacks the column {column}. It needs tahun, nomor and judul, and may have dasar.")
WRONG_ROW = N_("Row {row}: write the year as four digits, and number and title beside it.")
TWICE = N_("Row {row}: number {number} of {year} is there twice.")
NOT_LISTED = N_(
    "Number {0} is not in the list of Data Prioritas of {1}. Import the list first, or correct the number."
)


@dataclass(frozen=True)
class Entry:
    """A line of the list."""

    year: int
    number: str
    title: str
    basis: str = ""


def parse(content: bytes, filename: str) -> list[Entry]:
    """Return the lines of a list, from any kind of table that the portal reads. Raises UnreadableTable."""
    with tempfile.TemporaryDirectory() as folder:
        file = reading.propose(content, filename, Path(folder)).file
        with file.path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.reader(stream, delimiter=file.delimiter))
    places = _places(rows[0] if rows else [])
    entries_by_number: dict[tuple[int, str], Entry] = {}
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        entry = _entry(row, places, number)
        if (entry.year, entry.number) in entries_by_number:
            raise UnreadableTable(TWICE, row=number, number=entry.number, year=entry.year)
        entries_by_number[entry.year, entry.number] = entry
    return list(entries_by_number.values())


def save(entries: list[Entry]) -> dict[str, int]:
    """Put lines into the list; those of the same year and number are replaced. Return {"new", "changed"}."""
    stored = {(row.year, row.number): (row.title, row.basis) for row in ckan_model.Session.query(model.Priority)}
    counts = {"new": 0, "changed": 0}
    for entry in entries:
        before = stored.get((entry.year, entry.number))
        counts["new"] += before is None
        counts["changed"] += before is not None and before != (entry.title, entry.basis)
        values = {"title": entry.title, "basis": entry.basis}
        statement = insert(model.Priority).values(year=entry.year, number=entry.number, **values)
        ckan_model.Session.execute(statement.on_conflict_do_update(index_elements=["year", "number"], set_=values))
    ckan_model.Session.commit()
    return counts


def entries(year: int | None = None) -> list[model.Priority]:
    """Return the lines of a year, or of all years, the newest year first."""
    query = ckan_model.Session.query(model.Priority)
    if year is not None:
        query = query.filter_by(year=year)
    return query.order_by(model.Priority.year.desc(), model.Priority.id).all()


def check_mark(write: Write) -> None:
    """Step: Data Prioritas are marked by a line of the list, where there is a list of that year.

    Raises ValidationError for a number that it does not have; who may mark at all, the field itself asks.
    """
    if not pembina.is_priority(write.data) or (write.is_new and write.data.get("type", "dataset") != "dataset"):
        return
    year, number = (str(write.data.get(name) or "").strip() for name in ("prioritas_tahun", "prioritas_nomor"))
    package = None if write.is_new else ckan_model.Package.get(write.id or "")
    stored = package.extras if package else {}
    if package is not None and pembina.is_priority(stored) and _same(stored, year, number):
        return
    listed = [entry.number for entry in entries(int(year))] if year.isdecimal() else []
    if listed and number not in listed:
        raise tk.ValidationError({"prioritas_nomor": [tk._(NOT_LISTED).format(number or "–", year)]})


def _same(stored: Any, year: str, number: str) -> bool:
    # what somebody leaves out who may not change it, keeps its value
    sent = {"prioritas_tahun": year, "prioritas_nomor": number}
    return all(not value or value == (stored.get(name) or "") for name, value in sent.items())


def _places(header: list[str]) -> dict[str, int]:
    names = [standards.key(label) for label in header]
    places = {column: names.index(word) for column, words in HEADERS.items() for word in words[::-1] if word in names}
    for column in NEEDED:
        if column not in places:
            raise UnreadableTable(LACKING, column=HEADERS[column][0])
    return places


def _entry(row: list[str], places: dict[str, int], number: int) -> Entry:
    cells = {column: " ".join(row[place].split()) if place < len(row) else "" for column, place in places.items()}
    is_year = cells["year"].isdecimal() and int(cells["year"]) in YEARS
    if not (is_year and cells["number"] and cells["title"]):
        raise UnreadableTable(WRONG_ROW, row=number)
    return Entry(int(cells["year"]), cells["number"], cells["title"], cells.get("basis", ""))
