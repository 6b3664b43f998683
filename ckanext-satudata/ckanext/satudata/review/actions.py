"""Actions of the review."""

from __future__ import annotations

import datetime
from typing import Any

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata import parameters
from ckanext.satudata.clock import zone
from ckanext.satudata.metadata import codelists, organizations
from ckanext.satudata.publishing import originals
from ckanext.satudata.review import decisions, describing, model, pembina, signing
from ckanext.satudata.review.asking import OPTIONAL, REQUIRED, check_length, find_package, parse_reason
from sqlalchemy import func
from sqlalchemy.orm import defer

PAGE, MOST = 50, 500
NUMBER = ["ignore_missing", "natural_number_validator"]


@tk.side_effect_free
def satudata_submission_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return what waits for a decision, the oldest first; officers see what is of their own offices.

    :param state: waiting, returned, released or dropped (optional; all that is open unless told)
    :param organization: id or name of an office (optional)
    :param priority: only Data Prioritas (optional)
    :param clean: only what no check warns of (optional)
    :param limit: 50 unless told, 500 at most
    :param offset: how many to leave out
    :returns: {"count", "counts": {state: number}, "submissions": [{"id", "version", "state", "state_label", "kind"
        (new, edition, metadata), "kind_label", "package", "organization", "sent" (UTC), "days" (working days),
        "priority", "warnings", "files", "fields", "change": see
        `summaries.changes`, "reason" (a code of alasan_revisi), "release_at"}]}
    """
    tk.check_access("satudata_submission_list", context, data_dict)
    schema = {"state": OPTIONAL, "organization": OPTIONAL, "priority": OPTIONAL, "clean": OPTIONAL}
    data = parameters.valid(context, data_dict, {**schema, "limit": NUMBER, "offset": NUMBER})
    query = _visible(context["user"])
    group = ckan_model.Group.get(data["organization"]) if data.get("organization") else None
    if data.get("organization"):
        query = query.filter(ckan_model.Package.owner_org == (group.id if group else ""))
    counted = query.with_entities(model.Submission.state, func.count()).group_by(model.Submission.state)
    counts = dict(counted.all())
    states = [data["state"]] if data.get("state") else list(model.OPEN)
    query = query.filter(model.Submission.state.in_(states))
    if data.get("priority"):
        query = query.filter(ckan_model.Package.extras["data_prioritas"].astext.in_(("true", "True")))
    if data.get("clean"):
        query = query.filter(model.Submission.summary["warnings"].astext == "0")
    count = query.count()
    limit = min(int(data.get("limit") or PAGE), MOST)
    query = query.options(defer(model.Submission.payload), defer(model.Submission.base))
    query = query.order_by(model.Submission.changed, model.Submission.id).limit(limit).offset(data.get("offset") or 0)
    offices = {group.id: group for group in ckan_model.Session.query(ckan_model.Group).filter_by(is_organization=True)}
    rows = [describing.row(submission, package, offices.get(package.owner_org)) for submission, package in query]
    return {"count": count, "counts": counts, "submissions": rows}


@tk.side_effect_free
def satudata_submission_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return a submission with what it changes, what its check found, and its history.

    :param id: its id
    :returns: as in satudata_submission_list, and "sender", "reason", "note", "changes": [{"name", "label", "before",
        "after"}], "tables": [{"id", "name", "what" (new, replaced, gone), "rows", "warnings", "report", "change": see
        `differences.TableChange`}], "dataset" as it would be, "returned", "history"
    """
    submission = _submission(context, data_dict, "satudata_submission_show")
    return describing.whole(submission)


