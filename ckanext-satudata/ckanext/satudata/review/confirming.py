"""The four principles of Satu Data, confirmed by a person once for a series; its further editions are figures only.

A series is a dataset whose files follow the same Standar Data. Where one of them follows another, or one less or more,
what was confirmed is another thing, and is confirmed anew.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata.exceptions import N_
from ckanext.satudata.gate.principles import PRINCIPLES
from ckanext.satudata.review import model
from ckanext.satudata.review.model import Submission, SubmissionEvent

# key of a summary: whether its series is confirmed
SUMMARY = "confirmed"
UNCONFIRMED = N_(
    "This series is released for the first time: look at it under each of the four principles, and confirm them."
)


def series(dataset: Mapping[str, Any]) -> str:
    """Return the names of the Standar Data that the files of a dataset follow, as one text."""
    return ", ".join(sorted({str(row["standar"]) for row in dataset.get("resources", []) if row.get("standar")}))


def find_confirmation(package_id: str, series: str) -> SubmissionEvent | None:
    """Return when the principles were confirmed for a series the last time."""
    query = ckan_model.Session.query(SubmissionEvent).join(Submission, Submission.id == SubmissionEvent.submission_id)
    query = query.filter(Submission.package_id == package_id, SubmissionEvent.what == model.CONFIRMED)
    return query.filter(SubmissionEvent.text == series).order_by(SubmissionEvent.id.desc()).first()


def confirm(submission: Submission, dataset: Mapping[str, Any], principles: Collection[str], user_id: str) -> None:
    """Note that a person confirms the principles, keys of PRINCIPLES, for the series of a submission.

    Nothing where somebody has confirmed it before. Raises ValidationError where one is missing. Commits nothing.
    """
    if find_confirmation(submission.package_id, series(dataset)) is not None:
        return
    missing = [label for name, label in PRINCIPLES.items() if name not in principles]
    if missing:
        still = tk._("Not confirmed: {0}.").format(", ".join(missing))
        raise tk.ValidationError({"principles": [tk._(UNCONFIRMED), still]})
    model.note(submission, model.CONFIRMED, user_id, series(dataset))
    submission.summary = {**(submission.summary or {}), SUMMARY: True}
