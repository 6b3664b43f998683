"""Datasets that cannot be rendered: the feed keeps their last rendering, and the operator is notified.

A failure stands until the dataset changes, the code does, or an attempt of `retry` succeeds; so that one bad record
is not tried anew at each request.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from ckan import model
from ckanext.satudata.clock import now
from ckanext.satudata.dcat.model import Failure, Rendering
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql import ColumnElement

# an error's own words may hold the whole record
LONGEST = 500


@dataclass(frozen=True)
class Described:
    """A failure for people: the dataset, why, since when (UTC), and whether an earlier rendering is still there."""

    name: str
    problem: str
    since: datetime.datetime
    is_kept: bool


def note(subject: str, revision: datetime.datetime, maker: str, error: Exception) -> None:
    """Record that a dataset cannot be rendered, in a transaction of its own: the running one may be broken by it."""
    model.Session.rollback()
    problem = f"{type(error).__name__}: {error}".replace("\0", "")[:LONGEST]
    statement = insert(Failure).values(subject=subject, revision=revision, maker=maker, problem=problem, since=now())
    latest = {"revision": revision, "maker": maker, "problem": problem}
    model.Session.execute(statement.on_conflict_do_update(index_elements=["subject"], set_=latest))
    model.Session.commit()


def is_noted(maker: str) -> ColumnElement[bool]:
    """Return the condition that a package of a query is known to fail at its present revision by this code."""
    return (
        select(Failure.subject)
        .where(
            Failure.subject == model.Package.id,
            Failure.revision == model.Package.metadata_modified,
            Failure.maker == maker,
        )
        .exists()
    )


def subjects(identifiers: list[str]) -> set[str]:
    """Return those of some datasets that cannot be rendered."""
    return {subject for (subject,) in model.Session.query(Failure.subject).filter(Failure.subject.in_(identifiers))}


def promising(identifiers: list[str], maker: str) -> list[str]:
    """Return those of some datasets that are not known to fail at their present revision by this code."""
    query = model.Session.query(model.Package.id).filter(model.Package.id.in_(identifiers), ~is_noted(maker))
    return [identifier for (identifier,) in query]


def forget(condition: ColumnElement[bool]) -> None:
    """Forget failures, in the running transaction, so that the datasets are tried again."""
    model.Session.query(Failure).filter(condition).delete(synchronize_session=False)


def retry(visible: ColumnElement[bool]) -> None:
    """Have each failure tried again by the next refresh, and forget those of datasets that nobody may see."""
    shown = model.Session.query(model.Package.id).filter(visible)
    forget(~Failure.subject.in_(shown.scalar_subquery()))
    model.Session.query(Failure).update({"maker": ""}, synchronize_session=False)
    model.Session.commit()


def describe(visible: ColumnElement[bool]) -> list[Described]:
    """Return the failures of datasets that everybody may see, the longest standing first."""
    query = (
        model.Session.query(model.Package.name, Failure.problem, Failure.since, Rendering.subject)
        .join(Failure, Failure.subject == model.Package.id)
        .outerjoin(Rendering, Rendering.subject == model.Package.id)
        .filter(visible)
        .order_by(Failure.since, model.Package.name)
    )
    return [Described(name, problem, since, kept is not None) for name, problem, since, kept in query]
