"""Actions of the review."""

from __future__ import annotations

import datetime
from typing import Any

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata import parameters
from ckanext.satudata.clock import zone
from ckanext.satudata.gate.principles import PRINCIPLES
from ckanext.satudata.metadata import codelists
from ckanext.satudata.parameters import takes
from ckanext.satudata.publishing import originals
from ckanext.satudata.review import decisions, describing, findings, model, queue, rounds, signing
from ckanext.satudata.review.asking import OPTIONAL, REQUIRED, check_length, find_package, parse_reason

PAGE, MOST = 50, 500
NUMBER = ["ignore_missing", "natural_number_validator"]
LISTED = {
    **dict.fromkeys(queue.FILTERS, OPTIONAL),
    **dict.fromkeys(("limit", "offset"), NUMBER),
}
ONE = {"id": REQUIRED}


@tk.side_effect_free
@takes(LISTED)
def satudata_submission_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return what waits for a decision, the oldest first; officers see what is of their own offices.

    :param state: waiting, signing, returned, refused, released or dropped (optional; all that is open unless told)
    :param organization: id or name of an office (optional)
    :param priority: only Data Prioritas (optional)
    :param finding: only that of which the machine has found something: under standar_data, metadata, interoperabilitas
        or kode_referensi, or personal, small (cells), replaced (figures) (optional)
    :param age: only what has waited at least so many working days, 10 at most (optional)
    :param clean: only what waits and can be released without a look (optional)
    :param limit: 50 unless told, 500 at most
    :param offset: how many to leave out
    :returns: {"count", "clean": how many of them can be released without a look, "counts": {state: number},
        "submissions": [{"id", "version", "state", "state_label", "kind" (new, edition, metadata, file), "kind_label",
        "package", "organization", "sent" (UTC), "days" (working days), "priority", "warnings", "files", "fields",
        of a refused file "check", "file" (its name), "errors", "change": see `summaries.changes`, "principles":
        [{"name", "label", "texts", "warnings", "count"}] of what the machine has found, "personal", "small", "hidden"
        (cells): see `machine.look`, "reason" (a code of alasan_revisi), "release_at", "obstacle": why it wants a look
        before it is released, "" where it does not, "returns": how often it was returned}]}
    """
    tk.check_access("satudata_submission_list", context, data_dict)
    data = parameters.valid(context, data_dict, LISTED)
    query = queue.submissions(context["user"], data)
    limit = min(int(data.get("limit") or PAGE), MOST)
    listed = queue.in_order(query).limit(limit).offset(data.get("offset") or 0).all()
    offices = queue.offices({package.owner_org for _submission, package in listed if package})
    returns = rounds.count_returns([row.id for row, _package in listed])
    return {
        "count": query.count(),
        "clean": query.filter(findings.without_obstacle()).count(),
        "counts": queue.counts_by_state(context["user"], data.get("organization") or ""),
        "submissions": [
            {**describing.row(row, package, office), "returns": returns.get(row.id, 0)}
            for row, package in listed
            for office in [offices.get(package.owner_org) if package else None]
        ],
    }


@tk.side_effect_free
@takes(ONE)
def satudata_submission_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return a submission with what it changes, what its check found, and its history.

    :param id: its id
    :returns: as in satudata_submission_list, and "sender", "reason", "note", "changes": [{"name", "label", "before",
        "after"}], "tables": [{"id", "name", "what" (new, replaced, gone), "rows", "warnings", "report", "change": see
        `differences.TableChange`}], "dataset" as it would be, "confirmed": by whom and when the four principles were
        confirmed for its series, null where nobody has, "returned", "history"
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
    :param principles: what a person confirms, once for a series: standar_data, metadata, interoperabilitas and
        kode_referensi (needed where "confirmed" of satudata_submission_show is null)
    :returns: {"id", "state"}
    """
    more = {"at": OPTIONAL, "reason": OPTIONAL, "note": OPTIONAL}
    principles = data_dict.get("principles") or []
    if not isinstance(principles, list) or not set(map(str, principles)) <= PRINCIPLES.keys():
        raise tk.ValidationError(
            {"principles": [tk._("Name principles of these: {0}.").format(", ".join(PRINCIPLES))]}
        )
    plain = {name: value for name, value in data_dict.items() if name != "principles"}
    data = _decision(context, plain, "satudata_submission_release", more)
    reason = parse_reason(data) if data.get("reason") else None
    at = _moment(data.get("at") or "")
    decisions.release(data["id"], data["version"], context["user"], at=at, reason=reason, principles=principles)
    return _state(data["id"])


