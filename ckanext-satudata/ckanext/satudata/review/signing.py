"""The second signature: after the walidata's check a pembina signs Data Prioritas, or returns it to the walidata."""

from __future__ import annotations

import datetime
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata.clock import now
from ckanext.satudata.exceptions import N_
from ckanext.satudata.gate.steps import Write, Written
from ckanext.satudata.metadata import organizations
from ckanext.satudata.review import authority, decisions, findings, holding, mails, pembina
from ckanext.satudata.review import model as records
from flask import has_request_context

PASSED_ON = N_("By your change it is checked. {0} signs next; then it is public.")


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


def pass_on(write: Write) -> None:
    """Step: what the walidata writes of Data Prioritas is checked by that, and goes to its pembina at once.

    What an office has sent beside it, and what replaces public figures without a reason, waits for a look as ever.
    """
    user = str(write.context.get("user") or "")
    is_public_at_once = authority.RELEASED_BY in write.context
    if is_public_at_once or write.context.get("defer_commit") or not organizations.is_walidata(user):
        return

    def check(written: Written) -> None:
        submission = records.find_open(written.id)
        if submission is None or submission.state != records.WAITING or not _is_of_walidata(submission):
            return
        signer = pembina.pembina_of(holding.show_released(written.id))
        if signer is None or findings.is_unexplained(submission):
            return
        decisions.release(submission.id, submission.version, user)
        if has_request_context() and not (tk.request.endpoint or "").startswith("api."):
            tk.h.flash_notice(tk._(PASSED_ON).format(signer.title or signer.name))

    write.after(check)


def _is_of_walidata(submission: records.Submission) -> bool:
    """Tell whether nobody but the walidata has sent any version of a submission."""
    sent = [event for event in records.history(submission.id) if event.what in ("sent", "replaced")]
    names = {model.User.get(event.user_id).name if event.user_id else "" for event in sent}
    return all(organizations.is_walidata(name) for name in names)


def _who_checked(submission: records.Submission) -> str:
    """Return the name of the walidata who has checked a submission."""
    checked = next(event for event in records.history(submission.id) if event.what == records.CHECKED)
    person = model.User.get(checked.user_id) if checked.user_id else None
    return str(person.name) if person else ""
