"""What of the review waits for whom: to mend, to decide, to sign, to bring by its date, to finish."""

from __future__ import annotations

import datetime
from typing import Any

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata import config
from ckanext.satudata.clock import local, today
from ckanext.satudata.review import model, pembina, stages
from ckanext.satudata.tasks import MOST, Kind, Person, Task
from sqlalchemy import func

# days before its date from which a release is something to prepare
AHEAD = 14


def tasks(person: Person) -> list[Task]:
    """Return them: see `tasks.ITasks`."""
    signs_for = pembina.signs_for(person.name)
    to_sign = [*_to_sign(signs_for)] if signs_for else []
    if person.is_walidata:
        return [*to_sign, *_to_decide(), *_late_by_office()]
    if not person.offices:
        return to_sign
    return [*to_sign, *_to_mend(person), *_releases(person), *_unfinished(person)]


def _submissions(state: str) -> Any:
    columns = (model.Submission.id, model.Submission.changed, model.Submission.summary)
    query = ckan_model.Session.query(*columns, ckan_model.Package.title)
    query = query.join(ckan_model.Package, ckan_model.Package.id == model.Submission.package_id)
    query = query.filter(ckan_model.Package.state != ckan_model.State.DELETED)
    return query.filter(model.Submission.state == state).order_by(model.Submission.changed)


def _task(kind: Kind, row: Any, text: str) -> Task:
    page = tk.url_for("satudata_review.read", id=row.id)
    return Task(kind, row.title, page, text, local(row.changed))


def _to_decide() -> list[Task]:
    if config.review() == config.REVIEW_AFTER:
        return []
    rows = _submissions(model.WAITING).filter(model.Submission.release_at.is_(None)).limit(MOST)
    return [_task(Kind.WAITING, row, tk._("waits for your decision")) for row in rows]


def _to_sign(signs_for: set[str]) -> list[Task]:
    rows = _submissions(model.SIGNING).filter(model.Submission.pembina_id.in_(signs_for)).limit(MOST)
    return [_task(Kind.WAITING, row, tk._("waits for your signature")) for row in rows]


def _to_mend(person: Person) -> list[Task]:
    of_offices = ckan_model.Package.owner_org.in_(person.offices)
    rows = _submissions(model.RETURNED).filter(of_offices).limit(MOST)
    returned = [_task(Kind.RETURNED, row, tk._("returned by the walidata: mend it and send it again")) for row in rows]
    files = _submissions(model.REFUSED).filter(of_offices).limit(MOST)
    return returned + [_task(Kind.RETURNED, row, _refusal(row)) for row in files]


def _refusal(row: Any) -> str:
    return tk._("{0} was refused by the check: mend the file, or delete it").format((row.summary or {}).get("file"))


def _releases(person: Person) -> list[Task]:
    last = (today() + datetime.timedelta(days=AHEAD)).isoformat()
    rows = stages.planned().filter(ckan_model.Package.owner_org.in_(person.offices), stages.announced_day <= last)
    releases = []
    for row in rows.order_by(stages.announced_day).limit(MOST):
        day = datetime.date.fromisoformat(row.planned)
        kind, text = (Kind.LATE, tk._("the next edition is late")) if day < today() else (Kind.DUE, "")
        page = tk.url_for("dataset.read", id=row.name)
        releases.append(Task(kind, row.title, page, text or tk._("the next edition is due"), day))
    return releases


def _late_by_office() -> list[Task]:
    """Return for the walidata one line an office: how many of its editions are late, and since when the oldest is."""
    late = stages.planned().filter(stages.announced_day < today().isoformat())
    query = late.join(ckan_model.Group, ckan_model.Group.id == ckan_model.Package.owner_org)
    oldest_day = func.min(stages.announced_day)
    query = query.with_entities(ckan_model.Group.name, ckan_model.Group.title, func.count(), oldest_day)
    query = query.group_by(ckan_model.Group.name, ckan_model.Group.title).order_by(oldest_day).limit(MOST)
    return [
        Task(
            Kind.LATE,
            title,
            tk.url_for("organization.read", id=name),
            tk.ungettext("{0} edition is late", "{0} editions are late", number).format(number),
            datetime.date.fromisoformat(oldest),
        )
        for name, title, number, oldest in query
    ]


def _unfinished(person: Person) -> list[Task]:
    opened = ckan_model.Session.query(model.Submission.package_id).filter(model.Submission.state.in_(model.OPEN))
    package = ckan_model.Package
    query = ckan_model.Session.query(package.name, package.title, package.metadata_modified).filter(
        package.type == "dataset",
        package.state == "draft",
        package.owner_org.in_(person.offices),
        package.id.notin_(opened.scalar_subquery()),
    )
    text = tk._("a draft that was not handed over yet")
    return [
        Task(
            Kind.UNFINISHED,
            row.title or row.name,
            tk.url_for("dataset.read", id=row.name),
            text,
            local(row.metadata_modified),
        )
        for row in query.order_by(package.metadata_modified.desc()).limit(MOST)
    ]
