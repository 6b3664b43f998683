"""Submissions and releases in words, for pages and the API."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata import workdays
from ckanext.satudata.clock import local, today
from ckanext.satudata.exceptions import N_
from ckanext.satudata.metadata import codelists
from ckanext.satudata.publishing import protection
from ckanext.satudata.review import confirming, editions, findings, holding, machine, model, previews, refused, rounds
from ckanext.satudata.review.authority import Kind
from ckanext.satudata.review.digests import changed_fields

STATES = {
    model.WAITING: N_("waits for the walidata"),
    model.SIGNING: N_("waits for the pembina's signature"),
    model.RETURNED: N_("returned to the office"),
    model.REFUSED: N_("refused by the check"),
    model.RELEASED: N_("public"),
    model.DROPPED: N_("taken back"),
}
EVENTS = {
    "sent": N_("sent"),
    "replaced": N_("sent again"),
    "returned": N_("returned"),
    model.CONFIRMED: N_("four principles confirmed"),
    model.CHECKED: N_("checked by the walidata"),
    model.SIGNED: N_("signed by the pembina"),
    model.OBJECTED: N_("returned to the walidata by the pembina"),
    "scheduled": N_("to be released at a moment"),
    "unscheduled": N_("could not be released at its moment"),
    "released": N_("released"),
    "dropped": N_("taken back"),
    model.REFUSED: N_("refused by the check"),
    refused.SETTLED: N_("settled: a good file has come"),
}
AUTHORITIES = {
    Kind.WALIDATA.value: N_("public by the release of the walidata"),
    Kind.VERTICAL.value: N_("released by the agency itself"),
    Kind.GRANT.value: N_("released automatically by leave of the walidata"),
    Kind.CHECK.value: N_("public after the automatic check; looked at afterwards"),
    Kind.SITE.value: N_("put in by the portal's operator"),
}
NEW, EDITION, METADATA, FILE = "new", "edition", "metadata", "file"
KINDS = {
    NEW: N_("new dataset"),
    EDITION: N_("new edition"),
    METADATA: N_("changed description"),
    FILE: N_("refused file"),
}
# longest value of a field that a comparison shows
LONGEST = 400


def row(
    submission: model.Submission, package: ckan_model.Package | None, organization: ckan_model.Group | None
) -> dict[str, Any]:
    """Return a line of the list, without what takes long to find out."""
    summary = submission.summary or {}
    kind = _kind(submission)
    obstacle = findings.find_obstacle(submission)
    return {
        "id": submission.id,
        "version": submission.version,
        "state": submission.state,
        "state_label": tk._(STATES[submission.state]),
        "kind": kind,
        "kind_label": tk._(KINDS[kind]),
        "package": _package(package, summary.get("file") or ""),
        "organization": _office(organization),
        "sent": submission.changed.isoformat(timespec="seconds"),
        "days": workdays.between(local(submission.changed), today()),
        "priority": package is not None and package.extras.get("data_prioritas") in ("true", "True", True),
        "check": submission.check_id,
        "file": summary.get("file") or "",
        "errors": summary.get("errors", 0),
        "warnings": summary.get("warnings", 0),
        "files": summary.get("files", 0),
        "fields": summary.get("fields", 0),
        "change": summary.get("change") or {},
        "principles": machine.describe(summary),
        **{name: summary.get(name) for name in (machine.PERSONAL, machine.SMALL_CELLS, "hidden")},
        "reason": submission.reason,
        "release_at": _moment(submission.release_at),
        "obstacle": tk._(obstacle) if obstacle else "",
    }


def whole(submission: model.Submission) -> dict[str, Any]:
    """Return a submission with what it changes, what the check found, and its history."""
    package = ckan_model.Package.get(submission.package_id) if submission.package_id else None
    organization = ckan_model.Group.get(package.owner_org) if package and package.owner_org else None
    # a refused file changes nothing of its dataset: its page shows the report of its check
    is_file = package is None or bool(submission.check_id)
    before = {"resources": []} if is_file else holding.show_released(submission.package_id)
    after = submission.payload or before
    last = model.last_return(submission.id)
    return {
        **row(submission, package, organization),
        "sender": rounds.describe_person(submission.user_id),
        "reason_label": code_label("alasan_revisi", submission.reason),
        "note": submission.note,
        "changes": _fields(before, after) if submission.payload else [],
        "tables": previews.tables(before if submission.payload else {}, after),
        "dataset": after,
        "confirmed": _confirmation(submission, after),
        "pembina": _office(ckan_model.Group.get(submission.pembina_id) if submission.pembina_id else None),
        "objection": _objection(submission),
        "returns": rounds.count_returns([submission.id]).get(submission.id, 0),
        "returned": _event(last) if last and submission.state == model.RETURNED else None,
        "answered": _event(last) if last and submission.state != model.RETURNED else None,
        "history": [_event(event) for event in model.history(submission.id)],
    }


def releases(records: list[model.Release], *, with_digests: bool = False) -> list[dict[str, Any]]:
    """Return the releases of a dataset, the newest first: see `release`; "is_edition" where one brought other files.

    The others of the same edition have changed words only.
    """
    first: dict[int, model.Release] = {}
    for record in reversed(records):
        # a dataset may have been public for a while before its first file came
        if record.edition not in first or (record.files and not first[record.edition].files):
            first[record.edition] = record
    return [
        {**release(record, with_digests=with_digests), "is_edition": first[record.edition] is record}
        for record in records
    ]


def release(record: model.Release, *, with_digests: bool = False) -> dict[str, Any]:
    """Return a release as everybody may read it: the office that decided, not the person.

    Without `with_digests` nothing is told of the bytes of files whose tables have hidden cells: see `originals`.
    """
    held = {
        file["id"] for file in record.files if not with_digests and protection.is_held_back(editions.resource_of(file))
    }
    return {
        "id": record.id,
        "edition": record.edition,
        "moment": record.moment.isoformat(timespec="seconds"),
        "authority": record.authority,
        "authority_label": tk._(AUTHORITIES[record.authority]),
        "reason": record.reason,
        "reason_label": code_label("alasan_revisi", record.reason),
        "note": record.note,
        "pembina": _office(ckan_model.Group.get(record.pembina_id) if record.pembina_id else None)["title"],
        "files": [
            {
                "id": file["id"],
                "name": file["name"],
                "title": file["title"],
                "format": file["format"],
                "sha256": "" if file["id"] in held else file["sha256"],
                "size": None if file["id"] in held else file["size"],
                "url": _file_url(record, file),
            }
            for file in record.files
        ],
    }


def grant(record: model.Grant) -> dict[str, Any]:
    """Return a leave to be public by a clean check alone, as everybody may read it."""
    return {
        "id": record.id,
        "until": record.until.isoformat(),
        "most_change": record.most_change,
        "reason": record.reason,
    }


def code_label(codelist: str, code: str) -> str:
    """Return the words of a code, "" for none."""
    return str(tk.h.satudata_code_label(codelist, code)) if code else ""


def _file_url(record: model.Release, file: Mapping[str, Any]) -> str:
    if not file["is_upload"]:
        return str(file["name"])
    names = {"release_id": record.id, "resource_id": file["id"], "name": file["name"]}
    return str(tk.url_for("satudata_edition.file", **names, _external=True))


def _fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the fields that differ, with their labels."""
    labels = rounds.field_labels()
    changed = sorted(changed_fields(before, after) - {"resources", "num_resources", "num_tags"})
    return [
        {
            "name": name,
            "label": labels.get(name, name),
            "before": _text(before.get(name)),
            "after": _text(after.get(name)),
        }
        for name in changed
    ]


