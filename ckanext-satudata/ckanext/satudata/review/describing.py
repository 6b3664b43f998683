"""Submissions and releases in words, for pages and the API."""

from __future__ import annotations

import dataclasses
import datetime
import logging
from collections.abc import Mapping
from typing import Any

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata import workdays
from ckanext.satudata.clock import local, today
from ckanext.satudata.exceptions import N_
from ckanext.satudata.metadata import codelists
from ckanext.satudata.publishing import protection
from ckanext.satudata.review import differences, editions, holding, model
from ckanext.satudata.review.authority import Kind
from ckanext.satudata.review.digests import changed_fields, resource_digests
from ckanext.satudata.validation import model as checks
from ckanext.satudata.validation import parsed

log = logging.getLogger(__name__)

STATES = {
    model.WAITING: N_("waits for the walidata"),
    model.SIGNING: N_("waits for the pembina's signature"),
    model.RETURNED: N_("returned to the office"),
    model.RELEASED: N_("released"),
    model.DROPPED: N_("taken back"),
}
EVENTS = {
    "sent": N_("sent"),
    "replaced": N_("sent again"),
    "returned": N_("returned"),
    model.CHECKED: N_("checked by the walidata"),
    model.SIGNED: N_("signed by the pembina"),
    model.OBJECTED: N_("returned to the walidata by the pembina"),
    "scheduled": N_("to be released at a moment"),
    "unscheduled": N_("could not be released at its moment"),
    "released": N_("released"),
    "dropped": N_("taken back"),
}
AUTHORITIES = {
    Kind.WALIDATA.value: N_("public by the release of the walidata"),
    Kind.VERTICAL.value: N_("released by the agency itself"),
    Kind.GRANT.value: N_("released automatically by leave of the walidata"),
    Kind.CHECK.value: N_("public after the automatic check; looked at afterwards"),
    Kind.SITE.value: N_("put in by the portal's operator"),
}
NEW, EDITION, METADATA = "new", "edition", "metadata"
KINDS = {
    NEW: N_("new dataset"),
    EDITION: N_("new edition"),
    METADATA: N_("changed description"),
}
# longest value of a field that a comparison shows
LONGEST = 400
# rows, columns and characters of a cell of a look at a table
HEAD_ROWS, WIDEST, LONGEST_CELL = 8, 12, 80


def row(
    submission: model.Submission, package: ckan_model.Package, organization: ckan_model.Group | None
) -> dict[str, Any]:
    """Return a line of the list, without what takes long to find out."""
    summary = submission.summary or {}
    kind = NEW if submission.is_first else EDITION if summary.get("files") else METADATA
    return {
        "id": submission.id,
        "version": submission.version,
        "state": submission.state,
        "state_label": tk._(STATES[submission.state]),
        "kind": kind,
        "kind_label": tk._(KINDS[kind]),
        "package": {"id": package.id, "name": package.name, "title": package.title or package.name},
        "organization": _office(organization),
        "sent": submission.changed.isoformat(timespec="seconds"),
        "days": workdays.between(local(submission.changed), today()),
        "priority": package.extras.get("data_prioritas") in ("true", "True", True),
        "warnings": summary.get("warnings", 0),
        "files": summary.get("files", 0),
        "fields": summary.get("fields", 0),
        "change": summary.get("change") or {},
        "reason": submission.reason,
        "release_at": _moment(submission.release_at),
    }


def whole(submission: model.Submission) -> dict[str, Any]:
    """Return a submission with what it changes, what the check found, and its history."""
    package = ckan_model.Package.get(submission.package_id)
    organization = ckan_model.Group.get(package.owner_org) if package.owner_org else None
    before = holding.show_released(package.id)
    after = submission.payload or before
    last = model.last_return(submission.id)
    return {
        **row(submission, package, organization),
        "sender": _person(submission.user_id),
        "reason_label": code_label("alasan_revisi", submission.reason),
        "note": submission.note,
        "changes": _fields(before, after) if submission.payload else [],
        "tables": [_table(one, other) for one, other in _pairs(before if submission.payload else {}, after)],
        "dataset": after,
        "pembina": _office(ckan_model.Group.get(submission.pembina_id) if submission.pembina_id else None),
        "objection": _objection(submission),
        "returned": _event(last) if last and submission.state == model.RETURNED else None,
        "history": [_event(event) for event in model.history(submission.id)],
    }


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
    schema = tk.h.scheming_get_dataset_schema("dataset") or {}
    labels = {field["field_name"]: field.get("label") for field in schema.get("dataset_fields", [])}
    changed = sorted(changed_fields(before, after) - {"resources", "num_resources", "num_tags"})
    return [
        {
            "name": name,
            "label": str(tk.h.scheming_language_text(labels.get(name) or name)),
            "before": _text(before.get(name)),
            "after": _text(after.get(name)),
        }
        for name in changed
    ]


