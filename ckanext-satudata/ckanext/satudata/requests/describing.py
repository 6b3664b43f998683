"""A request for data as the API shows it: to everybody, to the asker, and to those who handle it."""

from __future__ import annotations

from typing import Any

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata.clock import local
from ckanext.satudata.exceptions import N_
from ckanext.satudata.metadata import codelists
from ckanext.satudata.requests import guard, model
from ckanext.satudata.requests.model import DataRequest

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


def findings(request: DataRequest) -> list[tuple[str, str]]:
    """Return the personal data in the words of a request: [(label, masked example)]."""
    return guard.findings(f"{request.title}\n{request.wanted}\n{request.period}", request.name, request.email)


def row(request: DataRequest, handles: bool) -> dict[str, Any]:
    """Return a request as lists show it; `handles` says whether the reader handles it."""
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


def description(request: DataRequest, is_asker: bool = False, handles: bool = False) -> dict[str, Any]:
    """Return a request with its history; see satudata_data_request_show for what each reader gets."""
    knows = is_asker or handles
    reason = codelists.load("alasan_penolakan").codes.get(request.refusal)
    description = {
        **row(request, knows),
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
        description["findings"] = [f"{tk._(label)} ({example})" for label, example in findings(request)]
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
    """Return a dataset that everybody sees; None for one that is hidden by now."""
    package = ckan_model.Package.get(package_id) if package_id else None
    if package is None or package.private or package.state != ckan_model.State.ACTIVE:
        return None
    return {"name": package.name, "title": package.title or package.name}
