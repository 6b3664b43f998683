"""What waits for a person, whichever room it is of: rooms tell their tasks, the start page and its mail show them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ckan import plugins as p
from ckanext.satudata.exceptions import N_

# more than that of one kind nobody does in a day
MOST = 50


class Kind(StrEnum):
    """Why something is a task, in the order in which people see to it."""

    RETURNED = "returned"
    WAITING = "waiting"
    REQUESTED = "asked"
    LATE = "late"
    DUE = "due"
    UNFINISHED = "unfinished"


HEADINGS = {
    Kind.RETURNED: N_("Returned"),
    Kind.WAITING: N_("Waiting for you"),
    Kind.REQUESTED: N_("Asked of you"),
    Kind.LATE: N_("Late"),
    Kind.DUE: N_("Due soon"),
    Kind.UNFINISHED: N_("Unfinished"),
}


@dataclass(frozen=True)
class Person:
    """Who asks: his name, the offices whose datasets he may edit {id: name}, whether he works for the walidata."""

    name: str
    offices: Mapping[str, str]
    is_walidata: bool


@dataclass(frozen=True)
class Task:
    """One thing to do: what it is about, on which page it is done, why in words, and since or until which day."""

    kind: Kind
    title: str
    page: str
    text: str = ""
    day: datetime.date | None = None


@dataclass(frozen=True)
class Note:
    """Something that is told in the next morning's mail: to which addresses, and what; `keys` are for who notes it."""

    recipients: tuple[str, ...]
    text: str
    keys: tuple[str, ...] = ()


class INotes(p.Interface):
    """Implemented by a plugin that tells offices something: it goes into the one mail of a day."""

    def get_notes(self, since: datetime.datetime) -> list[Note]:  # noqa: ARG002 - who implements it reads it
        """Return what is to be told this morning; `since` is the moment (UTC) of the mail before it."""
        return []

    def note_sent(self, notes: list[Note]) -> None:
        """Remember which of them have reached somebody."""


class ITasks(p.Interface):
    """Implemented by a plugin that has something for people to do."""

    def get_tasks(self, person: Person) -> list[Task]:  # noqa: ARG002 - who implements it reads it
        """Return what waits for a person, of each kind MOST at most, the most urgent first."""
        return []


def of(person: Person) -> dict[Kind, list[Task]]:
    """Return what waits for a person in all rooms, by kind; kinds without a task are missing."""
    offered = [task for plugin in p.PluginImplementations(ITasks) for task in plugin.get_tasks(person)]
    by_kind = {kind: [task for task in offered if task.kind == kind] for kind in Kind}
    return {kind: listed for kind, listed in by_kind.items() if listed}
