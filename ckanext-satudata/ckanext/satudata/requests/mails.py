"""Mails about a request, by reader.

Mails to offices name no person: who asks, and words that nobody has looked at, are on the page behind the log-in.
"""

from __future__ import annotations

import datetime

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata import mail, workdays
from ckanext.satudata.clock import today
from ckanext.satudata.exceptions import N_
from ckanext.satudata.observations import periods
from ckanext.satudata.requests import model
from ckanext.satudata.requests.model import DataRequest
from ckanext.satudata.tasks import Note

_ = tk._

# working days before the last one on which an OPD is reminded
AHEAD = 2
# steps by which a request has come to somebody
HANDED_ON = (model.RECEIVED, model.ASSIGNED)
NEW_FOR_WALIDATA = N_("A new request for data has come in: {0}. Say which OPD answers it; it is due on {1}.")
NEW_FOR_OPD = N_("Your OPD has a request for data: {0}. Answer it until {1}.")
DUE = N_("A request for data waits for your answer: {0}, due on {1}.")


def received(request: DataRequest) -> None:
    """Confirm the request with its number (UU 14/2008, article 22, paragraph 4)."""
    text = _("Your request for data has the number {0}. It will be answered until {1}. See how far it is here:")
    _asker(request, text.format(request.number, day(request.due)))


def assigned(request: DataRequest) -> None:
    """Notify the asker of who has the request."""
    office = ckan_model.Group.get(request.office)
    _asker(request, _("Your request is answered by: {0}.").format(office.title if office else ""))


def prolonged(request: DataRequest, reason: str) -> None:
    """Notify the asker in writing why it takes longer (article 22, paragraph 8)."""
    text = _("Your request needs more time, until {0}. The reason: {1}")
    _asker(request, text.format(day(request.due), reason))


def decided(request: DataRequest) -> None:
    """Notify the asker of the answer."""
    texts = {
        model.ANSWERED: _("Your request has been answered. Read the answer here:"),
        model.REFUSED: _("Your request has been refused. Read the reason, and how to object, here:"),
        model.CLOSED: _("Your request has been closed. Read why here:"),
    }
    _asker(request, texts[request.state])


def notes(since: datetime.datetime) -> list[Note]:
    """Return what offices are told in the morning: requests that have come to them, or are due, or were yesterday.

    Those of nobody yet are told to the walidata. See `tasks.INotes`.
    """
    listed = []
    for request in model.search({"states": model.OPEN}):
        office = ckan_model.Group.get(request.office) if request.office else None
        addresses = [office.extras.get("surel", "")] if office else mail.walidata()
        text = _text(request, since)
        recipients = tuple(filter(None, addresses))
        if text and recipients:
            listed.append(Note(recipients, f"{text}\n{_page(request)}"))
    return listed


def _text(request: DataRequest, since: datetime.datetime) -> str:
    """Return what an office is told of a request this morning, "" nothing."""
    steps = [event for event in model.history(request) if event.what in HANDED_ON]
    left = workdays.between(today(), request.due)
    if any(event.moment >= since for event in steps):
        text = NEW_FOR_OPD if request.office else NEW_FOR_WALIDATA
    elif left in (AHEAD, 0, -1):
        text = DUE
    else:
        return ""
    return str(_(text).format(_called(request), day(request.due)))


def day(date: datetime.date) -> str:
    """Return a day as people write it."""
    return periods.label(date.isoformat())


def _called(request: DataRequest) -> str:
    return request.shown_title or request.number


def _asker(request: DataRequest, text: str) -> None:
    if request.email:
        address = tk.url_for("satudata_data_request.track", token=request.token, _external=True)
        mail.enqueue(request.email, _("Request for data {0}").format(request.number), f"{text}\n\n{address}")


def _page(request: DataRequest) -> str:
    return tk.url_for("satudata_data_request.read", number=request.number, _external=True)
