"""Actions of the requests for data (UU 14/2008, article 22)."""

from __future__ import annotations

import datetime
from typing import Any

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata import config, parameters, workdays
from ckanext.satudata.clock import local, now, today, zone
from ckanext.satudata.exceptions import N_
from ckanext.satudata.metadata import codelists, organizations
from ckanext.satudata.requests import guard, mails, model
from ckanext.satudata.requests.model import DataRequest
from ckanext.satudata.web import limits
from flask import has_request_context

PAGE, MOST = 50, 1000
STATES = {
    model.RECEIVED: N_("received"),
    model.ASSIGNED: N_("being answered"),
    model.ANSWERED: N_("answered"),
    model.REFUSED: N_("refused"),
    model.CLOSED: N_("closed"),
}
EVENTS = {
    "received": N_("received"),
    "assigned": N_("given to an OPD"),
    "shown": N_("its words are public"),
    "prolonged": N_("more time taken"),
    "answered": N_("answered"),
    "refused": N_("refused"),
    "corrected": N_("the answer was corrected"),
    "closed": N_("closed"),
    "forgotten": N_("the asker's data deleted"),
}
# what the offices write for each other, and for the asker only
INTERNAL, FOR_ASKER = {"assigned", "shown"}, {"closed"}
# how far back a request on paper may be written in
LONGEST_AGO = 365

OPTIONAL = ["ignore_empty", "unicode_safe"]
REQUIRED = ["not_empty", "unicode_safe"]
LINE, TEXT = "satudata_line", "satudata_text"


