"""Which tables wait for whom."""

from __future__ import annotations

from ckan.plugins import toolkit as tk
from ckanext.satudata.clock import today
from ckanext.satudata.filling import describing, model, rights
from ckanext.satudata.filling.model import Filling, Part
from ckanext.satudata.standards import model as standards
from ckanext.satudata.tasks import MOST, Kind, Person, Task


def tasks(person: Person) -> list[Task]:
    """Return what somebody's offices have still to fill, and the tables that are whole and wait for delivery."""
    filled = [_to_fill(filling, part) for filling, part in model.open_parts(rights.offices(person.name))]
    whole = [filling for filling in model.fillings_of(set(person.offices)) if _is_whole(filling, person)]
    return [*filled, *map(_to_deliver, whole)][:MOST]


def _to_fill(filling: Filling, part: Part) -> Task:
    office = describing.office(part.office)
    page = tk.url_for("satudata_filling.part", number=filling.id, office=office["name"])
    text = part.note or tk._("fill in the rows of {0}").format(office["title"])
    kind = Kind.RETURNED if part.note else Kind.LATE if filling.due < today() else Kind.DUE
    return Task(kind, f"{standards.load(filling.standard).title} {filling.period}", page, text, filling.due)


def _is_whole(filling: Filling, person: Person) -> bool:
    if filling.state != model.OPEN or filling.office not in person.offices:
        return False
    return all(part.state == model.SENT for part in model.parts(filling))


def _to_deliver(filling: Filling) -> Task:
    page = tk.url_for("satudata_filling.read", number=filling.id)
    title = f"{standards.load(filling.standard).title} {filling.period}"
    return Task(Kind.WAITING, title, page, tk._("all offices have handed over: deliver the table"), filling.due)
