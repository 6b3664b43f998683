"""One mail on a working day, at most, to each person for whom something waits; what is urgent is told at once."""

from __future__ import annotations

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata import language, mail, tasks, workdays
from ckanext.satudata.clock import today
from ckanext.satudata.metadata import organizations
from ckanext.satudata.review.task_views import HEADINGS
from ckanext.satudata.tasks import Kind, Person

# what a mail is sent for; the rest stands in it beside these
TOLD = {Kind.RETURNED, Kind.WAITING, Kind.REQUESTED, Kind.LATE}


def remind() -> None:
    """Tell each member of an organization what waits for him (a job of the early morning)."""
    if not mail.is_configured() or not workdays.is_working_day(today()):
        return
    with language.of_the_portal():
        for person in _members():
            _remind(person)


def _remind(user: model.User) -> None:
    found = tasks.of(Person(user.name, organizations.editable_by(user.name), organizations.is_walidata(user.name)))
    if not TOLD & set(found):
        return
    paragraphs = [
        f"{tk._(HEADINGS[kind])}: {task.title}, {task.text}" for kind, listed in found.items() for task in listed
    ]
    page = tk.url_for("satudata_task.index", _external=True)
    mail.digest(
        {user.email: [page, *paragraphs]},
        lambda count: tk.ungettext("{0} task waits for you", "{0} tasks wait for you", count - 1).format(count - 1),
    )


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
    found: list[model.User] = query.order_by(model.User.name).all()
    return found
