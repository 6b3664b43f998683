"""Actions of the requests for data (UU 14/2008, article 22)."""

from __future__ import annotations

from typing import Any

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata import parameters, workdays
from ckanext.satudata.clock import today
from ckanext.satudata.metadata import organizations
from ckanext.satudata.parameters import takes
from ckanext.satudata.requests import asking, changing, describing, guard, mails, model
from ckanext.satudata.requests.model import DataRequest

PAGE, MOST = 50, 1000

OPTIONAL = ["ignore_empty", "unicode_safe"]
REQUIRED = ["not_empty", "unicode_safe"]
LINE, TEXT = "satudata_line", "satudata_text"
NATURAL = ["ignore_empty", "natural_number_validator"]
LISTED = {
    "organization": ["ignore_empty", "satudata_words"],
    "state": ["ignore_empty", "satudata_words", "satudata_request_states"],
    "limit": NATURAL,
    "offset": NATURAL,
}
SHOWN = {"number": OPTIONAL, "token": OPTIONAL}


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
    elif asking.is_too_often(context):
        text = tk._("Too many requests from your address. Try again in an hour, or bring yours to the office.")
        raise tk.ValidationError({"limit": [text]})
    wish = data.get("organization", "")
    request = model.add(
        asking.moment_of_receipt(on_paper),
        **{name: data[name] for name in ("title", "wanted", "purpose", "name", "email")},
        **{name: data.get(name, "") for name in ("period", "region")},
        package_id=asking.load_public_dataset(data["dataset"])["id"] if data.get("dataset") else "",
        wish=wish,
    )
    ckan_model.Session.commit()
    mails.received(request)
    url = tk.url_for("satudata_data_request.track", token=request.token, _external=True)
    return {"number": request.number, "due": request.due.isoformat(), "url": url}


@tk.side_effect_free
@takes(LISTED)
def satudata_data_request_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return the requests: open ones first by their day, then decided ones, the newest first. No person is in it.

    :param organization: list, or text with commas: names or ids of OPDs that have them (optional)
    :param state: received, assigned, answered, refused, or several with commas; late for open ones whose time has
        passed; closed is shown to the walidata only (optional)
    :param limit: 50 by default, 1000 at most; 0 counts only (optional)
    :param offset: how many to leave out (optional)
    :returns: {"count", "requests": [{"number", "title" ("" while the walidata has not looked at it), "state",
        "state_label", "received", "due", "decided", "days" (working days taken until now), "late", "prolonged",
        "office": {"name", "title"} or null}]}
    """
    tk.check_access("satudata_data_request_list", context, data_dict)
    data = parameters.valid(context, data_dict, LISTED)
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
        "requests": [describing.row(request, sees_all or request.office in offices) for request in requests],
    }


@tk.side_effect_free
@takes(SHOWN)
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
    data = parameters.valid(context, data_dict, SHOWN)
    by_link = bool(data.get("token"))
    request = model.by_token(data["token"]) if by_link else model.find(data.get("number", ""))
    handles = request is not None and not by_link and _may(context, "handle", request)
    if request is None or (request.state == model.CLOSED and not (by_link or handles)):
        raise changing.unknown_request()
    return describing.description(request, is_asker=by_link, handles=handles)


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
    request, data = changing.load_open(context, data_dict, "assign", schema)
    request.office, request.state = data["organization"], model.ASSIGNED
    changing.note(context, request, "assigned", office=request.office, text=data.get("note", ""))
    if not request.shown and not describing.findings(request):
        changing.show_words(request, request.title, request.wanted)
        changing.note(context, request, "shown")
    ckan_model.Session.commit()
    mails.assigned(request)
    return describing.description(request, handles=True)


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
    request, data = changing.load_changeable(context, data_dict, "publish", schema)
    findings = guard.findings(f"{data['title']}\n{data['wanted']}\n{request.period}", request.name, request.email)
    if findings and not data.get("reason"):
        text = tk._("This still holds personal data: {0}. Leave it out, or write why it is none.")
        raise tk.ValidationError({"wanted": [text.format(guard.listed(findings))]})
    changing.show_words(request, data["title"], data["wanted"])
    changing.note(context, request, "shown", text=data.get("reason", ""))
    ckan_model.Session.commit()
    return describing.description(request, handles=True)


def satudata_data_request_prolong(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Take 7 more working days, once, before the time has passed (UU 14/2008, article 22, paragraph 8).

    :param number: number of the request
    :param reason: why, for everybody to read
    :returns: the request, see satudata_data_request_show
    """
    schema = {"number": REQUIRED, "reason": [*REQUIRED, "satudata_sentence", TEXT, "satudata_for_everybody"]}
    request, data = changing.load_open(context, data_dict, "prolong", schema)
    if request.prolonged:
        raise tk.ValidationError({"number": [tk._("The time was prolonged already; the law allows it once.")]})
    if today() > request.due:
        raise tk.ValidationError({"number": [tk._("The time has passed and cannot be prolonged any more.")]})
    request.prolonged, request.due = True, workdays.after(request.due, model.MORE_DAYS)
    changing.note(context, request, "prolonged", text=data["reason"])
    ckan_model.Session.commit()
    mails.prolonged(request, data["reason"])
    return describing.description(request, handles=True)


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
    request, data = changing.load_changeable(context, data_dict, "answer", schema)
    if not data.get("text") and not data.get("dataset"):
        raise tk.ValidationError({"text": [tk._("Write an answer, or choose a dataset.")]})
    package = asking.load_public_dataset(data["dataset"])["id"] if data.get("dataset") else ""
    request.answer, request.answer_package, request.refusal = data.get("text", ""), package, ""
    return changing.decide(context, request, model.ANSWERED, data.get("text", ""))


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
    request, data = changing.load_changeable(context, data_dict, "refuse", schema)
    request.answer, request.answer_package, request.refusal = data["text"], "", data["refusal"]
    return changing.decide(context, request, model.REFUSED, data["text"])


def satudata_data_request_close(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Close what is no request for data: a complaint, a repetition, an advertisement. It leaves the public list.

    :param number: number of the request
    :param reason: why, for the asker to read
    :returns: the request, see satudata_data_request_show
    """
    schema = {"number": REQUIRED, "reason": [*REQUIRED, "satudata_sentence", TEXT]}
    request, data = changing.load_open(context, data_dict, "close", schema)
    request.state = model.CLOSED
    changing.note(context, request, "closed", text=data["reason"])
    ckan_model.Session.commit()
    mails.decided(request)
    return describing.description(request, handles=True)


def _may(context: Any, verb: str, request: DataRequest) -> bool:
    try:
        as_user = {"user": context.get("user") or "", "ignore_auth": context.get("ignore_auth", False)}
        tk.check_access(f"satudata_data_request_{verb}", as_user, {"office": request.office})
    except tk.NotAuthorized:
        return False
    return True
