"""Actions of the review."""

from __future__ import annotations

import datetime
from typing import Any

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata import parameters
from ckanext.satudata.clock import now, today, zone
from ckanext.satudata.metadata import codelists, organizations
from ckanext.satudata.review import authority, decisions, describing, model
from sqlalchemy import func
from sqlalchemy.orm import defer

PAGE, MOST = 50, 500
SHORTEST_REASON = 10
LONGEST_GRANT = 366
REQUIRED, OPTIONAL = ["not_empty", "unicode_safe"], ["ignore_missing", "unicode_safe"]
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
        "priority", "warnings", "files", "fields", "release_at"}]}
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
    :returns: {"id", "state"}
    """
    data = _decision(context, data_dict, "satudata_submission_release", {"at": OPTIONAL})
    decisions.release(data["id"], data["version"], context["user"], at=_moment(data.get("at") or ""))
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
    more = {"text": REQUIRED, "code": REQUIRED, "field": OPTIONAL, "cell": OPTIONAL}
    data = _decision(context, data_dict, "satudata_submission_return", more)
    text = _long_enough("text", data["text"])
    if data["code"] not in codelists.load("alasan_pengembalian").codes:
        raise tk.ValidationError({"code": [tk._("Choose a reason of the list.")]})
    reason = {name: data.get(name) or "" for name in ("code", "field", "cell")} | {"text": text}
    decisions.hand_back(data["id"], data["version"], context["user"], text, [reason])
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
    reason, note = data_dict["reason"], (data_dict.get("note") or "").strip()
    if reason not in codelists.load("alasan_revisi").codes:
        raise tk.ValidationError({"reason": [tk._("Choose a reason of the list.")]})
    if reason == "lain":
        _long_enough("note", note)
    submission.reason, submission.note = reason, note
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
    package = _package(data["id"])
    decisions.withdraw(package.id, context["user"], _long_enough("reason", data["reason"]))
    return {"id": package.id}


def satudata_dataset_restore(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Bring a withdrawn dataset back as it was.

    :param id: id or name of the dataset
    :returns: {"id"}
    """
    data = parameters.valid(context, data_dict, {"id": REQUIRED})
    tk.check_access("satudata_dataset_restore", context, data)
    package = _package(data["id"])
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
    package = _package(data["id"])
    tk.check_access("satudata_release_list", context, {"id": package.id})
    return [describing.release(record) for record in model.releases(package.id)]


def satudata_grant_create(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Let a dataset, or all of a harvest source, be released by a clean check alone (the walidata).

    :param package: id or name of the dataset (this or `source`)
    :param source: id of the harvest source
    :param until: the last day on which it holds, at most 366 days from today
    :param reason: why it needs no look, at least 10 characters
    :returns: {"id"}
    """
    rules = {"package": OPTIONAL, "source": OPTIONAL, "until": ["not_empty", "isodate"], "reason": REQUIRED}
    data = parameters.valid(context, data_dict, rules)
    tk.check_access("satudata_grant_create", context, data)
    if bool(data.get("package")) == bool(data.get("source")):
        raise tk.ValidationError({"package": [tk._("Name a dataset or a harvest source, one of both.")]})
    until = data["until"].date()
    if not today() <= until <= today() + datetime.timedelta(days=LONGEST_GRANT):
        raise tk.ValidationError({"until": [tk._("A leave holds until a day within a year from today.")]})
    grant = model.Grant(
        package_id=_package(data["package"]).id if data.get("package") else "",
        source_id=data.get("source") or "",
        user_id=authority.user_id(context),
        until=until,
        reason=_long_enough("reason", data["reason"]),
    )
    ckan_model.Session.add(grant)
    ckan_model.Session.commit()
    return {"id": grant.id}


def satudata_grant_end(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """End a leave before its time (the walidata).

    :param id: its id
    :returns: {"id"}
    """
    data = parameters.valid(context, data_dict, {"id": ["not_empty", "int_validator"]})
    tk.check_access("satudata_grant_end", context, data)
    grant = ckan_model.Session.get(model.Grant, data["id"])
    if grant is None or grant.ended:
        raise tk.ObjectNotFound(tk._("There is no such leave."))
    grant.ended = now()
    ckan_model.Session.commit()
    return {"id": grant.id}


@tk.side_effect_free
def satudata_grant_list(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the leaves that hold today.

    :returns: [{"id", "package" (title), "package_name", "source", "until", "reason"}]
    """
    tk.check_access("satudata_grant_list", context, data_dict)
    query = ckan_model.Session.query(model.Grant, ckan_model.Package.title, ckan_model.Package.name)
    query = query.outerjoin(ckan_model.Package, ckan_model.Package.id == model.Grant.package_id)
    query = query.filter(model.Grant.ended.is_(None), model.Grant.until >= today()).order_by(model.Grant.until)
    return [
        {
            "id": grant.id,
            "package": title or "",
            "package_name": name or "",
            "source": grant.source_id,
            "until": grant.until.isoformat(),
            "reason": grant.reason,
        }
        for grant, title, name in query
    ]


def _visible(user: str) -> Any:
    """Return the query for the submissions that a user may see, with their datasets."""
    query = ckan_model.Session.query(model.Submission, ckan_model.Package).join(
        ckan_model.Package, ckan_model.Package.id == model.Submission.package_id
    )
    if not organizations.is_walidata(user):
        query = query.filter(ckan_model.Package.owner_org.in_(organizations.editable_by(user)))
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


def _state(submission_id: str) -> dict[str, Any]:
    submission = model.find_submission(submission_id)
    assert submission is not None
    return {"id": submission.id, "state": submission.state}


def _package(name: str) -> ckan_model.Package:
    package = ckan_model.Package.get(name)
    if package is None:
        raise tk.ObjectNotFound(tk._("There is no such dataset."))
    return package


def _long_enough(name: str, text: str) -> str:
    text = text.strip()
    if len(text) < SHORTEST_REASON:
        message = tk._("Say it in at least {0} characters.").format(SHORTEST_REASON)
        raise tk.ValidationError({name: [message]})
    return text


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