def satudata_submission_release(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Release a submission, at once or at a moment to come (the walidata).

    :param id: its id
    :param version: the version that was looked at
    :param at: date and time in the district's time zone, e.g. 2026-12-01T09:00 (optional)
    :param reason: a code of alasan_revisi, where public figures are replaced and the office gave none (optional)
    :param note: the same in words (optional; needed for the reason `lain`)
    :returns: {"id", "state"}
    """
    more = {"at": OPTIONAL, "reason": OPTIONAL, "note": OPTIONAL}
    data = _decision(context, data_dict, "satudata_submission_release", more)
    reason = parse_reason(data) if data.get("reason") else None
    decisions.release(data["id"], data["version"], context["user"], at=_moment(data.get("at") or ""), reason=reason)
    return _state(data["id"])


def satudata_submission_return(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return a submission to its office, with what has to be mended (the walidata).

    :param id: its id
    :param version: the version that was looked at
    :param text: what has to be mended, in words, at least 10 characters
    :param code: a code of alasan_pengembalian
    :param field: name of the field or column that it is about (optional)
    :param cell: the cell, e.g. F2 (optional)
    :returns: {"id", "state"}
    """
    data, reason = _with_fault(context, data_dict, "satudata_submission_return")
    decisions.hand_back(data["id"], data["version"], context["user"], reason["text"], [reason])
    return _state(data["id"])


def satudata_submission_sign(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Sign Data Prioritas that the walidata has checked: they are released (the pembina of this kind of data).

    :param id: its id
    :param version: the version that was looked at
    :returns: {"id", "state"}
    """
    data = _decision(context, data_dict, "satudata_submission_sign", {})
    signing.sign(data["id"], data["version"], context["user"])
    return _state(data["id"])


def satudata_submission_object(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return Data Prioritas to the walidata instead of signing them (the pembina of this kind of data).

    :param id: its id
    :param version: the version that was looked at
    :param text: what is wrong, in words, at least 10 characters
    :param code: a code of alasan_pengembalian
    :param field: name of the field or column that it is about (optional)
    :param cell: the cell, e.g. F2 (optional)
    :returns: {"id", "state"}
    """
    data, reason = _with_fault(context, data_dict, "satudata_submission_object")
    signing.object_to(data["id"], data["version"], context["user"], reason["text"], [reason])
    return _state(data["id"])


def satudata_submission_drop(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Take a submission back: what is public stays as it is (its office).

    :param id: its id
    :returns: {"id", "state"}
    """
    submission = _submission(context, data_dict, "satudata_submission_drop")
    decisions.drop(submission.id, context["user"])
    return _state(submission.id)


def satudata_submission_explain(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Say why figures that are public are replaced (the office); it stands beside the release.

    :param id: its id
    :param reason: a code of alasan_revisi
    :param note: in words (optional; needed for the reason `lain`)
    :returns: {"id", "state"}
    """
    submission = _submission(context, data_dict, "satudata_submission_explain", {"reason": REQUIRED, "note": OPTIONAL})
    submission.reason, submission.note = parse_reason(data_dict)
    ckan_model.Session.commit()
    return _state(submission.id)


def satudata_dataset_withdraw(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Take a public dataset out of sight; its address then says when and why, and it can be brought back.

    :param id: id or name of the dataset
    :param reason: why, at least 10 characters; everybody reads it
    :returns: {"id"}
    """
    data = parameters.valid(context, data_dict, {"id": REQUIRED, "reason": REQUIRED})
    tk.check_access("satudata_dataset_withdraw", context, data)
    package = find_package(data["id"])
    decisions.withdraw(package.id, context["user"], check_length("reason", data["reason"]))
    return {"id": package.id}


def satudata_dataset_restore(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Bring a withdrawn dataset back as it was.

    :param id: id or name of the dataset
    :returns: {"id"}
    """
    data = parameters.valid(context, data_dict, {"id": REQUIRED})
    tk.check_access("satudata_dataset_restore", context, data)
    package = find_package(data["id"])
    decisions.restore(package.id, context["user"])
    return {"id": package.id}


@tk.side_effect_free
def satudata_release_list(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the releases of a dataset, the newest first, each with its files at addresses that stay.

    :param id: id or name of the dataset
    :returns: [{"id", "edition", "moment" (UTC), "authority", "authority_label", "reason", "reason_label", "note",
        "files": [{"id", "name", "title", "format", "sha256", "size", "url"}]}]
    """
    data = parameters.valid(context, data_dict, {"id": REQUIRED})
    package = find_package(data["id"])
    tk.check_access("satudata_release_list", context, {"id": package.id})
    may_have = originals.may_write(context, package.id)
    return [describing.release(record, with_digests=may_have) for record in model.releases(package.id)]


def _visible(user: str) -> Any:
    """Return the query for the submissions that a user may see, with their datasets."""
    query = ckan_model.Session.query(model.Submission, ckan_model.Package).join(
        ckan_model.Package, ckan_model.Package.id == model.Submission.package_id
    )
    if not organizations.is_walidata(user):
        is_editable = ckan_model.Package.owner_org.in_(organizations.editable_by(user))
        query = query.filter(is_editable | model.Submission.pembina_id.in_(pembina.signs_for(user)))
    return query


def _submission(
    context: Any, data_dict: dict[str, Any], action: str, more: dict[str, list[str]] | None = None
) -> model.Submission:
    data = parameters.valid(context, data_dict, {"id": REQUIRED, **(more or {})})
    submission = model.find_submission(data["id"])
    if submission is None:
        raise tk.ObjectNotFound(tk._("There is no such submission."))
    tk.check_access(action, context, data)
    return submission


def _decision(context: Any, data_dict: dict[str, Any], action: str, more: dict[str, list[str]]) -> dict[str, Any]:
    data = parameters.valid(context, data_dict, {"id": REQUIRED, "version": ["not_empty", "int_validator"], **more})
    tk.check_access(action, context, data)
    return data


def _with_fault(context: Any, data_dict: dict[str, Any], action: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Return what was asked, and the fault that it names: see `SubmissionEvent.reasons`."""
    more = {"text": REQUIRED, "code": REQUIRED, "field": OPTIONAL, "cell": OPTIONAL}
    data = _decision(context, data_dict, action, more)
    text = check_length("text", data["text"])
    if data["code"] not in codelists.load("alasan_pengembalian").codes:
        raise tk.ValidationError({"code": [tk._("Choose a reason of the list.")]})
    return data, {name: data.get(name) or "" for name in ("code", "field", "cell")} | {"text": text}


def _state(submission_id: str) -> dict[str, Any]:
    submission = model.find_submission(submission_id)
    assert submission is not None
    return {"id": submission.id, "state": submission.state}


def _moment(text: str) -> datetime.datetime | None:
    """Return a moment of the district's clock in UTC."""
    if not text:
        return None
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError as error:
        raise tk.ValidationError({"at": [tk._("Write date and time as 2026-12-01T09:00.")]}) from error
    moment = moment if moment.tzinfo else moment.replace(tzinfo=zone())
    return moment.astimezone(datetime.UTC).replace(tzinfo=None)
