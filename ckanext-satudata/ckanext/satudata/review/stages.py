"""What the desk shows before and after submissions: editions that are planned, and datasets that were withdrawn."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from ckan import model as ckan_model
from ckanext.satudata.clock import local, today
from ckanext.satudata.exceptions import N_
from ckanext.satudata.metadata import organizations
from ckanext.satudata.review import model

PLANNED, WITHDRAWN = "planned", "withdrawn"
LABELS = {PLANNED: N_("planned"), WITHDRAWN: N_("withdrawn")}
# the day for which the next edition of a dataset is announced, as text
announced_day = ckan_model.Package.extras["jadwal_rilis"].astext


def planned() -> Any:
    """Return the query for (name, title, day as text) of public datasets whose next edition is announced.

    Not of those of which something newer waits already.
    """
    waiting = ckan_model.Session.query(model.Submission.package_id).filter(model.Submission.state.in_(model.OPEN))
    query = ckan_model.Session.query(ckan_model.Package.name, ckan_model.Package.title, announced_day.label("planned"))
    return query.filter(
        ckan_model.Package.type == "dataset",
        ckan_model.Package.state == ckan_model.State.ACTIVE,
        announced_day.op("~")(r"^\d{4}-\d{2}-\d{2}$"),
        ckan_model.Package.id.notin_(waiting.scalar_subquery()),
    )


def rows(stage: str, user: str, organization: str, limit: int, offset: int) -> tuple[int, list[dict[str, Any]]]:
    """Return how many are in a stage that a user may see, and some of them: the next, or the latest, first.

    [{"name", "title", "organization": its title, "day": date, "is_late", "text": why it was withdrawn}]
    """
    query = _of_organization(QUERIES[stage](), user, organization)
    count = query.count()
    listed = query.limit(limit).offset(offset).all()
    return count, [_row(stage, row) for row in listed]


def counts(user: str, organization: str) -> dict[str, int]:
    """Return how many are in each stage."""
    return {stage: _of_organization(query(), user, organization).count() for stage, query in QUERIES.items()}


def _planned() -> Any:
    query = planned().join(ckan_model.Group, ckan_model.Group.id == ckan_model.Package.owner_org)
    query = query.add_columns(ckan_model.Group.title.label("organization"))
    return query.order_by(announced_day, ckan_model.Package.title)


def _withdrawn() -> Any:
    columns = (model.Withdrawal.moment, model.Withdrawal.reason, ckan_model.Group.title.label("organization"))
    query = ckan_model.Session.query(ckan_model.Package.name, model.Withdrawal.title, *columns)
    query = query.join(ckan_model.Package, ckan_model.Package.id == model.Withdrawal.package_id)
    query = query.join(ckan_model.Group, ckan_model.Group.id == ckan_model.Package.owner_org)
    return query.filter(model.Withdrawal.ended.is_(None)).order_by(model.Withdrawal.moment.desc())


QUERIES: Mapping[str, Callable[[], Any]] = {PLANNED: _planned, WITHDRAWN: _withdrawn}


def _of_organization(query: Any, user: str, organization: str) -> Any:
    if not organizations.is_walidata(user):
        query = query.filter(ckan_model.Package.owner_org.in_(organizations.editable_by(user)))
    if not organization:
        return query
    group = ckan_model.Group.get(organization)
    return query.filter(ckan_model.Package.owner_org == (group.id if group else ""))


def _row(stage: str, row: Any) -> dict[str, Any]:
    day = datetime.date.fromisoformat(row.planned) if stage == PLANNED else local(row.moment)
    return {
        "name": row.name,
        "title": row.title or row.name,
        "organization": row.organization,
        "day": day.isoformat(),
        "is_late": stage == PLANNED and day < today(),
        "text": "" if stage == PLANNED else row.reason,
    }
