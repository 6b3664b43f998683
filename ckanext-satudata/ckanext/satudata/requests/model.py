"""Requests for data and their history, in CKAN's database.

Who asks and why is in `name`, `email` and `purpose`, and goes when it is not needed any more (`forget`). What was
asked is in `title`, `wanted` and `period` as it came; everybody sees only `shown_title` and `shown_wanted`, and the
period, once the walidata has looked at them (`shown`).
"""

from __future__ import annotations

import datetime
import secrets
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata import workdays
from ckanext.satudata.clock import local, now, today
from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, UnicodeText, case, func, or_, text

RECEIVED, ASSIGNED, ANSWERED, REFUSED, CLOSED = "received", "assigned", "answered", "refused", "closed"
OPEN, DECIDED = (RECEIVED, ASSIGNED), (ANSWERED, REFUSED)
STATES = (*OPEN, *DECIDED, CLOSED)
# UU 14/2008, article 22: paragraph 7, and once more by paragraph 8
DAYS, MORE_DAYS = 10, 7
TOKEN_BYTES = 24


class DataRequest(tk.BaseModel):
    """A request; `office` is the id of the OPD that it was assigned to, "" before, `wish` that which the asker names.

    `answer` is the text of the OPD, `answer_package` the id of the dataset that it points to, `refusal` a code of
    alasan_penolakan.
    """

    __tablename__ = "satudata_request"

    id: Any = Column(BigInteger, primary_key=True)
    number: Any = Column(UnicodeText, nullable=False, unique=True)
    token: Any = Column(UnicodeText, nullable=False, unique=True)
    received: Any = Column(DateTime, nullable=False)
    due: Any = Column(Date, nullable=False, index=True)
    prolonged: Any = Column(Boolean, nullable=False, default=False)
    decided: Any = Column(DateTime)
    state: Any = Column(UnicodeText, nullable=False, default=RECEIVED)
    name: Any = Column(UnicodeText, nullable=False)
    email: Any = Column(UnicodeText, nullable=False)
    purpose: Any = Column(UnicodeText, nullable=False)
    title: Any = Column(UnicodeText, nullable=False)
    wanted: Any = Column(UnicodeText, nullable=False)
    period: Any = Column(UnicodeText, nullable=False, default="")
    region: Any = Column(UnicodeText, nullable=False, default="")
    package_id: Any = Column(UnicodeText, nullable=False, default="")
    wish: Any = Column(UnicodeText, nullable=False, default="")
    office: Any = Column(UnicodeText, nullable=False, default="")
    shown: Any = Column(Boolean, nullable=False, default=False)
    shown_title: Any = Column(UnicodeText, nullable=False, default="")
    shown_wanted: Any = Column(UnicodeText, nullable=False, default="")
    answer: Any = Column(UnicodeText, nullable=False, default="")
    answer_package: Any = Column(UnicodeText, nullable=False, default="")
    refusal: Any = Column(UnicodeText, nullable=False, default="")

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.state in OPEN

    @property
    def days(self) -> int:
        """The working days until it was decided, or until today."""
        return workdays.between(local(self.received), local(self.decided) if self.decided else today())

    @property
    def is_late(self) -> bool:
        """Whether it was decided after its time, or is not yet and its time has passed."""
        return (local(self.decided) if self.decided else today()) > self.due


class RequestEvent(tk.BaseModel):
    """Who did what with a request, when, and with which text; `user_id` is empty where a citizen or the portal did."""

    __tablename__ = "satudata_request_event"

    id: Any = Column(BigInteger, primary_key=True)
    request_id: Any = Column(BigInteger, nullable=False, index=True)
    moment: Any = Column(DateTime, nullable=False, default=now)
    user_id: Any = Column(UnicodeText, nullable=False, default="")
    what: Any = Column(UnicodeText, nullable=False)
    office: Any = Column(UnicodeText, nullable=False, default="")
    text: Any = Column(UnicodeText, nullable=False, default="")


def add(received: datetime.datetime, **fields: str) -> DataRequest:
    """Keep a new request with its number, its secret and the day on which it is due. Commits nothing."""
    number = model.Session.execute(text("SELECT nextval('satudata_request_id_seq')")).scalar_one()
    day = local(received)
    request = DataRequest(
        id=number,
        number=f"{day.year}-{number:05d}",
        token=secrets.token_urlsafe(TOKEN_BYTES),
        received=received,
        due=workdays.after(day, DAYS),
        **fields,
    )
    model.Session.add(request)
    model.Session.flush()
    note(request, "received", moment=received)
    return request


