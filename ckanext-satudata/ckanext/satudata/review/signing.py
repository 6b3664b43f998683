"""The second signature: after the walidata's check a pembina signs Data Prioritas, or returns it to the walidata."""

from __future__ import annotations

import datetime
from typing import Any

from ckan import model
from ckanext.satudata.clock import now
from ckanext.satudata.review import authority, decisions, mails
from ckanext.satudata.review import model as records


def sign(submission_id: str, version: int, user: str) -> None:
    """Sign a submission for the pembina: it is released, in the name of the walidata who checked it.

    Raises ObjectNotFound, ValidationError where it does not wait for a signature, is newer, or cannot be released.
    """
    submission = decisions.locked(submission_id, version, records.SIGNING)
    submission.signed, submission.changed, submission.state = now(), now(), records.WAITING
    records.note(submission, records.SIGNED, authority.user_id({"user": user}))
    model.Session.flush()
    at: datetime.datetime | None = submission.release_at
    decisions.release(submission_id, version, _who_checked(submission), at=at)


def object_to(submission_id: str, version: int, user: str, text: str, reasons: list[dict[str, Any]]) -> None:
    """Return a submission to the walidata with the pembina's reasons; see `SubmissionEvent.reasons` for their form."""
    submission = decisions.locked(submission_id, version, records.SIGNING)
    submission.state, submission.changed, submission.release_at = records.WAITING, now(), None
    records.note(submission, records.OBJECTED, authority.user_id({"user": user}), text, reasons)
    model.Session.commit()
    mails.objected(submission, text)


def _who_checked(submission: records.Submission) -> str:
    """Return the name of the walidata who has checked a submission."""
    checked = next(event for event in records.history(submission.id) if event.what == records.CHECKED)
    person = model.User.get(checked.user_id) if checked.user_id else None
    return str(person.name) if person else ""
