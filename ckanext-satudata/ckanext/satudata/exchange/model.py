"""The tables of the exchange; made by `migration/satudata_exchange`."""

from __future__ import annotations

import datetime
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata.clock import now
from sqlalchemy import JSON, DateTime, Integer, UnicodeText
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column


class Kept(tk.BaseModel):
    """A record as somebody else wrote it, for what our forms have no field for.

    `kind` is ms-keg, ms-var, ms-ind or daftar-data; `subject` the id of the dataset, or of the organization for a
    planned entry without one; `key` tells several of one subject apart. `ours` is what we would have said ourselves
    when it came: what differs from it now was changed here since (see `merge`). It may hold personal data.
    """

    __tablename__ = "satudata_exchange_kept"

    kind: Mapped[str] = mapped_column(UnicodeText, primary_key=True)
    subject: Mapped[str] = mapped_column(UnicodeText, primary_key=True)
    key: Mapped[str] = mapped_column(UnicodeText, primary_key=True)
    position: Mapped[int] = mapped_column(Integer, nullable=False)
    # JSON, not JSONB: the order of the keys stays
    received: Mapped[Any] = mapped_column(JSON, nullable=False)
    ours: Mapped[Any] = mapped_column(JSON, nullable=True)
    modified: Mapped[datetime.datetime] = mapped_column(DateTime, nullable=False)


class Sent(tk.BaseModel):
    """A figure that was sent to SIPD: `state` is accepted, refused, or unknown when no answer came."""

    __tablename__ = "satudata_exchange_sent"

    kodepemda: Mapped[str] = mapped_column(UnicodeText, primary_key=True)
    kodeindikator: Mapped[str] = mapped_column(UnicodeText, primary_key=True)
    tahun: Mapped[str] = mapped_column(UnicodeText, primary_key=True)
    data: Mapped[str] = mapped_column(UnicodeText, nullable=False)
    state: Mapped[str] = mapped_column(UnicodeText, nullable=False)
    answer: Mapped[str] = mapped_column(UnicodeText, nullable=False)
    modified: Mapped[datetime.datetime] = mapped_column(DateTime, nullable=False)


def kept(kind: str, subject: str) -> list[Kept]:
    """Return what is kept of a subject, in the order in which it came."""
    query = model.Session.query(Kept).filter_by(kind=kind, subject=subject)
    return query.order_by(Kept.position, Kept.key).all()


def keep(kind: str, subject: str, key: str, position: int, *, received: Any, ours: Any) -> None:
    """Keep a record in the current transaction, in place of an earlier one."""
    values = {"position": position, "received": received, "ours": ours, "modified": now()}
    statement = insert(Kept).values(kind=kind, subject=subject, key=key, **values)
    model.Session.execute(statement.on_conflict_do_update(index_elements=["kind", "subject", "key"], set_=values))
