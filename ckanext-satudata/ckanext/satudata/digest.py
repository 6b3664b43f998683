"""One mail on a working day, at most, to each address for which something waits; `mail.Urgent` says what goes at once.

Rooms tell the tasks of people and what offices are to be told (`tasks.ITasks`, `tasks.INotes`); here it meets.
Each room that does so declares `JOB`; the scheduler runs it once.
"""

from __future__ import annotations

import datetime
from collections import defaultdict

from ckan import model
from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata import config, language, mail, tasks, workdays
from ckanext.satudata.clock import now, today
from ckanext.satudata.metadata import organizations
from ckanext.satudata.schedule import BACKGROUND, PeriodicJob
from ckanext.satudata.tasks import HEADINGS, INotes, Kind, Person, Task

# what a mail is sent for; the rest stands in it beside these
DAILY = frozenset({Kind.RETURNED, Kind.WAITING, Kind.REQUESTED})
# and what alone is a reason for one on the first working day of a week
WEEKLY = frozenset({Kind.LATE})
# the mail before this one may have been sent some minutes late
OVERLAP = datetime.timedelta(minutes=10)


def run() -> None:
    """Send everybody what waits for him (a job of the early morning)."""
    if not mail.is_configured() or not workdays.is_working_day(today()):
        return
    with language.of_the_portal():
        paragraphs: dict[str, list[str]] = defaultdict(list)
        for person in _members():
            paragraphs[person.email].extend(_tasks(person))
        notes = [(plugin, plugin.get_notes(_since())) for plugin in p.PluginImplementations(INotes)]
        for note in (note for _plugin, listed in notes for note in listed):
            for address in note.recipients:
                paragraphs[address].append(note.text)
        reached = mail.digest({address: texts for address, texts in paragraphs.items() if texts}, _subject)
        for plugin, listed in notes:
            plugin.note_sent([note for note in listed if reached & set(note.recipients)])


# ten past six on a working day, by the clock of western Indonesia
JOB = PeriodicJob("10 23 * * 0-4", run, BACKGROUND)


def _since() -> datetime.datetime:
    """Return the moment of the mail before this one: that of the working day before, at this time of the day."""
    day = today() - datetime.timedelta(days=1)
    while not workdays.is_working_day(day):
        day -= datetime.timedelta(days=1)
    return now() - (today() - day) - OVERLAP


def _tasks(user: model.User) -> list[str]:
    """Return what waits for a person, a paragraph each; nothing where none of it is a reason for a mail."""
    person = Person(user.name, organizations.editable_by(user.name), organizations.is_walidata(user.name))
    by_kind = tasks.of(person)
    is_first_of_week = workdays.between(today() - datetime.timedelta(days=today().weekday() + 1), today()) == 1
    reasons = DAILY | WEEKLY if is_first_of_week else DAILY
    if not any(_is_reason(task) for kind in reasons & set(by_kind) for task in by_kind[kind]):
        return []
    return [f"{tk._(HEADINGS[kind])}: {_described(task)}" for kind, listed in by_kind.items() for task in listed]


def _is_reason(task: Task) -> bool:
    # what is asked without a day to answer it by comes as a note of its room, when that is due
    return task.kind != Kind.REQUESTED or task.day is not None


def _described(task: Task) -> str:
    return f"{task.title}, {task.text}\n{config.site_url()}{task.page}"


def _subject(count: int) -> str:
    text = tk.ungettext("{0} matter waits for you in the portal", "{0} matters wait for you in the portal", count)
    return text.format(count)


def _members() -> list[model.User]:
    """Return the active people with a mail address who may edit in some organization."""
    members = model.Session.query(model.Member.table_id).filter(
        model.Member.table_name == "user",
        model.Member.state == model.State.ACTIVE,
        model.Member.capacity.in_(("admin", "editor")),
    )
    query = model.Session.query(model.User).filter(
        model.User.state == model.State.ACTIVE, model.User.email != "", model.User.id.in_(members.scalar_subquery())
    )
    users: list[model.User] = query.order_by(model.User.name).all()
    return users
