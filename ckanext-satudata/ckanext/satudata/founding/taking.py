"""Takes a checked workbook in: the look, the offices in the order of their tree, the people with their links.

What is there already is changed, not doubled: an office is known by its short name, a person by the mail address.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata.exceptions import N_, BadWorkbook
from ckanext.satudata.founding.form import DISTRICT_LINES
from ckanext.satudata.founding.parsing import Book, Row
from ckanext.satudata.metadata import people
from sqlalchemy import func
from werkzeug.datastructures import FileStorage

UPLOADS = {"logo": "logo_upload", "photo": "photo_upload"}
CONTROL = "wilayah"


@dataclass(frozen=True)
class Link:
    """A page where somebody chooses a password, once."""

    fullname: str
    name: str
    office: str
    address: str
    is_mailed: bool


@dataclass
class Outcome:
    """What was done, in numbers, and the links of those who have no password yet."""

    offices_made: int = 0
    offices_changed: int = 0
    people_made: int = 0
    people_changed: int = 0
    links: list[Link] = field(default_factory=list)


def take(book: Book, folder: Path, tell: Callable[[str], None], *, again: bool = False) -> Outcome:
    """Store a workbook that has no problems; `again` makes new links for those who have not used theirs.

    Raises BadWorkbook, naming the cell, for what CKAN refuses; what was stored before it stays, and the next time goes
    on from there.
    """
    outcome = Outcome()
    _take_look(book.district, folder)
    for row in _in_tree_order(book.offices):
        _take_office(row, outcome)
        tell(row.values["title"])
    titles = {group.name: group.title for group in model.Session.query(model.Group).filter_by(is_organization=True)}
    for row in book.people:
        _take_person(row, outcome, titles, again=again)
        tell(row.values["fullname"])
    return outcome


def _take_look(row: Row, folder: Path) -> None:
    values: dict[str, Any] = {
        line.name: row.values[line.name]
        for line in DISTRICT_LINES
        if line.name not in {CONTROL, *UPLOADS} and row.values.get(line.name)
    }
    with ExitStack() as stack:
        for name, upload in UPLOADS.items():
            if file := row.values.get(name):
                stream = stack.enter_context((folder / file).open("rb"))
                kind = mimetypes.guess_type(file)[0]
                values[upload] = FileStorage(stream, Path(file).name, content_type=kind)
        if values:
            _act("config_option_update", row, values)


def _in_tree_order(offices: list[Row]) -> Iterator[Row]:
    """Yield each office after the one that it belongs to."""
    waiting = list(offices)
    while waiting:
        names = {row.values["name"] for row in waiting}
        ready = [row for row in waiting if row.values.get("induk", "") not in names]
        yield from ready
        waiting = [row for row in waiting if row not in ready]


def _take_office(row: Row, outcome: Outcome) -> None:
    values = {name: value for name, value in row.values.items() if value}
    group = model.Group.get(values["name"])
    if group is None:
        _act("organization_create", row, values)
        outcome.offices_made += 1
        return
    shown = tk.get_action("organization_show")(_context(), {"id": group.id})
    # the parent is stored by its id
    parent = model.Group.get(values["induk"]) if "induk" in values else None
    expected = {**values, "induk": parent.id} if parent else values
    if any(shown.get(name) != value for name, value in expected.items()):
        _act("organization_patch", row, {**values, "id": group.id})
        outcome.offices_changed += 1


def _take_person(row: Row, outcome: Outcome, titles: dict[str, str], *, again: bool) -> None:
    values = row.values
    user = model.Session.query(model.User).filter(func.lower(model.User.email) == values["email"].lower()).first()
    link = None
    if user is None or user.state == model.State.DELETED:
        link = people.add_officer(values["fullname"], values["email"], values["office"], values["capacity"])
        outcome.people_made += 1
    else:
        held = {
            (member.group.name, member.capacity)
            for member in model.Session.query(model.Member).filter_by(
                table_name="user", table_id=user.id, state=model.State.ACTIVE
            )
        }
        if (values["office"], values["capacity"]) not in held:
            member = {"id": values["office"], "username": user.name, "role": values["capacity"]}
            _act("organization_member_create", row, member)
            outcome.people_changed += 1
        if again and user.state == model.State.PENDING:
            link = people.make_link(user)
    if link:
        office = titles.get(values["office"], values["office"])
        outcome.links.append(Link(values["fullname"], link["name"], office, link["link"], link["is_mailed"]))


def _act(name: str, row: Row, values: dict[str, Any]) -> None:
    """Run an action. Raises BadWorkbook with the cells of what it refuses."""
    try:
        tk.get_action(name)(_context(), values)
    except tk.ValidationError as error:
        model.Session.rollback()
        first = next(iter(row.cells.values()))
        texts = [f"{row.cells.get(key, first)}: {_texts(value)}" for key, value in error.error_dict.items()]
        raise BadWorkbook(
            N_("Not stored, {0}. What came before is stored; mend this and run the command again."), "; ".join(texts)
        ) from error


def _texts(value: Any) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def _context() -> dict[str, Any]:
    return {"ignore_auth": True, "user": tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]}
