"""Files that a check has refused, as submissions (`gate.refusals`): they wait for their office to mend them.

A dataset may have several, beside what is open of it. One ends when a good file takes its place, when it is sent after
all (`sending`), or when its office takes it back; the record of its check stays.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata import visitor
from ckanext.satudata.clock import now
from ckanext.satudata.gate.refusals import Accepted, Refusal
from ckanext.satudata.review import model as records
from ckanext.satudata.review.model import Submission, SubmissionEvent
from ckanext.satudata.validation.model import CheckReport
from sqlalchemy import Connection, insert, select, update

SETTLED = "settled"


def note_refusal(connection: Connection, refusal: Refusal) -> None:
    """Keep a refused file as a submission; the next try at the same table counts as one more version of it."""
    moment = now()
    counts = {"fields": 0, "files": 1, "warnings": refusal.warnings, "errors": refusal.errors}
    values = {
        "check_id": refusal.check_id,
        "user_id": refusal.user_id,
        "changed": moment,
        "summary": {**counts, "file": refusal.filename},
    }
    before = next((row for row in _waiting(connection, refusal.package_id) if _is_same(row, refusal)), None)
    submission_id = before.id if before else str(uuid.uuid4())
    version = before.version + 1 if before else 1
    if before:
        query = update(Submission).where(Submission.id == submission_id)
        connection.execute(query.values(version=version, **values))
    else:
        values |= {"id": submission_id, "package_id": refusal.package_id, "created": moment}
        connection.execute(insert(Submission).values(state=records.REFUSED, digest="", **values))
    _note(connection, submission_id, version, records.REFUSED, refusal.user_id)


def settle(accepted: Accepted) -> list[str]:
    """Settle the refused files that a good one takes the place of, as their office would; return their checks' ids.

    Those of the same resource; of those that belong to none, the ones of the same file name or title, and where the
    good file's resource is new, the only one.
    """
    with model.Session.get_bind().begin() as connection:
        waiting = list(_waiting(connection, accepted.package_id))
        loose = [row for row in waiting if not row.resource_id]
        alike = [row for row in loose if row.filename == accepted.filename or _is_called(row, accepted.title)]
        if not alike and accepted.is_new and len(loose) == 1:
            alike = loose
        of_resource = [row for row in waiting if row.resource_id == accepted.resource_id]
        itself = [row for row in waiting if row.check_id == accepted.check_id]
        # who sends a refused file after all says nothing of the others
        settled = itself if accepted.check_id else [*of_resource, *alike]
        for row in settled:
            values = {"state": records.DROPPED, "changed": now()}
            connection.execute(update(Submission).where(Submission.id == row.id).values(**values))
            _note(connection, row.id, row.version, SETTLED, "")
    return [row.check_id for row in settled]


def waiting_checks() -> set[str]:
    """Return the ids of the checks whose files wait to be mended."""
    query = model.Session.query(Submission.check_id).filter(Submission.state == records.REFUSED)
    return {check_id for (check_id,) in query}


def find_by_check(check_id: str) -> Submission | None:
    """Return the submission of a refused file that still waits, by the id of its check."""
    query = model.Session.query(Submission).filter_by(state=records.REFUSED, check_id=check_id)
    match: Submission | None = query.first()
    return match


def load(identifier: str) -> tuple[Submission, CheckReport]:
    """Return a refused file that waits with its check, by the id of either. Raises ObjectNotFound, ValidationError."""
    submission = find_by_check(identifier) or records.find_submission(identifier)
    check = model.Session.get(CheckReport, submission.check_id if submission else identifier)
    if check is None or not check.is_refused:
        raise tk.ObjectNotFound(tk._("There is no such check."))
    if submission is None or submission.state != records.REFUSED:
        raise tk.ValidationError({"id": [tk._("This file does not wait to be mended any more.")]})
    return submission, check


def of_dataset(package_id: str) -> list[Submission]:
    """Return the refused files of a dataset that wait, the newest first."""
    query = model.Session.query(Submission).filter_by(state=records.REFUSED, package_id=package_id)
    rows: list[Submission] = query.order_by(Submission.changed.desc()).all()
    return rows


def lead_to_submission() -> Any:
    """Lead from the report of a check to the refused file, while that waits: what can be done with it is there."""
    if tk.request.endpoint != "satudata_report.read" or not visitor.name():
        return None
    submission = find_by_check(str((tk.request.view_args or {}).get("report_id") or "").replace("\0", ""))
    return tk.redirect_to("satudata_review.read", id=submission.id) if submission else None


def _waiting(connection: Connection, package_id: str) -> Iterator[Any]:
    """Yield the refused files of a dataset that wait, which nobody else changes until the transaction ends."""
    if not package_id:
        return
    columns = (Submission.id, Submission.version, Submission.check_id)
    of_check = (CheckReport.resource_id, CheckReport.filename, CheckReport.settings)
    query = select(*columns, *of_check).join(CheckReport, CheckReport.id == Submission.check_id)
    query = query.where(Submission.state == records.REFUSED, Submission.package_id == package_id)
    yield from connection.execute(query.order_by(Submission.changed).with_for_update(of=Submission))


def _is_same(row: Any, refusal: Refusal) -> bool:
    """Tell whether a file is the next try at the table of a refused one."""
    if refusal.resource_id or row.resource_id:
        return bool(row.resource_id == refusal.resource_id)
    return bool(row.filename == refusal.filename and ((row.settings or {}).get("name") or "") == refusal.title)


def _is_called(row: Any, title: str) -> bool:
    return bool(title) and (row.settings or {}).get("name") == title


def _note(connection: Connection, submission_id: str, version: int, what: str, user_id: str) -> None:
    values = {"submission_id": submission_id, "version": version, "what": what, "user_id": user_id, "moment": now()}
    connection.execute(insert(SubmissionEvent).values(text="", reasons=[], **values))
