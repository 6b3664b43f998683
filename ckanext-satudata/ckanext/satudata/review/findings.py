"""What stands in the way of a release without a look: the same rule for one submission, and for a query of many."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.exceptions import N_
from ckanext.satudata.review import confirming, model
from ckanext.satudata.review.model import Submission
from sqlalchemy import and_, func, or_

WARNED = N_("Its check found something. Look at it first.")
UNEXPLAINED = N_("Public figures are replaced, and nobody has said why. Look at it first.")
UNCONFIRMED = N_("Nobody has confirmed the four principles for this series yet. Look at it first.")
SCHEDULED = N_("It will be released at a moment that was chosen.")
OBJECTED = N_("The pembina has returned it to the walidata. Look at it first.")


def find_obstacle(submission: Submission) -> str | None:
    """Return why a submission has to be looked at before it is released, a marked text; None where it need not."""
    summary = submission.summary or {}
    if summary.get("warnings"):
        return WARNED
    if is_unexplained(submission):
        return UNEXPLAINED
    if not summary.get(confirming.SUMMARY):
        return UNCONFIRMED
    if submission.release_at is not None:
        return SCHEDULED
    return OBJECTED if submission.pembina_id and submission.signed is None else None


def is_unexplained(submission: Submission) -> bool:
    """Tell whether public figures are replaced and nobody has said why."""
    return bool((submission.summary.get("change") or {}).get("replaces")) and not submission.reason


def without_obstacle() -> Any:
    """Return the condition of a query for submissions that wait, and of which `find_obstacle` finds nothing."""
    replaces = func.coalesce(Submission.summary["change"]["replaces"].as_boolean(), False)
    return and_(
        Submission.state == model.WAITING,
        func.coalesce(Submission.summary["warnings"].as_integer(), 0) == 0,
        or_(~replaces, Submission.reason != ""),
        func.coalesce(Submission.summary[confirming.SUMMARY].as_boolean(), False),
        Submission.release_at.is_(None),
        or_(Submission.pembina_id == "", Submission.signed.isnot(None)),
    )