def note(request: DataRequest, what: str, **more: Any) -> None:
    """Write into the history of a request; `more` may hold `user_id`, `office`, `text`, `moment`. Commits nothing."""
    model.Session.add(RequestEvent(request_id=request.id, what=what, **more))


def date_back(number: str, *steps: str) -> None:
    """Let steps of a request have been done when it came, as in what is written in afterwards; commit."""
    request = model.Session.query(DataRequest).filter_by(number=number).one()
    events = model.Session.query(RequestEvent).filter_by(request_id=request.id)
    events.filter(RequestEvent.what.in_(steps)).update({"moment": request.received})
    model.Session.commit()


def find(number: str) -> DataRequest | None:
    """Return the request of a number."""
    return model.Session.query(DataRequest).filter_by(number=number).first()


def held(number: str) -> DataRequest | None:
    """Return the request of a number as it is now, and let nobody else change it until the transaction ends."""
    query = model.Session.query(DataRequest).filter_by(number=number)
    return query.populate_existing().with_for_update().first()


def by_token(token: str) -> DataRequest | None:
    """Return the request that a private link leads to."""
    return model.Session.query(DataRequest).filter_by(token=token).first()


def history(request: DataRequest) -> list[RequestEvent]:
    """Return what was done with a request, the newest first."""
    query = model.Session.query(RequestEvent).filter_by(request_id=request.id)
    return query.order_by(RequestEvent.moment.desc(), RequestEvent.id.desc()).all()


def search(conditions: dict[str, Any]) -> Any:
    """Return the query for requests: open ones first by their day, then the decided ones, the newest first.

    `wanted` may hold `offices` (ids), `states`, `late` (open ones whose time has passed).
    """
    query = model.Session.query(DataRequest)
    if "offices" in conditions:
        query = query.filter(DataRequest.office.in_(conditions["offices"]))
    if "states" in conditions:
        query = query.filter(DataRequest.state.in_(conditions["states"]))
    if conditions.get("late"):
        query = query.filter(DataRequest.state.in_(OPEN), DataRequest.due < today())
    is_open = DataRequest.state.in_(OPEN)
    return query.order_by(
        is_open.desc(), case((is_open, DataRequest.due)), DataRequest.decided.desc(), DataRequest.id.desc()
    )


def due_in(first: datetime.date, last: datetime.date) -> list[tuple[DataRequest, str]]:
    """Return the requests whose time ends in these days, each with the OPD that had it then, "" where none had.

    An OPD is not blamed for what it was given after the time had passed.
    """
    query = model.Session.query(DataRequest).filter(DataRequest.due.between(first, last))
    requests = query.filter(DataRequest.state != CLOSED).order_by(DataRequest.due, DataRequest.id).all()
    ids = [request.id for request in requests]
    events = model.Session.query(RequestEvent).filter(
        RequestEvent.request_id.in_(ids), RequestEvent.what == "assigned"
    )
    days = {request.id: request.due for request in requests}
    had: dict[int, str] = {}
    for event in events.order_by(RequestEvent.moment, RequestEvent.id):
        if local(event.moment) <= days[event.request_id]:
            had[event.request_id] = event.office
    return [(request, had.get(request.id, "")) for request in requests]


def forget(before: datetime.datetime) -> int:
    """Delete the person from what was decided or closed before a moment, and what was asked as it came; commit."""
    closed = model.Session.query(RequestEvent.request_id).filter(
        RequestEvent.what == CLOSED, RequestEvent.moment < before
    )
    query = model.Session.query(DataRequest).filter(
        DataRequest.email != "", or_(DataRequest.decided < before, DataRequest.id.in_(closed))
    )
    requests = query.all()
    for request in requests:
        request.name = request.email = request.purpose = ""
        request.title, request.wanted = request.shown_title, request.shown_wanted
        note(request, "forgotten")
    model.Session.commit()
    return len(requests)


def count_open(offices: list[str] | None) -> int:
    """Return how many open requests these OPDs have; without any, how many nobody has yet."""
    query = model.Session.query(func.count(DataRequest.id))
    if offices is None:
        return query.filter(DataRequest.state == RECEIVED).scalar()
    return query.filter(DataRequest.state == ASSIGNED, DataRequest.office.in_(offices)).scalar()