def _objection(submission: model.Submission) -> dict[str, Any] | None:
    """Return why the pembina has not signed this version, while the walidata has to do something about it."""
    if submission.state != model.WAITING:
        return None
    events = [event for event in model.history(submission.id) if event.version == submission.version]
    newest = next((event for event in events if event.what in (model.CHECKED, model.OBJECTED)), None)
    return _event(newest) if newest and newest.what == model.OBJECTED else None


def _confirmation(submission: model.Submission, dataset: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return by whom and when the principles of this series were confirmed, None where nobody has."""
    event = confirming.find_confirmation(submission.package_id, confirming.series(dataset))
    return _event(event) if event else None


def _event(event: model.SubmissionEvent) -> dict[str, Any]:
    return rounds.describe_event(event, EVENTS[event.what])


def _kind(submission: model.Submission) -> str:
    if submission.check_id:
        return FILE
    return NEW if submission.is_first else EDITION if (submission.summary or {}).get("files") else METADATA


def _package(package: ckan_model.Package | None, title: str) -> dict[str, str]:
    """Return how a dataset is called; of a refused file that came for none, the name of the file."""
    if package is None:
        return {"id": "", "name": "", "title": title}
    return {"id": package.id, "name": package.name, "title": package.title or package.name}


def _office(organization: ckan_model.Group | None) -> dict[str, str]:
    if organization is None:
        return {"id": "", "name": "", "title": ""}
    return {"id": organization.id, "name": organization.name, "title": organization.title or organization.name}


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_text(part) for part in value)[:LONGEST]
    if isinstance(value, dict):
        return str(value.get("display_name") or value.get("name") or value.get("value") or "")
    return str("" if value is None else value)[:LONGEST]


def _moment(moment: datetime.datetime | None) -> str | None:
    return moment.isoformat(timespec="minutes") if moment else None


def reasons() -> list[dict[str, str]]:
    """Return the reasons for which a submission is returned: {"value", "label"}."""
    return codelists.load("alasan_pengembalian").choices()
