"""What lies on the desk: who sees which submissions, by which filters, in which order, and what is next to one."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ckan import model as ckan_model
from ckanext.satudata import workdays
from ckanext.satudata.clock import today, zone
from ckanext.satudata.metadata import organizations
from ckanext.satudata.review import authority, findings, machine, model, pembina
from ckanext.satudata.review.model import Submission
from sqlalchemy import func, tuple_
from sqlalchemy.orm import defer

# parameters by which people narrow the desk; they stand in the addresses of its pages
FILTERS = ("state", "organization", "priority", "clean", "finding", "age")
# working days that something has waited at least
AGES = (2, 5, 10)


@dataclass(frozen=True)
class Place:
    """Where a submission lies within some filters: the ids before and after it, "" none, and how many there are."""

    before: str
    after: str
    count: int


def submissions(user: str, filters: Mapping[str, str]) -> Any:
    """Return the query for the (submission, dataset) that a user may see and the filters let through."""
    query = _of_organization(_visible(user), filters.get("organization") or "")
    state = filters.get("state")
    query = query.filter(Submission.state.in_([state] if state else model.UNSETTLED))
    if filters.get("priority"):
        query = query.filter(ckan_model.Package.extras["data_prioritas"].astext.in_(("true", "True")))
    if filters.get("finding") in machine.kinds():
        query = query.filter(machine.has(filters["finding"]))
    if (filters.get("age") or "").isdecimal():
        query = query.filter(Submission.changed < _latest(int(filters["age"])))
    if filters.get("clean"):
        query = query.filter(findings.without_obstacle())
    return query


def in_order(query: Any) -> Any:
    """Return a query of `submissions` with the oldest first, without what takes long to read."""
    query = query.options(defer(Submission.payload), defer(Submission.base))
    return query.order_by(Submission.changed, Submission.id)


def counts_by_state(user: str, organization: str) -> dict[str, int]:
    """Return how many submissions of an organization, "" all, are in each state."""
    query = _of_organization(_visible(user), organization)
    return dict(query.with_entities(Submission.state, func.count()).group_by(Submission.state).all())


def counts_by_office(user: str, state: str) -> dict[str, int]:
    """Return how many submissions of a state, "" all that are open, each office has, by its id."""
    query = submissions(user, {"state": state}).with_entities(ckan_model.Package.owner_org, func.count())
    return dict(query.group_by(ckan_model.Package.owner_org).all())


def find_place(user: str, filters: Mapping[str, str], submission_id: str) -> Place:
    """Return what lies before and after a submission; of one that the filters leave out, what lies first is next."""
    query = submissions(user, filters)
    key = tuple_(Submission.changed, Submission.id)
    current = query.filter(Submission.id == submission_id).with_entities(Submission.changed, Submission.id).first()
    ids = query.with_entities(Submission.id).filter(Submission.id != submission_id)
    before = None
    if current is not None:
        moment, identifier = current
        before = (
            ids.filter(key < (moment, identifier)).order_by(Submission.changed.desc(), Submission.id.desc()).first()
        )
        ids = ids.filter(key > (moment, identifier))
    after = ids.order_by(Submission.changed, Submission.id).first()
    return Place(before[0] if before else "", after[0] if after else "", query.count())


def offices(ids: Iterable[str]) -> dict[str, ckan_model.Group]:
    """Return organizations by their ids."""
    query = ckan_model.Session.query(ckan_model.Group).filter(ckan_model.Group.id.in_(set(ids)))
    return {group.id: group for group in query}


def _latest(days: int) -> datetime.datetime:
    """Return the moment (UTC) before which that came which has waited for some working days."""
    day = today()
    while workdays.between(day, today()) < min(days, max(AGES)):
        day -= datetime.timedelta(days=1)
    end = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time(), zone())
    return end.astimezone(datetime.UTC).replace(tzinfo=None)


def _visible(user: str) -> Any:
    """Return the query for the submissions that a user may see, with their datasets."""
    query = ckan_model.Session.query(Submission, ckan_model.Package).outerjoin(
        ckan_model.Package, ckan_model.Package.id == Submission.package_id
    )
    # a refused file that came for no dataset is nobody's but who sent it; what was purged leaves nothing
    is_senders = (Submission.package_id == "") & (Submission.user_id == authority.user_id({"user": user}))
    if organizations.is_walidata(user):
        return query.filter(ckan_model.Package.id.isnot(None) | is_senders)
    is_editable = ckan_model.Package.owner_org.in_(organizations.editable_by(user))
    return query.filter(is_editable | Submission.pembina_id.in_(pembina.signs_for(user)) | is_senders)


def _of_organization(query: Any, organization: str) -> Any:
    if not organization:
        return query
    group = ckan_model.Group.get(organization)
    return query.filter(ckan_model.Package.owner_org == (group.id if group else ""))
