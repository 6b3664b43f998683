"""What templates ask of the review."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckan import model as ckan_model
from ckanext.satudata import config, tasks, visitor
from ckanext.satudata.gate.approvals import Revision, approvals, revisions
from ckanext.satudata.metadata import codelists
from ckanext.satudata.review import authority, describing, model, pembina, priorities, refused, rounds
from ckanext.satudata.review.authority import authority_of_person
from ckanext.satudata.tables import origin
from flask import g


def satudata_hands_over() -> bool:
    """Tell whether whoever is logged in has an office whose data wait, or works for the walidata."""
    return bool(visitor.name()) and (
        visitor.is_walidata() or bool(visitor.editable_offices() or pembina.signs_for(visitor.name()))
    )


def satudata_tasks() -> int:
    """Return how many tasks whoever is logged in has; what is only due soon or unfinished is not counted."""
    if not visitor.name():
        return 0
    quiet = {tasks.Kind.DUE, tasks.Kind.UNFINISHED}
    return sum(len(listed) for kind, listed in tasks.of(visitor.person()).items() if kind not in quiet)


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


def satudata_refused_files(package_id: str) -> list[dict[str, Any]]:
    """Return the refused files of a dataset, for those who may see them, the newest first: {"id", "file", …}."""
    name = visitor.name()
    package = ckan_model.Package.get(package_id) if name else None
    if package is None:
        return []
    if not visitor.is_walidata() and not authority.may_edit(name, package.owner_org or ""):
        return []
    return [describing.row(submission, package, None) for submission in refused.of_dataset(package_id)]


def satudata_last_release(package_id: str) -> dict[str, Any] | None:
    """Return the record by which a dataset is public, None where there is none."""
    record = model.last_release(package_id)
    return describing.release(record) if record else None


def satudata_revision(package_id: str) -> Revision | None:
    """Return when and why the public figures of a dataset were replaced the last time; None where they never were."""
    return revisions([package_id]).get(package_id)


def satudata_approval(package_id: str) -> dict[str, Any] | None:
    """Return who has checked a public dataset: {"office", "moment" (UTC), "pembina"}; None where no record says so."""
    approval = approvals([package_id]).get(package_id)
    if approval is None or not approval.is_checked:
        return None
    moment = approval.moment.isoformat(timespec="seconds")
    return {"office": approval.office, "moment": moment, "pembina": approval.pembina}


def satudata_grant(dataset: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the leave by which editions of a dataset are public without a look: see `describing.grant`."""
    extras = {row["key"]: row["value"] for row in dataset.get("extras") or []}
    source = str(dataset.get("harvest_source_id") or extras.get("harvest_source_id") or "")
    record = model.find_grant(str(dataset["id"]), source)
    return {**describing.grant(record), "of_source": bool(record.source_id)} if record else None


def satudata_may_release(package_id: str) -> bool:
    """Tell whether whoever is logged in may release, withdraw and bring back a dataset."""
    package = ckan_model.Package.get(package_id)
    return authority_of_person(visitor.name(), package.owner_org if package else None) is not None


def satudata_review_is_required() -> bool:
    """Tell whether data wait for the walidata before they are public."""
    return config.review() == config.REVIEW_REQUIRED


def satudata_has_next_edition(dataset: Mapping[str, Any], resource: Mapping[str, Any]) -> bool:
    """Tell whether a file is a table of a dataset of which a next edition can be brought."""
    is_table = resource.get("validation_status") == "success" and resource.get("url_type") == "upload"
    return dataset.get("type") == "dataset" and is_table


def satudata_priorities() -> list[dict[str, str]]:
    """Return the lines of the list of Data Prioritas to choose from: {"value": "2026/12", "label"}."""
    return [
        {"value": f"{row.year}/{row.number}", "label": f"{row.year} · {row.number} · {row.title}"}
        for row in priorities.entries()
    ]


def satudata_return_reasons() -> list[dict[str, str]]:
    """Return the reasons for which a submission is returned: {"value", "label"}."""
    return describing.reasons()


def satudata_revision_reasons() -> list[dict[str, str]]:
    """Return the reasons for which public figures are replaced: {"value", "label"}."""
    return codelists.load("alasan_revisi").choices()


def satudata_cell(column: int, row: int) -> str:
    """Return the address of a cell by its column, from 0, and its row, from 1: "C2"."""
    return f"{origin.letters(column)}{row}"


def satudata_open_reasons(package_id: str) -> list[dict[str, Any]]:
    """Return why a dataset was returned to its office, for those who may see it, while they have to mend it."""
    if not package_id:
        return []
    # a form asks for each of its fields
    kept: dict[str, list[dict[str, Any]]] = g.setdefault("satudata_open_reasons", {})
    if package_id not in kept:
        may_see = satudata_submission(package_id) is not None
        kept[package_id] = rounds.find_open_reasons(package_id) if may_see else []
    return kept[package_id]