def satudata_data_request_create(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Ask for data; needs no account. Whoever asks is seen only by the walidata and the OPD that answers.

    :param title: what is asked for, in one line of at most 150 characters
    :param wanted: the same in detail
    :param purpose: what it is for (UU 14/2008, article 4, paragraph 3)
    :param name: who asks
    :param email: where the answer goes
    :param organization: the OPD that the asker thinks has it, name or id (optional)
    :param dataset: the public dataset that lacks something, name or id (optional)
    :param period: e.g. 2020-2025 (optional)
    :param region: kode wilayah within the district (optional)
    :param received: the day on which it came on paper, only for the walidata (optional)
    :returns: {"number", "due", "url": the private link by which the asker sees everything}
    """
    tk.check_access("satudata_data_request_create", context, data_dict)
    schema = {
        "title": [*REQUIRED, "satudata_sentence", LINE],
        "wanted": [*REQUIRED, "satudata_sentence", TEXT],
        "purpose": [*REQUIRED, "satudata_sentence", TEXT],
        "name": [*REQUIRED, LINE],
        "email": [*REQUIRED, LINE, "satudata_email"],
        "organization": [*OPTIONAL, "satudata_active_organization"],
        "dataset": OPTIONAL,
        "period": [*OPTIONAL, LINE],
        "region": [*OPTIONAL, "satudata_region_of_district"],
        "received": [*OPTIONAL, "satudata_date"],
    }
    data = parameters.valid(context, data_dict, schema)
    on_paper = data.get("received", "")
    if on_paper:
        tk.check_access("satudata_data_request_assign", context, data)
    elif _too_often(context):
        text = tk._("Too many requests from your address. Try again in an hour, or bring yours to the office.")
        raise tk.ValidationError({"limit": [text]})
    wish = data.get("organization", "")
    request = model.add(
        _moment(on_paper),
        **{name: data[name] for name in ("title", "wanted", "purpose", "name", "email")},
        **{name: data.get(name, "") for name in ("period", "region")},
        package_id=_public_dataset(data["dataset"])["id"] if data.get("dataset") else "",
        wish=wish,
    )
    ckan_model.Session.commit()
    mails.received(request)
    url = tk.url_for("satudata_data_request.track", token=request.token, _external=True)
    return {"number": request.number, "due": request.due.isoformat(), "url": url}


@tk.side_effect_free
def satudata_data_request_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return the requests: open ones first by their day, then decided ones, the newest first. No person is in it.

    :param organization: list, or text with commas: names or ids of OPDs that have them (optional)
    :param state: received, assigned, answered, refused, or several with commas; late for open ones whose time has
        passed; closed is told to the walidata only (optional)
    :param limit: 50 unless told, 1000 at most; 0 counts only (optional)
    :param offset: how many to leave out (optional)
    :returns: {"count", "requests": [{"number", "title" ("" while the walidata has not looked at it), "state",
        "state_label", "received", "due", "decided", "days" (working days taken until now), "late", "prolonged",
        "office": {"name", "title"} or null}]}
    """
    tk.check_access("satudata_data_request_list", context, data_dict)
    natural = ["ignore_empty", "natural_number_validator"]
    schema = {
        "organization": ["ignore_empty", "satudata_words"],
        "state": ["ignore_empty", "satudata_words", "satudata_request_states"],
        "limit": natural,
        "offset": natural,
    }
    data = parameters.valid(context, data_dict, schema)
    user = context.get("user") or ""
    sees_all = bool(user) and organizations.is_walidata(user)
    states = set(data.get("state", []))
    conditions: dict[str, Any] = {"states": (states - {"late"}) or {*model.STATES} - {model.CLOSED}}
    if not sees_all:
        conditions["states"] -= {model.CLOSED}
    if "late" in states:
        conditions["late"] = True
    if data.get("organization"):
        named = ckan_model.Session.query(ckan_model.Group.id).filter(
            ckan_model.Group.name.in_(data["organization"]) | ckan_model.Group.id.in_(data["organization"])
        )
        conditions["offices"] = [row[0] for row in named]
    query = model.search(conditions)
    requests = query.limit(min(data.get("limit", PAGE), MOST)).offset(data.get("offset", 0)).all()
    offices = organizations.editable_by(user)
    return {
        "count": query.count(),
        "requests": [_row(request, sees_all or request.office in offices) for request in requests],
    }


@tk.side_effect_free
def satudata_data_request_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return one request with its history.

    :param number: its number; or
    :param token: the secret of the asker's private link
    :returns: a record of satudata_data_request_list and "wanted", "period", "region", "region_label", "dataset" and
        "answer_dataset": {"name", "title"} or null, "answer", "refusal", "refusal_label", "refusal_article", "shown"
        (whether its words are public), "history": [{"moment" (UTC), "day", "what", "what_label", "office", "text"}],
        the newest first; for the asker, the walidata and the OPD that has it also "asker": {"name", "email"},
        "purpose" and "wish": {"name", "title"}; for the latter two "findings", the personal data in its words, and
        "user" in the history
    """
    tk.check_access("satudata_data_request_show", context, data_dict)
    data = parameters.valid(context, data_dict, {"number": OPTIONAL, "token": OPTIONAL})
    by_link = bool(data.get("token"))
    request = model.by_token(data["token"]) if by_link else model.find(data.get("number", ""))
    handles = request is not None and not by_link and _may(context, "handle", request)
    if request is None or (request.state == model.CLOSED and not (by_link or handles)):
        raise _unknown()
    return _shown(request, is_asker=by_link, handles=handles)


def satudata_data_request_assign(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Give an open request to an OPD, or to another one. Its words become public where no personal data is found.

    :param number: number of the request
    :param organization: the OPD, name or id
    :param note: what the OPD should know (optional)
    :returns: the request, see satudata_data_request_show
    """
    schema = {
        "number": REQUIRED,
        "organization": [*REQUIRED, "satudata_active_organization"],
        "note": [*OPTIONAL, TEXT],
    }
    request, data = _opened(context, data_dict, "assign", schema)
    request.office, request.state = data["organization"], model.ASSIGNED
    _note(context, request, "assigned", office=request.office, text=data.get("note", ""))
    if not request.shown and not _findings(request):
        _show(request, request.title, request.wanted)
        _note(context, request, "shown")
    ckan_model.Session.commit()
    mails.assigned(request)
    return _shown(request, handles=True)


def satudata_data_request_publish(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Decide which words of a request everybody reads: as they came, or without what names a person.

    :param number: number of the request
    :param title: what is asked for, in one line
    :param wanted: the same in detail
    :param reason: why what the guard of personal data finds is none, needed where it finds any (optional)
    :returns: the request, see satudata_data_request_show
    """
    schema = {
        "number": REQUIRED,
        "title": [*REQUIRED, "satudata_sentence", LINE],
        "wanted": [*REQUIRED, "satudata_sentence", TEXT],
        "reason": [*OPTIONAL, "satudata_sentence", TEXT],
    }
    request, data = _held(context, data_dict, "publish", schema)
    findings = guard.findings(f"{data['title']}\n{data['wanted']}\n{request.period}", request.name, request.email)
    if findings and not data.get("reason"):
        text = tk._("This still holds personal data: {0}. Leave it out, or write why it is none.")
        raise tk.ValidationError({"wanted": [text.format(guard.listed(findings))]})
    _show(request, data["title"], data["wanted"])
    _note(context, request, "shown", text=data.get("reason", ""))
    ckan_model.Session.commit()
    return _shown(request, handles=True)


def satudata_data_request_prolong(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Take 7 more working days, once, before the time has passed (UU 14/2008, article 22, paragraph 8).

    :param number: number of the request
    :param reason: why, for everybody to read
    :returns: the request, see satudata_data_request_show
    """
    schema = {"number": REQUIRED, "reason": [*REQUIRED, "satudata_sentence", TEXT, "satudata_for_everybody"]}
    request, data = _opened(context, data_dict, "prolong", schema)
    if request.prolonged:
        raise tk.ValidationError({"number": [tk._("The time was prolonged already; the law allows it once.")]})
    if today() > request.due:
        raise tk.ValidationError({"number": [tk._("The time has passed and cannot be prolonged any more.")]})
    request.prolonged, request.due = True, workdays.after(request.due, model.MORE_DAYS)
    _note(context, request, "prolonged", text=data["reason"])
    ckan_model.Session.commit()
    mails.prolonged(request, data["reason"])
    return _shown(request, handles=True)


def satudata_data_request_answer(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Answer a request with a dataset of the catalogue, a text, or both; everybody reads it.

    A decided request can be answered anew, as a correction; its time is that of the first answer.

    :param number: number of the request
    :param text: the answer (needed without a dataset)
    :param dataset: name or id of a public dataset (needed without a text)
    :returns: the request, see satudata_data_request_show
    """
    schema = {
        "number": REQUIRED,
        "text": [*OPTIONAL, "satudata_sentence", TEXT, "satudata_for_everybody"],
        "dataset": OPTIONAL,
    }
    request, data = _held(context, data_dict, "answer", schema)
    if not data.get("text") and not data.get("dataset"):
        raise tk.ValidationError({"text": [tk._("Write an answer, or choose a dataset.")]})
    package = _public_dataset(data["dataset"])["id"] if data.get("dataset") else ""
    request.answer, request.answer_package, request.refusal = data.get("text", ""), package, ""
    return _decide(context, request, model.ANSWERED, data.get("text", ""))


def satudata_data_request_refuse(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Refuse a request for one of the law's reasons; everybody reads it.

    :param number: number of the request
    :param refusal: code or name of alasan_penolakan (UU 14/2008, articles 6 and 17)
    :param text: what the reason means here
    :returns: the request, see satudata_data_request_show
    """
    schema = {
        "number": REQUIRED,
        "refusal": [*REQUIRED, "satudata_refusal"],
        "text": [*REQUIRED, "satudata_sentence", TEXT, "satudata_for_everybody"],
    }
    request, data = _held(context, data_dict, "refuse", schema)
    request.answer, request.answer_package, request.refusal = data["text"], "", data["refusal"]
    return _decide(context, request, model.REFUSED, data["text"])


def satudata_data_request_close(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Close what is no request for data: a complaint, a repetition, an advertisement. It leaves the public list.

    :param number: number of the request
    :param reason: why, for the asker to read
    :returns: the request, see satudata_data_request_show
    """
    schema = {"number": REQUIRED, "reason": [*REQUIRED, "satudata_sentence", TEXT]}
    request, data = _opened(context, data_dict, "close", schema)
    request.state = model.CLOSED
    _note(context, request, "closed", text=data["reason"])
    ckan_model.Session.commit()
    mails.decided(request)
    return _shown(request, handles=True)


def _held(
    context: Any, data_dict: dict[str, Any], verb: str, schema: dict[str, list[str]]
) -> tuple[DataRequest, dict[str, Any]]:
    """Return the request that shall be changed and what was asked. Raises ObjectNotFound, NotAuthorized,
    ValidationError.
    """
    request = model.held(str(data_dict.get("number") or ""))
    if request is None:
        raise _unknown()
    tk.check_access(f"satudata_data_request_{verb}", context, {"office": request.office})
    data = parameters.valid(context, data_dict, schema)
    if request.state == model.CLOSED:
        raise tk.ValidationError({"number": [tk._("This request is closed.")]})
    return request, data


def _opened(
    context: Any, data_dict: dict[str, Any], verb: str, schema: dict[str, list[str]]
) -> tuple[DataRequest, dict[str, Any]]:
    """Return the same of a request that must be open."""
    request, data = _held(context, data_dict, verb, schema)
    if not request.is_open:
        raise tk.ValidationError({"number": [tk._("This request has been answered already.")]})
    return request, data


def _decide(context: Any, request: DataRequest, state: str, text: str) -> dict[str, Any]:
    what = state if request.is_open else "corrected"
    request.state = state
    request.decided = request.decided or now()
    _note(context, request, what, office=request.office, text=text)
    ckan_model.Session.commit()
    mails.decided(request)
    return _shown(request, handles=True)


def _note(context: Any, request: DataRequest, what: str, **more: str) -> None:
    user = ckan_model.User.get(context.get("user") or "")
    model.note(request, what, user_id=user.id if user else "", **more)


def _show(request: DataRequest, title: str, text: str) -> None:
    request.shown, request.shown_title, request.shown_wanted = True, title, text


def _findings(request: DataRequest) -> list[tuple[str, str]]:
    return guard.findings(f"{request.title}\n{request.wanted}\n{request.period}", request.name, request.email)


def _too_often(context: Any) -> bool:
    if context.get("ignore_auth") or not has_request_context():
        return False
    return limits.too_often("data-request", config.data_requests_per_hour())


def _moment(on_paper: str) -> datetime.datetime:
    """Return when a request came: now, or at noon of the day that is told. Raises ValidationError."""
    if not on_paper:
        return now()
    day = datetime.date.fromisoformat(on_paper)
    if not 0 <= (today() - day).days <= LONGEST_AGO:
        raise tk.ValidationError({"received": [tk._("Write a day of the last year, today at the latest.")]})
    noon = datetime.datetime.combine(day, datetime.time(12), zone())
    return min(noon.astimezone(datetime.UTC).replace(tzinfo=None), now())


def _public_dataset(name: str) -> dict[str, Any]:
    """Return a dataset that everybody sees. Raises ValidationError."""
    try:
        return tk.get_action("package_show")({"ignore_auth": False, "user": ""}, {"id": name})
    except (tk.ObjectNotFound, tk.NotAuthorized) as error:
        text = tk._('There is no public dataset "{0}". Take the last part of its address.').format(name)
        raise tk.ValidationError({"dataset": [text]}) from error


def _unknown() -> Exception:
    return tk.ObjectNotFound(tk._("There is no such request for data."))


def _may(context: Any, verb: str, request: DataRequest) -> bool:
    try:
        as_user = {"user": context.get("user") or "", "ignore_auth": context.get("ignore_auth", False)}
        tk.check_access(f"satudata_data_request_{verb}", as_user, {"office": request.office})
    except tk.NotAuthorized:
        return False
    return True


def _row(request: DataRequest, handles: bool) -> dict[str, Any]:
    label = STATES[request.state]
    return {
        "number": request.number,
        "title": request.title if handles else request.shown_title,
        "state": request.state,
        "state_label": tk._(label),
        "received": local(request.received).isoformat(),
        "due": request.due.isoformat(),
        "decided": local(request.decided).isoformat() if request.decided else None,
        "days": request.days,
        "late": request.state != model.CLOSED and request.is_late,
        "prolonged": request.prolonged,
        "office": _office(request.office),
    }


def _shown(request: DataRequest, is_asker: bool = False, handles: bool = False) -> dict[str, Any]:
    knows = is_asker or handles
    reason = codelists.load("alasan_penolakan").codes.get(request.refusal)
    description = {
        **_row(request, knows),
        "wanted": request.wanted if knows else request.shown_wanted,
        "period": request.period if knows or request.shown else "",
        "region": request.region,
        "region_label": codelists.load("wilayah").codes[request.region].name if request.region else "",
        "dataset": _dataset(request.package_id),
        "answer": request.answer,
        "answer_dataset": _dataset(request.answer_package),
        "refusal": request.refusal,
        "refusal_label": reason.name if reason else "",
        "refusal_article": reason.extra["pasal"] if reason else "",
        "shown": request.shown,
        "history": [_event(event, is_asker, handles) for event in model.history(request)],
    }
    if knows:
        asker = {"name": request.name, "email": request.email}
        description |= {"asker": asker, "purpose": request.purpose, "wish": _office(request.wish)}
        description |= {"shown_title": request.shown_title, "shown_wanted": request.shown_wanted}
    if handles:
        description["findings"] = [f"{tk._(label)} ({example})" for label, example in _findings(request)]
    return description


def _event(event: model.RequestEvent, is_asker: bool, handles: bool) -> dict[str, Any]:
    label = EVENTS[event.what]
    hidden = (event.what in INTERNAL and not handles) or (event.what in FOR_ASKER and not (is_asker or handles))
    user = ckan_model.User.get(event.user_id) if handles and event.user_id else None
    return {
        "moment": event.moment.isoformat(),
        "day": local(event.moment).isoformat(),
        "what": event.what,
        "what_label": tk._(label),
        "office": _office(event.office),
        "text": "" if hidden else event.text,
        **({"user": user.fullname or user.name} if user else {}),
    }


def _office(office: str) -> dict[str, str] | None:
    group = ckan_model.Group.get(office) if office else None
    return {"name": group.name, "title": group.title or group.name} if group else None


def _dataset(package_id: str) -> dict[str, str] | None:
    """Return a dataset that everybody sees; one that is hidden by now is told to nobody."""
    package = ckan_model.Package.get(package_id) if package_id else None
    if package is None or package.private or package.state != ckan_model.State.ACTIVE:
        return None
    return {"name": package.name, "title": package.title or package.name}
