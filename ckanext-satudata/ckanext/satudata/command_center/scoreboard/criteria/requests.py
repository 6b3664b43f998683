"""Requests for data answered in the time of the law (UU 14/2008, article 22: 10 working days, 7 more where told).

A request counts once, in the month in which its time ends, for the OPD that had it on that day: in time when it was
answered or refused by then. What nobody had been given by that day counts for the walidata.
"""

from __future__ import annotations

from ckan.plugins import plugin_loaded
from ckan.plugins import toolkit as tk
from ckanext.satudata.command_center.scoreboard.measured import Evidence, Measured, Message, Question
from ckanext.satudata.exceptions import N_, NotMeasured
from ckanext.satudata.metadata import organizations
from ckanext.satudata.observations.periods import label as period_label
from ckanext.satudata.requests import model
from ckanext.satudata.requests.model import DataRequest

IN_TIME = N_("due on {due}, answered after {days} working days")
LATE = N_("due on {due}, answered late after {days} working days")
OPEN = N_("due on {due}, not answered")


def measure(question: Question) -> dict[str, Measured]:
    """Return the requests whose time ended in the month."""
    if not plugin_loaded("satudata_requests"):
        raise NotMeasured(N_("This portal takes no requests for data."))
    month = question.month
    walidata = organizations.walidata_ids()
    by_office: dict[str, Measured] = {}
    for request, had in model.due_in(month.first, month.last):
        office = question.office_of({had} if had else walidata)
        # what is due today may still be answered today
        if office is None or (request.decided is None and request.due >= month.over):
            continue
        in_time = not request.is_late
        label = f"{request.number} {request.shown_title}".strip()
        address = tk.url_for("satudata_data_request.read", number=request.number)
        evidence = Evidence(label, _message(request), "good" if in_time else "bad", address)
        by_office.setdefault(office.name, Measured()).add(float(in_time), evidence)
    return by_office


def _message(request: DataRequest) -> Message:
    values = {"due": period_label(request.due.isoformat()), "days": request.days}
    if request.decided is None:
        return Message(OPEN, values)
    return Message(LATE if request.is_late else IN_TIME, values)
