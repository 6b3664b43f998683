"""The release of many submissions by a job: each once, whatever becomes of the worker; what failed, and why.

An item is done in the transaction of its release, so a worker that is killed leaves it either done or still to do; the
next run takes up what is left. Two runs at once share the items, for each holds the one that it works on.
"""

from __future__ import annotations

import datetime
import logging
import uuid
from typing import Any

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata import language
from ckanext.satudata.clock import now
from ckanext.satudata.exceptions import N_
from ckanext.satudata.review import decisions, findings
from ckanext.satudata.review import model as records
from ckanext.satudata.review.asking import describe_error
from ckanext.satudata.schedule import BACKGROUND
from sqlalchemy import BigInteger, Column, DateTime, Integer, UnicodeText, func

log = logging.getLogger(__name__)

PENDING, DONE, FAILED = "pending", "done", "failed"
# a run that has moved nothing for so long was lost, and is put on the queue again
LOST_AFTER = datetime.timedelta(minutes=2)
# seconds that one run may take; one of 500 takes some minutes
MOST_SECONDS = 6 * 3600
NO_LONGER = N_("Whoever asked for this does not work for the walidata any more.")
BROKEN = N_("The portal could not release it; its operator finds the reason in the log.")


class Bulk(tk.BaseModel):
    """That somebody asked for the release of many; `moved` is when something last happened to it."""

    __tablename__ = "satudata_bulk"

    id: Any = Column(UnicodeText, primary_key=True, default=lambda: str(uuid.uuid4()))
    created: Any = Column(DateTime, nullable=False, default=now)
    user_id: Any = Column(UnicodeText, nullable=False)
    moved: Any = Column(DateTime, nullable=False, default=now)


class BulkItem(tk.BaseModel):
    """One submission of them, as the version that was shown: PENDING, DONE, or FAILED with `text`, the reason."""

    __tablename__ = "satudata_bulk_item"

    id: Any = Column(BigInteger, primary_key=True)
    bulk_id: Any = Column(UnicodeText, nullable=False)
    submission_id: Any = Column(UnicodeText, nullable=False)
    version: Any = Column(Integer, nullable=False)
    state: Any = Column(UnicodeText, nullable=False, default=PENDING)
    text: Any = Column(UnicodeText, nullable=False, default="")


def begin(items: list[tuple[str, int]], user_id: str) -> str:
    """Note what is to be released, (id of a submission, version) each, and put the job on the queue; return the id."""
    bulk = Bulk(user_id=user_id)
    ckan_model.Session.add(bulk)
    ckan_model.Session.flush()
    for submission_id, version in dict(items).items():
        ckan_model.Session.add(BulkItem(bulk_id=bulk.id, submission_id=submission_id, version=version))
    bulk_id = str(bulk.id)
    ckan_model.Session.commit()
    _enqueue(bulk_id)
    return bulk_id


def run(bulk_id: str) -> None:
    """Release what is still to be released of a bulk (a job)."""
    bulk = ckan_model.Session.get(Bulk, bulk_id)
    if bulk is None:
        return
    person = ckan_model.User.get(bulk.user_id)
    user = str(person.name) if person and person.state == ckan_model.State.ACTIVE else ""
    with language.of_the_portal():
        while (item_id := _release_next(bulk_id, user)) is not None:
            log.info("bulk %s: item %s", bulk_id, item_id)


def resume() -> None:
    """Put runs that were lost on the queue again (a periodic job)."""
    pending = ckan_model.Session.query(BulkItem.bulk_id).filter_by(state=PENDING)
    lost = ckan_model.Session.query(Bulk).filter(
        Bulk.id.in_(pending.scalar_subquery()), Bulk.moved < now() - LOST_AFTER
    )
    lost_ids = [str(bulk.id) for bulk in lost]
    for bulk_id in lost_ids:
        log.warning("bulk %s: its run was lost, and is put on the queue again", bulk_id)
        _note_moved(bulk_id)
        ckan_model.Session.commit()
        _enqueue(bulk_id)


