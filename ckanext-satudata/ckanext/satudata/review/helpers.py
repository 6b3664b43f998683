"""What templates ask of the review."""

from __future__ import annotations

from typing import Any

from ckan import model as ckan_model
from ckanext.satudata import config, visitor
from ckanext.satudata.metadata import codelists
from ckanext.satudata.review import authority, describing, model
from ckanext.satudata.review.authority import authority_of_person


def satudata_hands_over() -> bool:
    """Tell whether whoever is logged in has an office whose data wait, or works for the walidata."""
    return bool(visitor.name()) and (visitor.is_walidata() or bool(visitor.editable_offices()))


def satudata_review_tasks() -> int:
    """Return how many submissions wait for whoever is logged in: for the walidata's decision, or to be mended."""
    if not visitor.name():
        return 0
    query = ckan_model.Session.query(model.Submission.id)
    if visitor.is_walidata():
        return int(query.filter_by(state=model.WAITING, release_at=None).count())
    offices = list(visitor.editable_offices())
    if not offices:
        return 0
    query = query.join(ckan_model.Package, ckan_model.Package.id == model.Submission.package_id)
    query = query.filter(ckan_model.Package.owner_org.in_(offices), model.Submission.state == model.RETURNED)
    return int(query.count())


def satudata_submission(package_id: str) -> dict[str, Any] | None:
    """Return the open submission of a dataset for those who may see it: {"id", "state", "is_first", "sent", …}."""
    name = visitor.name()
    if not name:
        return None
    submission = model.find_open(package_id)
    package = ckan_model.Package.get(package_id)
    if submission is None or package is None:
        return None
    if not visitor.is_walidata() and not authority.may_edit(name, package.owner_org or ""):
        return None
    last = model.last_return(submission.id) if submission.state == model.RETURNED else None
    return {
        "id": submission.id,
        "state": submission.state,
        "is_first": submission.is_first,
        "sent": submission.changed.isoformat(timespec="seconds"),
        "release_at": submission.release_at.isoformat(timespec="minutes") if submission.release_at else None,
        "text": last.text if last else "",
    }


def satudata_last_release(package_id: str) -> dict[str, Any] | None:
    """Return the record by which a dataset is public, None where there is none."""
    record = model.last_release(package_id)
    return describing.release(record) if record else None


def satudata_may_release(package_id: str) -> bool:
    """Tell whether whoever is logged in may release, withdraw and bring back a dataset."""
    package = ckan_model.Package.get(package_id)
    return authority_of_person(visitor.name(), package.owner_org if package else None) is not None


def satudata_review_is_required() -> bool:
    """Tell whether data wait for the walidata before they are public."""
    return config.review() == config.REVIEW_REQUIRED


def satudata_return_reasons() -> list[dict[str, str]]:
    """Return the reasons for which a submission is returned: {"value", "label"}."""
    return describing.reasons()


def satudata_revision_reasons() -> list[dict[str, str]]:
    """Return the reasons for which public figures are replaced: {"value", "label"}."""
    return codelists.load("alasan_revisi").choices()
