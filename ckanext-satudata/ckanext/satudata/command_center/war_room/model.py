"""What the war room says of complaints and of the situation; nothing is overwritten."""

from __future__ import annotations

from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata.clock import now
from sqlalchemy import BigInteger, Column, Date, DateTime, UnicodeText

# entries of the log that a page shows; the CSV has all
SHOWN = 100


class Situation(tk.BaseModel):
    """One entry of the log, at a `moment` (UTC): of a complaint (`case`, its number) or, where that is "", of all.

    `owner` is who sees to it, `step` what is done next, until the day `until`.
    """

    __tablename__ = "satudata_situation"

    id: Any = Column(BigInteger, primary_key=True)
    moment: Any = Column(DateTime, nullable=False, default=now)
    user_id: Any = Column(UnicodeText, nullable=False)
    case: Any = Column(UnicodeText, nullable=False, default="")
    office: Any = Column(UnicodeText, nullable=False, default="")
    owner: Any = Column(UnicodeText, nullable=False, default="")
    note: Any = Column(UnicodeText, nullable=False, default="")
    step: Any = Column(UnicodeText, nullable=False, default="")
    until: Any = Column(Date)


def add(**values: Any) -> None:
    """Write an entry."""
    model.Session.add(Situation(**values))
    model.Session.commit()


def entries(limit: int | None = None) -> list[Situation]:
    """Return the entries, the newest first, all of them unless told."""
    rows: list[Situation] = model.Session.query(Situation).order_by(Situation.id.desc()).limit(limit).all()
    return rows


def newest_of(numbers: list[str]) -> dict[str, Situation]:
    """Return the newest entry of each complaint that has one."""
    query = model.Session.query(Situation).distinct(Situation.case).filter(Situation.case.in_(numbers))
    return {row.case: row for row in query.order_by(Situation.case, Situation.id.desc())}
