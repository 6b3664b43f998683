"""Tables that are filled together, the part of each office, and who stands in for whom, in CKAN's database."""

from __future__ import annotations

import datetime
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata.clock import now, today
from sqlalchemy import BigInteger, Column, Date, DateTime, ForeignKey, UnicodeText
from sqlalchemy.dialects.postgresql import JSONB

OPEN, DELIVERED, CLOSED = "open", "delivered", "closed"
EMPTY, DRAFT, SENT = "empty", "draft", "sent"

# a row of a part: text by the name of the column
Row = dict[str, str]


class Filling(tk.BaseModel):
    """A standard's table that is filled for one period.

    `office` is the id of the OPD that opened it and delivers it, `kind` the code of jenis_organisasi of those that
    fill, `resource_id` the table that it becomes a part of, "" for a new one; `period` is 2026, 2026-05 or 2026-05-31.
    """

    __tablename__ = "satudata_filling"

    id: Any = Column(BigInteger, primary_key=True)
    standard: Any = Column(UnicodeText, nullable=False)
    period: Any = Column(UnicodeText, nullable=False)
    office: Any = Column(UnicodeText, nullable=False)
    kind: Any = Column(UnicodeText, nullable=False)
    resource_id: Any = Column(UnicodeText, nullable=False, default="")
    state: Any = Column(UnicodeText, nullable=False, default=OPEN)
    user_id: Any = Column(UnicodeText, nullable=False)
    opened: Any = Column(DateTime, nullable=False, default=now)
    due: Any = Column(Date, nullable=False)


class Part(tk.BaseModel):
    """What one office fills: rows whose key is one of `codes`. `note` says why it was returned, else "".

    `version` counts the writes: who saves says which one he has seen.
    """

    __tablename__ = "satudata_filling_part"

    id: Any = Column(BigInteger, primary_key=True)
    filling_id: Any = Column(BigInteger, ForeignKey("satudata_filling.id", ondelete="CASCADE"), nullable=False)
    office: Any = Column(UnicodeText, nullable=False)
    codes: Any = Column(JSONB, nullable=False)
    rows: Any = Column(JSONB, nullable=False, default=list)
    state: Any = Column(UnicodeText, nullable=False, default=EMPTY)
    note: Any = Column(UnicodeText, nullable=False, default="")
    version: Any = Column(BigInteger, nullable=False, default=0)
    changed: Any = Column(DateTime)
    user_id: Any = Column(UnicodeText, nullable=False, default="")


class Deputy(tk.BaseModel):
    """Somebody who fills for an office that is not his, until a day, that day included."""

    __tablename__ = "satudata_deputy"

    id: Any = Column(BigInteger, primary_key=True)
    office: Any = Column(UnicodeText, nullable=False)
    user_id: Any = Column(UnicodeText, nullable=False)
    until: Any = Column(Date, nullable=False)
    appointed_by: Any = Column(UnicodeText, nullable=False)
    moment: Any = Column(DateTime, nullable=False, default=now)


def find(number: Any) -> Filling | None:
    """Return a filling by its number, as text or not."""
    text = str(number)
    return model.Session.get(Filling, int(text)) if text.isdecimal() and len(text) < 18 else None


def find_part(filling: Filling, office: str, *, for_update: bool = False) -> Part | None:
    """Return the part of an office (its id); with `for_update` nobody else writes it until the transaction ends."""
    query = model.Session.query(Part).filter_by(filling_id=filling.id, office=office)
    if for_update:
        query = query.populate_existing().with_for_update()
    part: Part | None = query.one_or_none()
    return part


def parts(filling: Filling) -> list[Part]:
    """Return all parts of a filling."""
    return list(model.Session.query(Part).filter_by(filling_id=filling.id).order_by(Part.id))


def open_parts(offices: set[str]) -> list[tuple[Filling, Part]]:
    """Return what these offices have still to fill, the next due first."""
    query = model.Session.query(Filling, Part).join(Part, Part.filling_id == Filling.id)
    query = query.filter(Filling.state == OPEN, Part.state != SENT, Part.office.in_(offices))
    return [(filling, part) for filling, part in query.order_by(Filling.due, Filling.id)]


def fillings_of(offices: set[str] | None) -> list[Filling]:
    """Return the fillings that offices have opened or take part in, the newest first; None stands for all."""
    query = model.Session.query(Filling)
    if offices is not None:
        shared = model.Session.query(Part.filling_id).filter(Part.office.in_(offices))
        query = query.filter(Filling.office.in_(offices) | Filling.id.in_(shared))
    return list(query.order_by(Filling.id.desc()))


def find_previous(filling: Filling, office: str) -> Part | None:
    """Return what an office has filled in the same table for the newest period before this one."""
    query = model.Session.query(Part).join(Filling, Part.filling_id == Filling.id)
    query = query.filter(Filling.standard == filling.standard, Filling.office == filling.office)
    query = query.filter(Filling.period < filling.period, Part.office == office, Part.state == SENT)
    previous: Part | None = query.order_by(Filling.period.desc()).first()
    return previous


def deputized(user_id: str) -> set[str]:
    """Return the ids of the offices for which somebody stands in today."""
    query = model.Session.query(Deputy.office).filter(Deputy.user_id == user_id, Deputy.until >= today())
    return {office for (office,) in query}


def deputies(offices: set[str]) -> list[Deputy]:
    """Return who stands in for these offices, today or later."""
    query = model.Session.query(Deputy).filter(Deputy.office.in_(offices), Deputy.until >= today())
    return list(query.order_by(Deputy.until, Deputy.id))


def appoint(office: str, user_id: str, until: datetime.date, appointed_by: str) -> Deputy:
    """Let somebody stand in for an office until a day; the day of one who already does is changed."""
    deputy: Deputy | None = model.Session.query(Deputy).filter_by(office=office, user_id=user_id).one_or_none()
    if deputy is None:
        deputy = Deputy(office=office, user_id=user_id)
        model.Session.add(deputy)
    deputy.until, deputy.appointed_by, deputy.moment = until, appointed_by, now()
    model.Session.flush()
    return deputy