def counts(bulk_id: str) -> dict[str, int]:
    """Return how many items of a bulk are in each state."""
    query = ckan_model.Session.query(BulkItem.state, func.count()).filter_by(bulk_id=bulk_id).group_by(BulkItem.state)
    return {PENDING: 0, DONE: 0, FAILED: 0, **dict(query.all())}


def find_running(user_id: str) -> Bulk | None:
    """Return the last bulk that a person asked for, while something of it is still to be released."""
    pending = ckan_model.Session.query(BulkItem.bulk_id).filter_by(state=PENDING)
    query = ckan_model.Session.query(Bulk).filter(Bulk.user_id == user_id, Bulk.id.in_(pending.scalar_subquery()))
    return query.order_by(Bulk.created.desc()).first()


def _enqueue(bulk_id: str) -> None:
    kwargs = {"timeout": MOST_SECONDS}
    tk.enqueue_job(run, [bulk_id], title=f"Release: {bulk_id}", queue=BACKGROUND, rq_kwargs=kwargs)


def _release_next(bulk_id: str, user: str) -> int | None:
    """Release the next item that nobody else works on, or note why it cannot be; None where none is left."""
    # each item begins with what is stored, not with what the one before has left in the session
    ckan_model.Session.remove()
    item = _pending(bulk_id).order_by(BulkItem.id).with_for_update(skip_locked=True).first()
    if item is None:
        ckan_model.Session.rollback()
        return None
    item_id = int(item.id)
    try:
        # committed by the release itself
        item.state = DONE
        _note_moved(bulk_id)
        _release(item.submission_id, item.version, user)
    except (tk.ValidationError, tk.ObjectNotFound) as error:
        _note_failed(bulk_id, item_id, describe_error(error))
    except tk.NotAuthorized:
        _note_failed(bulk_id, item_id, tk._(NO_LONGER))
    except Exception:
        log.exception("bulk %s: item %s was not released", bulk_id, item_id)
        _note_failed(bulk_id, item_id, tk._(BROKEN))
    return item_id


def _release(submission_id: str, version: int, user: str) -> None:
    """Release one. Raises ValidationError, ObjectNotFound, NotAuthorized."""
    tk.check_access("satudata_submission_release", {"user": user}, {"id": submission_id})
    submission = decisions.locked(submission_id, version)
    obstacle = findings.find_obstacle(submission)
    if obstacle is not None:
        raise tk.ValidationError({"id": [tk._(obstacle)]})
    decisions.release(submission_id, version, user)


def _note_failed(bulk_id: str, item_id: int, text: str) -> None:
    ckan_model.Session.rollback()
    item = _pending(bulk_id).filter_by(id=item_id).with_for_update().first()
    if item is not None:
        item.state, item.text = FAILED, text
        _note_moved(bulk_id)
    ckan_model.Session.commit()


def _note_moved(bulk_id: str) -> None:
    ckan_model.Session.query(Bulk).filter_by(id=bulk_id).update({"moved": now()})


def _pending(bulk_id: str) -> Any:
    return ckan_model.Session.query(BulkItem).populate_existing().filter_by(bulk_id=bulk_id, state=PENDING)


def items(bulk_id: str) -> list[tuple[BulkItem, records.Submission | None, ckan_model.Package | None]]:
    """Return the items of a bulk with their submissions and datasets, those that failed first."""
    query = ckan_model.Session.query(BulkItem, records.Submission, ckan_model.Package)
    query = query.outerjoin(records.Submission, records.Submission.id == BulkItem.submission_id)
    query = query.outerjoin(ckan_model.Package, ckan_model.Package.id == records.Submission.package_id)
    query = query.filter(BulkItem.bulk_id == bulk_id)
    return query.order_by(BulkItem.state != FAILED, BulkItem.id).all()
