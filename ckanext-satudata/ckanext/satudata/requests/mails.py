"""Mails about a request, by reader.

Mails to offices name no person: who asks, and words that nobody has looked at, are on the page behind the log-in.
"""

from __future__ import annotations

import datetime
from collections import defaultdict

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata import language, mail, workdays
from ckanext.satudata.clock import today
from ckanext.satudata.observations import periods
from ckanext.satudata.requests import model
from ckanext.satudata.requests.model import DataRequest

_ = tk._

# working days before the last one on which an OPD is reminded
AHEAD = 2


def received(request: DataRequest) -> None:
    """Confirm the request with its number (UU 14/2008, article 22, paragraph 4), and notify the walidata."""
    text = _("Your request for data has the number {0}. It will be answered until {1}. See how far it is here:")
    _asker(request, text.format(request.number, day(request.due)))
    for address in mail.walidata():
        text = _("A new request for data has come in: {0}. Say which OPD answers it; it is due on {1}.")
        _office(request, address, text.format(_called(request), day(request.due)))


def assigned(request: DataRequest) -> None:
    """Notify the OPD of its request, and the asker of who has it."""
    office = ckan_model.Group.get(request.office)
    address = office.extras.get("surel") if office else ""
    if address:
        text = _("Your OPD has a request for data: {0}. Answer it until {1}.")
        _office(request, address, text.format(_called(request), day(request.due)))
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


def remind() -> None:
    """Remind each OPD, and the walidata for what nobody has, of requests that are due soon, today, or were yesterday.

    On a day off nobody is reminded: there are as many working days to the last day as on the day before.
    """
    if not workdays.is_working_day(today()):
        return
    with language.of_the_portal():
        paragraphs: dict[str, list[str]] = defaultdict(list)
        for request in model.search({"states": model.OPEN}):
            left = workdays.between(today(), request.due)
            if left not in (AHEAD, 0, -1):
                continue
            office = ckan_model.Group.get(request.office) if request.office else None
            addresses = [office.extras.get("surel", "")] if office else mail.walidata()
            line = _("{0}, due on {1}").format(_called(request), day(request.due))
            for address in filter(None, addresses):
                paragraphs[address].append(f"{line}\n{_page(request)}")
        mail.digest(
            paragraphs,
            lambda count: tk.ungettext(
                "{0} request for data waits for your answer", "{0} requests for data wait for your answer", count
            ).format(count),
        )


def day(date: datetime.date) -> str:
    """Return a day as people write it."""
    return periods.label(date.isoformat())


def _called(request: DataRequest) -> str:
    return request.shown_title or request.number


def _asker(request: DataRequest, text: str) -> None:
    if request.email:
        address = tk.url_for("satudata_data_request.track", token=request.token, _external=True)
        mail.enqueue(request.email, _("Request for data {0}").format(request.number), f"{text}\n\n{address}")


def _office(request: DataRequest, address: str, text: str) -> None:
    mail.enqueue(address, _("Request for data {0}").format(request.number), f"{text}\n\n{_page(request)}")


def _page(request: DataRequest) -> str:
    return tk.url_for("satudata_data_request.read", number=request.number, _external=True)
