"""What is wrong in a workbook beyond single cells: the tree, the walidata, names and addresses that stand twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckan.plugins.toolkit import _
from ckanext.satudata import config
from ckanext.satudata.exceptions import MisplacedOrganization
from ckanext.satudata.founding.form import MOST_OFFICES, MOST_PEOPLE, OFFICES, PEOPLE
from ckanext.satudata.founding.parsing import Book, Problem, Row
from ckanext.satudata.metadata import look, organizations, validators

PICTURES = {"logo": (".png", ".jpg", ".jpeg", ".svg"), "photo": (".png", ".jpg", ".jpeg")}
WALIDATA = "walidata"


def problems(book: Book, folder: Path) -> Iterator[Problem]:
    """Yield what is wrong, cell by cell; `folder` is where the pictures lie."""
    yield from book.problems
    yield from _district(book.district, folder)
    if len(book.offices) > MOST_OFFICES:
        yield Problem(f"{OFFICES}!A{MOST_OFFICES + 2}", _("At most {0} offices at a time.").format(MOST_OFFICES))
    if len(book.people) > MOST_PEOPLE:
        yield Problem(f"{PEOPLE}!A{MOST_PEOPLE + 2}", _("At most {0} people at a time.").format(MOST_PEOPLE))
    yield from _twice(book.offices, "name", _("This short name stands twice; each office has one of its own."))
    for row in book.offices:
        yield from _office(row)
    yield from _tree(book.offices)
    yield from _people(book)


def _district(row: Row, folder: Path) -> Iterator[Problem]:
    code = row.values.get("wilayah", "")
    if code and code != config.wilayah():
        text = _("This workbook is of {0}, the portal of {1}. Take the right workbook.").format(code, config.wilayah())
        yield Problem(row.cells["wilayah"], text)
    try:
        look.check_colour(row.values.get("ckanext.satudata.colour"))
    except tk.Invalid as error:
        yield Problem(row.cells["ckanext.satudata.colour"], str(error.error))
    for name, endings in PICTURES.items():
        file = row.values.get(name, "")
        if file and not (folder / file).is_file():
            yield Problem(row.cells[name], _("There is no file {0} beside the workbook.").format(file))
        elif file and Path(file).suffix.lower() not in endings:
            yield Problem(row.cells[name], _("Take a picture of one of these kinds: {0}.").format(", ".join(endings)))


def _office(row: Row) -> Iterator[Problem]:
    rules: dict[str, list[Callable[[str], Any]]] = {
        "name": [lambda value: tk.get_validator("name_validator")(value, {})],
        "kode_opd": [validators.satudata_kode_opd],
        "surel": [validators.satudata_office, validators.satudata_email],
        "telepon": [validators.satudata_office],
        "alamat": [validators.satudata_office],
    }
    for name, checks in rules.items():
        value = row.values.get(name)
        if not value:
            continue
        try:
            for check in checks:
                check(value)
        except tk.Invalid as error:
            yield Problem(row.cells[name], str(error.error))


def _tree(offices: list[Row]) -> Iterator[Problem]:
    by_name = {row.values["name"]: row for row in offices if row.values.get("name")}
    for row in offices:
        kind, parent = row.values.get("jenis_organisasi", ""), row.values.get("induk", "")
        cell = row.cells.get("induk", row.cells["title"])
        if parent in by_name and kind not in organizations.TOP:
            if _is_above(row.values["name"], parent, by_name):
                yield Problem(cell, _("{0} is this office or stands below it. Choose another one.").format(parent))
            continue
        try:
            organizations.check_parent(None, kind, parent)
        except MisplacedOrganization as error:
            yield Problem(cell, str(error))
    walidata = [row for row in offices if row.values.get("peran") == WALIDATA]
    there = organizations.walidata_ids() - {group.id for group in _stored(list(by_name))}
    if len(walidata) + len(there) != 1 and offices:
        row = walidata[1] if len(walidata) > 1 else offices[0]
        text = _("Exactly one office is Walidata (Perpres 39/2019); there are {0}.").format(len(walidata) + len(there))
        yield Problem(row.cells.get("peran", f"{OFFICES}!A1"), text)


def _is_above(name: str, parent: str, by_name: dict[str, Row]) -> bool:
    """Return whether an office stands above the one that would be its parent, or is it."""
    visited: set[str] = set()
    while parent in by_name and parent not in visited:
        if parent == name:
            return True
        visited.add(parent)
        parent = by_name[parent].values.get("induk", "")
    return parent == name


def _people(book: Book) -> Iterator[Problem]:
    offices = {row.values.get("name", "") for row in book.offices}
    names = list({row.values.get("office", "") for row in book.people} - offices)
    offices |= {group.name for group in _stored(names)}
    yield from _twice(book.people, "email", _("This address stands twice; each person has one of his own."))
    for row in book.people:
        office, email = row.values.get("office", ""), row.values.get("email", "")
        if office and office not in offices:
            text = _('There is no office with the short name "{0}" in the sheet OPD. Choose from the list.')
            yield Problem(row.cells["office"], text.format(office))
        if not email:
            continue
        try:
            validators.satudata_email(email)
        except tk.Invalid as error:
            yield Problem(row.cells["email"], str(error.error))


def _stored(names: list[str]) -> list[model.Group]:
    query = model.Session.query(model.Group).filter_by(is_organization=True, state=model.State.ACTIVE)
    groups: list[model.Group] = query.filter(model.Group.name.in_(names)).all()
    return groups


def _twice(rows: list[Row], name: str, text: str) -> Iterator[Problem]:
    visited: set[str] = set()
    for row in rows:
        value = row.values.get(name, "").casefold()
        if value in visited:
            yield Problem(row.cells[name], text)
        visited |= {value} - {""}