def satudata_submission_return(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return a submission to its office, with what has to be mended (the walidata).

    :param id: its id
    :param version: the version that was looked at
    :param reasons: [{"code": of alasan_pengembalian, "text": what has to be mended, at least 10 characters}], each
        with what it is about, if anything: "field" of the description, or "table" (id of a file), "column", "cell"
    :param code, text, field, table, column, cell: the same, of a single reason (instead of `reasons`)
    :returns: {"id", "state"}
    """
    data, reasons = _with_faults(context, data_dict, "satudata_submission_return")
    decisions.hand_back(data["id"], data["version"], context["user"], _words(reasons), reasons)
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
    :param reasons: [{"code": of alasan_pengembalian, "text": what has to be mended, at least 10 characters}], each
        with what it is about, if anything: "field" of the description, or "table" (id of a file), "column", "cell"
    :param code, text, field, table, column, cell: the same, of a single reason (instead of `reasons`)
    :returns: {"id", "state"}
    """
    data, reasons = _with_faults(context, data_dict, "satudata_submission_object")
    signing.object_to(data["id"], data["version"], context["user"], _words(reasons), reasons)
    return _state(data["id"])


def satudata_submission_answer(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Answer the reasons of the last return (the office); the walidata reads the answers beside them.

    :param id: its id
    :param answers: what is said to each reason, in their order; "" none yet
    :param send: hand it over again as it is; then each reason wants an answer (optional)
    :returns: {"id", "state"}
    """
    answers = data_dict.get("answers")
    if not isinstance(answers, list) or not all(isinstance(text, str) for text in answers):
        raise tk.ValidationError({"answers": [tk._("Give the answers as a list of texts.")]})
    plain = {name: value for name, value in data_dict.items() if name != "answers"}
    submission = _submission(context, plain, "satudata_submission_answer", {"send": OPTIONAL})
    rounds.answer(submission.id, answers, context["user"], is_sent=tk.asbool(data_dict.get("send") or False))
    return _state(submission.id)


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
@takes(ONE)
def satudata_release_list(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the releases of a dataset, the newest first, each with its files at addresses that stay.

    :param id: id or name of the dataset
    :returns: [{"id", "edition", "moment" (UTC), "authority", "authority_label", "reason", "reason_label", "note",
        "is_edition": false where only the description is another, "files": [{"id", "name", "title", "format",
        "sha256", "size", "url"}]}]
    """
    data = parameters.valid(context, data_dict, ONE)
    package = find_package(data["id"])
    tk.check_access("satudata_release_list", context, {"id": package.id})
    may_have = originals.may_write(context, package.id)
    return describing.releases(model.releases(package.id), with_digests=may_have)


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


def _with_faults(context: Any, data_dict: dict[str, Any], action: str) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """Return what was asked, and the faults that it names: see `SubmissionEvent.reasons`."""
    # a list of dicts is none of what the validators of CKAN take
    more = dict.fromkeys(("text", "code", "field", "table", "column", "cell"), OPTIONAL)
    data = _decision(context, {name: value for name, value in data_dict.items() if name != "reasons"}, action, more)
    reasons = {"reasons": data_dict["reasons"]} if "reasons" in data_dict else {}
    return data, rounds.parse_reasons({**data, **reasons}, codelists.load("alasan_pengembalian").codes)


def _words(reasons: list[dict[str, str]]) -> str:
    """Return the words of reasons, for a mail and a line on a page."""
    return "\n".join(reason["text"] for reason in reasons)


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
