"""Submissions, releases, withdrawals and grants, in CKAN's database."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata.clock import now, today
from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, Float, Integer, UnicodeText, func
from sqlalchemy.dialects.postgresql import JSONB

# a submission is open while it waits for the walidata, for the pembina's signature, or for its office to mend it
WAITING, SIGNING, RETURNED, RELEASED, DROPPED = "waiting", "signing", "returned", "released", "dropped"
OPEN = (WAITING, SIGNING, RETURNED)
# a file that its check refused waits for its office, beside what is open of the dataset
REFUSED = "refused"
UNSETTLED = (*OPEN, REFUSED)
# events: the walidata has checked Data Prioritas; its pembina has signed them, or returned them to the walidata
CHECKED, SIGNED, OBJECTED = "checked", "signed", "objected"
# a person has confirmed the four principles for the series; `text` says which: see `confirming.series`
CONFIRMED = "confirmed"


class Submission(tk.BaseModel):
    """What an office or a harvest hands over for one dataset.

    `payload` is the dataset as `package_show` would give it once it is released. A dataset that was never public
    (`is_first`) has none: its draft is what is handed over. `version` counts how often it was sent; a decision names
    the version that it is about. `base` is what the payload began from: {"fields": text of a form's revision,
    "resources": {id: digest}}. `summary` is {"fields", "files", "warnings"}: how many change or are found. `reason` is
    a code of alasan_revisi, `note` the office's own words; `release_at` the moment (UTC) until which a release that
    was decided waits. `pembina_id` is the organization whose signature Data Prioritas want, `signed` when it did. Of a
    refused file `check_id` names its check, and `summary` has "errors" and "file", its name, too; `package_id` is ""
    where it came for a dataset that was not stored.
    """

    __tablename__ = "satudata_submission"

    id: Any = Column(UnicodeText, primary_key=True, default=lambda: str(uuid.uuid4()))
    package_id: Any = Column(UnicodeText, nullable=False)
    version: Any = Column(Integer, nullable=False, default=1)
    state: Any = Column(UnicodeText, nullable=False, default=WAITING)
    created: Any = Column(DateTime, nullable=False, default=now)
    changed: Any = Column(DateTime, nullable=False, default=now)
    user_id: Any = Column(UnicodeText, nullable=False, default="")
    is_first: Any = Column(Boolean, nullable=False, default=False)
    payload: Any = Column(JSONB)
    base: Any = Column(JSONB, nullable=False, default=dict)
    digest: Any = Column(UnicodeText, nullable=False)
    summary: Any = Column(JSONB, nullable=False, default=dict)
    reason: Any = Column(UnicodeText, nullable=False, default="")
    note: Any = Column(UnicodeText, nullable=False, default="")
    release_at: Any = Column(DateTime)
    pembina_id: Any = Column(UnicodeText, nullable=False, default="")
    signed: Any = Column(DateTime)
    check_id: Any = Column(UnicodeText, nullable=False, default="")

    @property
    def is_open(self) -> bool:
        """Whether it still waits for somebody."""
        return self.state in UNSETTLED


class SubmissionEvent(tk.BaseModel):
    """Who did what with a submission: `what` is a key of `describing.EVENTS`.

    `reasons` of a return: [{"code": of alasan_pengembalian, "field": name, "cell": "F2", "text"}].
    """

    __tablename__ = "satudata_submission_event"

    id: Any = Column(BigInteger, primary_key=True)
    submission_id: Any = Column(UnicodeText, nullable=False)
    version: Any = Column(Integer, nullable=False)
    moment: Any = Column(DateTime, nullable=False, default=now)
    user_id: Any = Column(UnicodeText, nullable=False, default="")
    what: Any = Column(UnicodeText, nullable=False)
    text: Any = Column(UnicodeText, nullable=False, default="")
    reasons: Any = Column(JSONB, nullable=False, default=list)


class Release(tk.BaseModel):
    """One moment at which a dataset became what the public sees.

    `edition` counts the changes of its files; `authority` is a code of `authority.Kind`; `files` are [{"id" of the
    resource, "key" of its file, "name" of the file, "title", "format", "sha256", "size" (bytes), "report"}].
    `pembina_id` is the organization that signed it, "" none.
    """

    __tablename__ = "satudata_release"

    id: Any = Column(UnicodeText, primary_key=True, default=lambda: str(uuid.uuid4()))
    package_id: Any = Column(UnicodeText, nullable=False)
    edition: Any = Column(Integer, nullable=False)
    moment: Any = Column(DateTime, nullable=False, default=now)
    user_id: Any = Column(UnicodeText, nullable=False, default="")
    authority: Any = Column(UnicodeText, nullable=False)
    submission_id: Any = Column(UnicodeText, nullable=False, default="")
    reason: Any = Column(UnicodeText, nullable=False, default="")
    note: Any = Column(UnicodeText, nullable=False, default="")
    files: Any = Column(JSONB, nullable=False, default=list)
    pembina_id: Any = Column(UnicodeText, nullable=False, default="")


class Withdrawal(tk.BaseModel):
    """That a dataset was taken back, when, by whom and why; `ended` where it is public again."""

    __tablename__ = "satudata_withdrawal"

    id: Any = Column(BigInteger, primary_key=True)
    package_id: Any = Column(UnicodeText, nullable=False)
    title: Any = Column(UnicodeText, nullable=False)
    moment: Any = Column(DateTime, nullable=False, default=now)
    user_id: Any = Column(UnicodeText, nullable=False, default="")
    reason: Any = Column(UnicodeText, nullable=False)
    ended: Any = Column(DateTime)


class Grant(tk.BaseModel):
    """The walidata's leave that a dataset, or all of a harvest source, is released by a clean check alone.

    It holds until the end of a day, and while no figure changes by more than `most_change` per cent (None: any).
    """

    __tablename__ = "satudata_grant"

    id: Any = Column(BigInteger, primary_key=True)
    package_id: Any = Column(UnicodeText, nullable=False, default="")
    source_id: Any = Column(UnicodeText, nullable=False, default="")
    created: Any = Column(DateTime, nullable=False, default=now)
    user_id: Any = Column(UnicodeText, nullable=False, default="")
    until: Any = Column(Date, nullable=False)
    most_change: Any = Column(Float)
    reason: Any = Column(UnicodeText, nullable=False, default="")
    ended: Any = Column(DateTime)


class Priority(tk.BaseModel):
    """One line of the list of Data Prioritas of a year, as the Forum or the ministers have decided it (`basis`)."""

    __tablename__ = "satudata_priority"

    id: Any = Column(BigInteger, primary_key=True)
    year: Any = Column(Integer, nullable=False)
    number: Any = Column(UnicodeText, nullable=False)
    title: Any = Column(UnicodeText, nullable=False)
    basis: Any = Column(UnicodeText, nullable=False, default="")


def find_submission(submission_id: str, *, locked: bool = False) -> Submission | None:
    """Return a submission; where `locked`, as it is now, and nobody else changes it until the transaction ends."""
    query = model.Session.query(Submission).filter_by(id=submission_id)
    return query.populate_existing().with_for_update().first() if locked else query.first()


def find_open(package_id: str) -> Submission | None:
    """Return the open submission of a dataset."""
    query = model.Session.query(Submission).filter_by(package_id=package_id)
    return query.filter(Submission.state.in_(OPEN)).first()


def open_by_package(package_ids: list[str]) -> dict[str, Submission]:
    """Return the open submissions of some datasets by their ids."""
    query = model.Session.query(Submission).filter(Submission.state.in_(OPEN))
    return {row.package_id: row for row in query.filter(Submission.package_id.in_(package_ids))}


def note(submission: Submission, what: str, user_id: str, text: str = "", reasons: list[Any] | None = None) -> None:
    """Write into the history of a submission. Commits nothing."""
    event = SubmissionEvent(
        submission_id=submission.id,
        version=submission.version,
        user_id=user_id,
        what=what,
        text=text,
        reasons=reasons or [],
    )
    model.Session.add(event)


def history(submission_id: str) -> list[SubmissionEvent]:
    """Return what happened to a submission, the newest first."""
    query = model.Session.query(SubmissionEvent).filter_by(submission_id=submission_id)
    return query.order_by(SubmissionEvent.moment.desc(), SubmissionEvent.id.desc()).all()


def last_return(submission_id: str) -> SubmissionEvent | None:
    """Return why a submission was handed back the last time."""
    query = model.Session.query(SubmissionEvent).filter_by(submission_id=submission_id, what=RETURNED)
    return query.order_by(SubmissionEvent.id.desc()).first()


def releases(package_id: str) -> list[Release]:
    """Return the releases of a dataset, the newest first."""
    query = model.Session.query(Release).filter_by(package_id=package_id)
    return query.order_by(Release.moment.desc(), Release.edition.desc()).all()


def last_release(package_id: str) -> Release | None:
    """Return what made a dataset what it is now; None where no record says so."""
    query = model.Session.query(Release).filter_by(package_id=package_id)
    return query.order_by(Release.moment.desc(), Release.edition.desc()).first()


def withdrawal(package_id: str) -> Withdrawal | None:
    """Return the withdrawal of a dataset that is not public for it."""
    return model.Session.query(Withdrawal).filter_by(package_id=package_id, ended=None).first()


def find_grant(package_id: str, source_id: str) -> Grant | None:
    """Return a grant that holds today for a dataset or for the harvest source that it comes from."""
    query = model.Session.query(Grant).filter(Grant.ended.is_(None), Grant.until >= today())
    of_package = (Grant.package_id == package_id) & (Grant.package_id != "")
    of_source = (Grant.source_id == source_id) & (Grant.source_id != "")
    return query.filter(of_package | of_source).order_by(Grant.id.desc()).first()


def count_by_state() -> dict[str, int]:
    """Return how many submissions are in each state that is open."""
    query = model.Session.query(Submission.state, func.count()).filter(Submission.state.in_(OPEN))
    return dict(query.group_by(Submission.state).all())


def without_findings(limit: int) -> list[Submission]:
    """Return submissions that are open and at which the machine has not looked, or an older one."""
    query = model.Session.query(Submission).filter(Submission.state.in_(OPEN))
    rows: list[Submission] = (
        query.filter(~Submission.summary.has_key("principles") | ~Submission.summary.has_key("confirmed"))
        .limit(limit)
        .all()
    )
    return rows


def due(moment: datetime.datetime) -> list[Submission]:
    """Return the submissions whose release was decided for a moment that has come."""
    query = model.Session.query(Submission).filter(Submission.state == WAITING, Submission.release_at <= moment)
    return query.order_by(Submission.release_at).all()
