"""What is decided about submissions and released data; each decision is one transaction, and so happens once."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Collection
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata import config
from ckanext.satudata.clock import now
from ckanext.satudata.exceptions import N_
from ckanext.satudata.gate import revision
from ckanext.satudata.review import authority, confirming, findings, holding, mails, pembina, refused
from ckanext.satudata.review import model as records
from ckanext.satudata.review.authority import RELEASE, Authority, Kind
from ckanext.satudata.review.digests import resource_digests
from ckanext.satudata.validation import store
from ckanext.satudata.validation.checked import table_stored

log = logging.getLogger(__name__)

WITHDRAWN = N_("This dataset was withdrawn. Bring it back before you release something of it.")
DECIDED = N_("Somebody else has decided about this already. Look at it anew.")
NEWER = N_("The office has sent a newer version meanwhile. Look at that before you decide.")
UNEXPLAINED = N_("Say why public figures are replaced: choose a reason.")
CHANGED_FILE = N_("This file was changed by the walidata since the office sent its own. Return it, or mend it there.")


def release(
    submission_id: str,
    version: int,
    user: str,
    *,
    at: datetime.datetime | None = None,
    reason: tuple[str, str] | None = None,
    principles: Collection[str] | None = None,
) -> None:
    """Release a submission as it was sent with that version, or have it released at a moment (UTC) to come.

    Figures that replace public ones want a reason (code of alasan_revisi, words): the office's, or the one given here.
    `principles` are those that whoever decides confirms for a series: see `confirming`; None where nobody is asked, as
    at the moment that was chosen, or for what the walidata himself has written.
    Raises ObjectNotFound, ValidationError where it is decided already, newer, or does not fit what is public now.
    """
    submission = locked(submission_id, version)
    if records.withdrawal(submission.package_id):
        raise tk.ValidationError({"id": [tk._(WITHDRAWN)]})
    user_id = authority.user_id({"user": user})
    if reason is not None:
        submission.reason, submission.note = reason
    if findings.is_unexplained(submission):
        raise tk.ValidationError({"reason": [tk._(UNEXPLAINED)]})
    before = holding.show_released(submission.package_id)
    # a description that waits may say of another kind of data; whether they are Data Prioritas is the walidata's word
    files = before.get("resources") or (submission.payload or {}).get("resources")
    if principles is not None:
        confirming.confirm(submission, submission.payload or before, principles, user_id)
    signer = pembina.pembina_of({**before, "resources": files})
    if signer is not None and submission.signed is None:
        submission.state, submission.changed, submission.pembina_id = records.SIGNING, now(), signer.id
        submission.release_at = at
        records.note(submission, records.CHECKED, user_id)
        model.Session.commit()
        mails.checked(submission, signer)
        return
    if at is not None and at > now():
        submission.release_at, submission.changed = at, now()
        records.note(submission, "scheduled", user_id, at.isoformat(timespec="minutes"))
        model.Session.commit()
        return
    data = _data(submission, before)
    submission.state, submission.changed = records.RELEASED, now()
    records.note(submission, records.RELEASED, user_id)
    model.Session.flush()
    resources = None if submission.payload is None else [dict(resource) for resource in data["resources"]]
    context = _context(user, Authority(Kind.WALIDATA, submission, resources))
    tk.get_action("package_update")(context, data)
    # where nothing of the dataset itself was different CKAN has committed nothing
    model.Session.commit()
    _load_tables(submission.package_id, before)


def hand_back(submission_id: str, version: int, user: str, text: str, reasons: list[dict[str, str]]) -> None:
    """Return a submission to its office with the reasons; see `SubmissionEvent.reasons` for their form."""
    submission = locked(submission_id, version)
    submission.state, submission.changed, submission.release_at = records.RETURNED, now(), None
    records.note(submission, records.RETURNED, authority.user_id({"user": user}), text, reasons)
    model.Session.commit()
    mails.returned(submission, text)


def drop(submission_id: str, user: str) -> None:
    """Take a submission back: what is public stays, and a draft stays a draft; a refused file is deleted."""
    submission = records.find_submission(submission_id, locked=True)
    if submission is None or not submission.is_open:
        raise tk.ValidationError({"id": [tk._(DECIDED)]})
    submission.state, submission.changed = records.DROPPED, now()
    records.note(submission, records.DROPPED, authority.user_id({"user": user}))
    model.Session.commit()
    if submission.check_id:
        store.remove(submission.check_id)


def forget_draft(package_id: str) -> None:
    """Take back what waits of a draft that is deleted. Commits nothing: whoever deletes does."""
    if records.withdrawal(package_id) or records.last_release(package_id):
        return
    waiting = records.find_open(package_id)
    for submission in [*filter(None, [waiting]), *refused.of_dataset(package_id)]:
        # the files of refused ones go with the next sweep
        submission.state, submission.changed = records.DROPPED, now()
        records.note(submission, records.DROPPED, "")


def release_due() -> None:
    """Release what was decided for a moment that has come (a periodic job)."""
    for submission_id, version in [(row.id, row.version) for row in records.due(now())]:
        decided = next((event for event in records.history(submission_id) if event.what == "scheduled"), None)
        user = model.User.get(decided.user_id) if decided and decided.user_id else None
        try:
            release(submission_id, version, user.name if user else config.site_id())
        except (tk.ValidationError, tk.ObjectNotFound) as error:
            model.Session.rollback()
            _unschedule(submission_id, str(error))


def withdraw(package_id: str, user: str, reason: str) -> None:
    """Take a public dataset out of sight; its record, files and editions stay, and it can be brought back."""
    package = model.Package.get(package_id)
    if package is None or package.state != "active":
        raise tk.ValidationError({"id": [tk._("This dataset is not public.")]})
    record = records.Withdrawal(
        package_id=package.id,
        title=package.title or package.name,
        user_id=authority.user_id({"user": user}),
        reason=reason,
    )
    model.Session.add(record)
    model.Session.flush()
    # CKAN commits both together
    tk.get_action("package_delete")({"ignore_auth": True, "user": user}, {"id": package.id})


def restore(package_id: str, user: str) -> None:
    """Bring a withdrawn dataset back as it was."""
    withdrawn = records.withdrawal(package_id)
    if withdrawn is None:
        raise tk.ValidationError({"id": [tk._("This dataset was not withdrawn.")]})
    withdrawn.ended = now()
    model.Session.flush()
    context = _context(user, Authority(Kind.WALIDATA))
    data = holding.show_released(package_id)
    data.pop("metadata_modified", None)
    tk.get_action("package_update")(context, {**data, "state": "active"})
    model.Session.commit()


def locked(submission_id: str, version: int, state: str = records.WAITING) -> records.Submission:
    """Return the submission that a decision is about, which nobody else changes until the transaction ends.

    Raises ObjectNotFound, ValidationError where it is in another state, or newer.
    """
    submission = records.find_submission(submission_id, locked=True)
    if submission is None:
        raise tk.ObjectNotFound(tk._("There is no such submission."))
    if submission.state != state:
        raise tk.ValidationError({"id": [tk._(DECIDED)]})
    if submission.version != version:
        raise tk.ValidationError({"version": [tk._(NEWER)]})
    return submission


def _context(user: str, decision: Authority) -> dict[str, Any]:
    return {"ignore_auth": True, "user": user, "allow_state_change": True, RELEASE: decision}


def _unschedule(submission_id: str, text: str) -> None:
    """Leave a submission that could not be released at its moment to a person."""
    submission = records.find_submission(submission_id, locked=True)
    if submission is not None and submission.is_open:
        log.warning("submission %s: not released at its moment: %s", submission_id, text)
        submission.release_at = None
        records.note(submission, "unscheduled", "", text)
    model.Session.commit()


def _data(submission: records.Submission, before: dict[str, Any]) -> dict[str, Any]:
    """Return what a release writes: what waited, joined with what the walidata changed meanwhile."""
    if submission.payload is None:
        data = {**before, "state": "active"}
    else:
        resources = _joined_files(submission, before)
        data = {**submission.payload, "resources": resources, revision.FIELD: submission.base["fields"]}
    data.pop("metadata_modified", None)
    return data


def _joined_files(submission: records.Submission, before: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the files that waited, and in place of those that only the walidata changed since, theirs.

    Raises ValidationError where both changed the same.
    """
    base = submission.base["resources"]
    present = {resource["id"]: resource for resource in before["resources"]}
    digests, sent = resource_digests(before), resource_digests(submission.payload)
    moved = {key for key in {*base, *digests} if digests.get(key) != base.get(key)}
    for key in moved:
        if sent.get(key) not in (base.get(key), digests.get(key)):
            raise tk.ValidationError({"resources": [tk._(CHANGED_FILE)]})
    files = [present.get(row["id"]) if row["id"] in moved else row for row in submission.payload["resources"]]
    added = [row for key, row in present.items() if key in moved and key not in sent]
    return [dict(row) for row in [*files, *added] if row is not None]


def _load_tables(package_id: str, before: dict[str, Any]) -> None:
    """Have the tables loaded whose check is another than that of what was public."""
    reports = {resource["id"]: resource.get("validation_report") for resource in before["resources"]}
    package = model.Package.get(package_id)
    for resource in package.resources:
        report = (resource.extras or {}).get("validation_report")
        is_table = (resource.extras or {}).get("validation_status") == "success"
        if is_table and report and report != reports.get(resource.id):
            table_stored.send(resource.id)