def _pairs(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[dict[str, Any] | None, Any]]:
    """Return the files that differ, as they are and as they would be; None where there is none."""
    old = {resource["id"]: resource for resource in before.get("resources", [])}
    digests, wanted = resource_digests(before), resource_digests(after)
    pairs = [(old.get(row["id"]), row) for row in after["resources"] if wanted[row["id"]] != digests.get(row["id"])]
    kept = {row["id"] for row in after["resources"]}
    return [*pairs, *((row, None) for key, row in old.items() if key not in kept)]


def _table(before: dict[str, Any] | None, after: dict[str, Any] | None) -> dict[str, Any]:
    """Return what becomes of one file."""
    resource = after or before or {}
    report = checks.get(after["validation_report"]) if after and after.get("validation_report") else None
    outcome = report.restored_report.described(report.filename)["tasks"][0] if report else {}
    both_tables = _is_table(before) and _is_table(after)
    change = _compare(before, after) if before and after and both_tables else None
    return {
        "id": resource.get("id"),
        "name": resource.get("name") or (resource.get("url") or "").rsplit("/", 1)[-1],
        "format": resource.get("format"),
        "standard": resource.get("standar") or "",
        "what": "gone" if after is None else "new" if before is None else "replaced",
        "rows": report.restored_report.rows if report else None,
        "warnings": list(outcome.get("warnings", [])),
        "report": report.id if report else "",
        "head": _head(after) if after and _is_table(after) else [],
        "change": dataclasses.asdict(change) | {"loses": change.loses} if change else None,
    }


def _head(resource: Mapping[str, Any]) -> list[list[str]]:
    """Return header and first rows of a table as its check has parsed it, cut to what a page holds."""
    try:
        with parsed.opened(dict(resource)) as table:
            names = list(table.columns)[:WIDEST]
            listed = ", ".join(table.column(name) for name in names)
            rows = table.ask(f"SELECT {listed} FROM cells ORDER BY n LIMIT {HEAD_ROWS}")
    except Exception:
        # a file that cannot be read any more hides nothing else from whoever decides
        log.exception("resource %s: its first rows could not be read", resource.get("id"))
        return []
    return [names, *([str("" if cell is None else cell)[:LONGEST_CELL] for cell in row] for row in rows)]


def _compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> differences.TableChange | None:
    if (before.get("hash") or "") == (after.get("hash") or "") and before.get("standar") == after.get("standar"):
        return None
    try:
        return differences.between(before, after)
    except Exception:
        # a file that cannot be read any more hides nothing else from whoever decides
        log.exception("resource %s: its editions could not be compared", after.get("id"))
        return None


def _is_table(resource: Mapping[str, Any] | None) -> bool:
    return bool(resource) and resource is not None and resource.get("validation_status") == "success"


def _objection(submission: model.Submission) -> dict[str, Any] | None:
    """Return why the pembina has not signed this version, while the walidata has to do something about it."""
    if submission.state != model.WAITING:
        return None
    events = [event for event in model.history(submission.id) if event.version == submission.version]
    newest = next((event for event in events if event.what in (model.CHECKED, model.OBJECTED)), None)
    return _event(newest) if newest and newest.what == model.OBJECTED else None


def _event(event: model.SubmissionEvent) -> dict[str, Any]:
    return {
        "what": event.what,
        "what_label": tk._(EVENTS[event.what]),
        "moment": event.moment.isoformat(timespec="seconds"),
        "version": event.version,
        "user": _person(event.user_id),
        "text": event.text,
        "reasons": [
            {**reason, "label": code_label("alasan_pengembalian", reason.get("code", ""))} for reason in event.reasons
        ],
    }


def _person(user_id: str) -> str:
    user = ckan_model.User.get(user_id) if user_id else None
    return str(user.fullname or user.name) if user else str(tk._("the portal"))


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
