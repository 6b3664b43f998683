"""The rounds of a submission: what it was returned for, at which place, what the office has answered, how often."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata.exceptions import N_
from ckanext.satudata.review import authority, holding
from ckanext.satudata.review import model as records
from ckanext.satudata.review.asking import check_length
from ckanext.satudata.review.model import SubmissionEvent
from sqlalchemy import func

NOT_RETURNED = N_("This was not returned to you, or is decided already. Look at it anew.")
ANSWERS_MISSING = N_("Answer each of the {0} reasons, or change what they ask for.")
# states in which an office may still answer
ANSWERABLE = (records.RETURNED, records.WAITING)


def count_returns(submission_ids: Iterable[str]) -> dict[str, int]:
    """Return how often each submission was returned to its office; those that never were are missing."""
    query = ckan_model.Session.query(SubmissionEvent.submission_id, func.count())
    query = query.filter(
        SubmissionEvent.what == records.RETURNED, SubmissionEvent.submission_id.in_(list(submission_ids))
    )
    return dict(query.group_by(SubmissionEvent.submission_id).all())


def answer(submission_id: str, answers: list[str], user: str, *, is_sent: bool) -> None:
    """Keep what an office answers to the reasons of the last return, one for each in their order, "" none yet.

    Where `is_sent` it is handed over again, as it is; then each reason wants its answer. Raises ObjectNotFound,
    ValidationError.
    """
    submission = records.find_submission(submission_id, locked=True)
    if submission is None:
        raise tk.ObjectNotFound(tk._("There is no such submission."))
    event = records.last_return(submission_id)
    if event is None or submission.state not in ANSWERABLE:
        raise tk.ValidationError({"id": [tk._(NOT_RETURNED)]})
    texts = [text.strip() for text in answers]
    if len(texts) != len(event.reasons) or (is_sent and not all(texts)):
        raise tk.ValidationError({"answers": [tk._(ANSWERS_MISSING).format(len(event.reasons))]})
    for text in filter(None, texts):
        check_length("answers", text)
    event.reasons = [{**reason, "answer": text} for reason, text in zip(event.reasons, texts, strict=True)]
    if is_sent and submission.state == records.RETURNED:
        holding.send_again(submission, authority.user_id({"user": user}))
    ckan_model.Session.commit()


def find_open_reasons(package_id: str) -> list[dict[str, Any]]:
    """Return the reasons for which a dataset was returned, while its office has them before it; else none."""
    submission = records.find_open(package_id)
    if submission is None or submission.state != records.RETURNED:
        return []
    event = records.last_return(submission.id)
    return [describe_reason(reason) for reason in event.reasons] if event else []


def describe_reason(reason: Mapping[str, Any]) -> dict[str, str]:
    """Return a reason as pages show it: as it is stored, with "label" of its code and "place" in words."""
    names = ("code", "field", "table", "column", "cell", "text", "answer")
    stored = {name: str(reason.get(name) or "") for name in names}
    label = str(tk.h.satudata_code_label("alasan_pengembalian", stored["code"])) if stored["code"] else ""
    return {**stored, "label": label, "place": _place(stored)}


def field_labels() -> dict[str, str]:
    """Return the labels of the fields of a dataset by their names, in the order of the form."""
    schema = tk.h.scheming_get_dataset_schema("dataset") or {}
    return {
        field["field_name"]: str(tk.h.scheming_language_text(field.get("label") or field["field_name"]))
        for field in schema.get("dataset_fields", [])
    }


def parse_reasons(data: Mapping[str, Any], codes: Iterable[str]) -> list[dict[str, str]]:
    """Return the faults that a decision names: those of `reasons`, or the single one beside it.

    Raises ValidationError where one lacks its code or its words.
    """
    listed = data.get("reasons") or [data]
    if not isinstance(listed, list) or not all(isinstance(reason, dict) for reason in listed):
        raise tk.ValidationError({"reasons": [tk._("Give the reasons as a list.")]})
    allowed, reasons = set(codes), []
    for reason in listed:
        text = check_length("text", str(reason.get("text") or ""))
        if reason.get("code") not in allowed:
            raise tk.ValidationError({"code": [tk._("Choose a reason of the list.")]})
        places = {name: str(reason.get(name) or "").strip() for name in ("field", "table", "column", "cell")}
        reasons.append({"code": str(reason["code"]), **places, "text": text})
    return reasons


def describe_event(event: SubmissionEvent, label: str) -> dict[str, Any]:
    """Return an event of a submission's history; `label` are the words for what happened."""
    return {
        "what": event.what,
        "what_label": tk._(label),
        "moment": event.moment.isoformat(timespec="seconds"),
        "version": event.version,
        "user": describe_person(event.user_id),
        "text": event.text,
        "reasons": [describe_reason(reason) for reason in event.reasons],
    }


def describe_person(user_id: str) -> str:
    """Return how a person is called; of nobody, that the portal itself did it."""
    user = ckan_model.User.get(user_id) if user_id else None
    return str(user.fullname or user.name) if user else str(tk._("the portal"))


def _place(reason: Mapping[str, str]) -> str:
    """Return in words what a reason is about, "" for the whole."""
    parts = [field_labels().get(reason["field"], reason["field"])]
    if reason["column"]:
        parts.append(tk._("column {0}").format(reason["column"]))
    if reason["cell"]:
        parts.append(tk._("cell {0}").format(reason["cell"]))
    return ", ".join(filter(None, parts))
