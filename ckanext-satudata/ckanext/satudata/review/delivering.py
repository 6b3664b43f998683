"""Submissions and releases as deliveries (`gate.deliveries`): what the scoreboard judges offices by."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from ckan import model
from ckanext.satudata.clock import now
from ckanext.satudata.gate.deliveries import Delivery
from ckanext.satudata.review import model as records
from ckanext.satudata.review.model import Release, Submission, SubmissionEvent
from sqlalchemy import func
from sqlalchemy.orm import load_only

# events by which a version comes, and the one by which it goes back
SENT = ("sent", "replaced")


def deliveries(package_ids: Sequence[str]) -> dict[str, list[Delivery]]:
    """Return what was handed over of datasets, the oldest first: see `gate.deliveries`."""
    submissions = _submissions(package_ids)
    events = _events([submission.id for submission in submissions])
    releases = _releases(package_ids)
    released = {release.submission_id: release for release in releases if release.submission_id}
    by_package: dict[str, list[Delivery]] = defaultdict(list)
    for submission in submissions:
        delivery = _delivery_of(submission, events[submission.id], released.get(submission.id))
        by_package[submission.package_id].append(delivery)
    editions: dict[str, int] = {}
    for release in releases:
        # a dataset may have been public for a while before its first file came
        is_edition = release.has_files and release.edition != editions.get(release.package_id)
        if release.has_files:
            editions[release.package_id] = release.edition
        if not release.submission_id:
            moment = release.moment
            direct = Delivery(moment, moment, moment, 0, has_files=is_edition, is_checked=False)
            by_package[release.package_id].append(direct)
    return {name: sorted(listed, key=lambda delivery: delivery.first_sent) for name, listed in by_package.items()}


def date_back(package_id: str, days_ago: Mapping[str, int]) -> None:
    """Let the newest release of a dataset, and its submission, have happened some days ago; commit.

    `days_ago` are those of the events sent, returned, replaced and released; for what is written in afterwards.
    """
    moments = {what: now() - datetime.timedelta(days=days) for what, days in days_ago.items()}
    releases = records.releases(package_id)
    if not releases or records.RELEASED not in moments:
        return
    newest, passed = releases[0], releases[0].moment - moments[records.RELEASED]
    submission = records.find_submission(newest.submission_id) if newest.submission_id else None
    # what was put in without being handed over was put in together with what came before it
    for release in [newest] if submission else releases:
        release.moment -= passed
    if submission is not None:
        submission.created, submission.changed = moments.get("sent", newest.moment), newest.moment
        for event in records.history(submission.id):
            # what a person confirms he confirms by his decision
            what = records.RELEASED if event.what == records.CONFIRMED else event.what
            event.moment = moments.get(what, event.moment)
    model.Session.commit()


def _submissions(package_ids: Sequence[str]) -> list[Submission]:
    query = model.Session.query(Submission).filter(
        Submission.package_id.in_(list(package_ids)), Submission.state.notin_((records.DROPPED, records.REFUSED))
    )
    # what waits may be large, and is nothing that is judged
    columns = (Submission.package_id, Submission.created, Submission.is_first, Submission.summary)
    rows: list[Submission] = query.options(load_only(*columns)).all()
    return rows


def _events(submission_ids: list[str]) -> dict[str, list[SubmissionEvent]]:
    query = model.Session.query(SubmissionEvent).filter(SubmissionEvent.submission_id.in_(submission_ids))
    by_submission: dict[str, list[SubmissionEvent]] = defaultdict(list)
    for event in query.order_by(SubmissionEvent.moment, SubmissionEvent.id):
        by_submission[event.submission_id].append(event)
    return by_submission


def _releases(package_ids: Sequence[str]) -> list[Any]:
    has_files = (func.jsonb_array_length(Release.files) > 0).label("has_files")
    columns = (Release.package_id, Release.edition, Release.moment, Release.submission_id, has_files)
    query = model.Session.query(*columns)
    query = query.filter(Release.package_id.in_(list(package_ids)))
    rows: list[Any] = query.order_by(Release.moment, Release.edition).all()
    return rows


def _delivery_of(submission: Submission, events: list[SubmissionEvent], release: Any) -> Delivery:
    sent = [event.moment for event in events if event.what in SENT] or [submission.created]
    return Delivery(
        first_sent=sent[0],
        sent=sent[-1],
        released=release.moment if release else None,
        returns=sum(event.what == records.RETURNED for event in events),
        has_files=bool(submission.is_first or (submission.summary or {}).get("files")),
        is_checked=True,
    )
