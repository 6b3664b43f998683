"""Rules that were saved in the browser, and alarms: when one began, who has seen it, when it ended."""

from __future__ import annotations

import uuid
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata.clock import now
from sqlalchemy import Boolean, Column, DateTime, Integer, UnicodeText

# alarms of the history that a page shows
SHOWN = 100


class AlarmRule(tk.BaseModel):
    """A rule as YAML. Of a name that is saved again the newest counts; one that is `deleted` does not."""

    __tablename__ = "satudata_alarm_rule"

    id: Any = Column(Integer, primary_key=True)
    name: Any = Column(UnicodeText, nullable=False)
    created: Any = Column(DateTime, nullable=False, default=now)
    user_id: Any = Column(UnicodeText, nullable=False)
    text: Any = Column(UnicodeText, nullable=False)
    deleted: Any = Column(Boolean, nullable=False, default=False)


class Alarm(tk.BaseModel):
    """That a rule was broken, from `began` until `ended` (UTC; None while it lasts); of a rule one lasts at most.

    No figure is kept here: what is withdrawn from the portal is told nowhere. `period` is the one in which it began.
    """

    __tablename__ = "satudata_alarm"

    id: Any = Column(UnicodeText, primary_key=True, default=lambda: str(uuid.uuid4()))
    rule: Any = Column(UnicodeText, nullable=False)
    title: Any = Column(UnicodeText, nullable=False)
    tell: Any = Column(UnicodeText, nullable=False, default="")
    period: Any = Column(UnicodeText, nullable=False)
    began: Any = Column(DateTime, nullable=False, default=now)
    ended: Any = Column(DateTime)
    acknowledged: Any = Column(DateTime)
    user_id: Any = Column(UnicodeText, nullable=False, default="")
    note: Any = Column(UnicodeText, nullable=False, default="")

    @property
    def offices(self) -> list[str]:
        """The names of the organizations that were told."""
        return self.tell.split()


def save_rule(name: str, text: str, user_id: str, *, deleted: bool = False) -> None:
    """Keep a rule, or that it is deleted."""
    model.Session.add(AlarmRule(name=name, text=text, user_id=user_id, deleted=deleted))
    model.Session.commit()


def saved_rules() -> dict[str, str]:
    """Return the newest text of each rule that is not deleted, {name: text}."""
    query = model.Session.query(AlarmRule).distinct(AlarmRule.name)
    newest = query.order_by(AlarmRule.name, AlarmRule.id.desc())
    return {row.name: row.text for row in newest if not row.deleted}


def find(alarm_id: str, *, locked: bool = False) -> Alarm | None:
    """Return an alarm; where `locked`, nobody else changes it until the transaction ends."""
    query = model.Session.query(Alarm).filter_by(id=alarm_id)
    return query.populate_existing().with_for_update().first() if locked else query.first()


def open_alarms() -> list[Alarm]:
    """Return the alarms that last, the newest first."""
    rows: list[Alarm] = model.Session.query(Alarm).filter_by(ended=None).order_by(Alarm.began.desc()).all()
    return rows


def ended_alarms() -> list[Alarm]:
    """Return the newest alarms that have ended."""
    query = model.Session.query(Alarm).filter(Alarm.ended.isnot(None))
    rows: list[Alarm] = query.order_by(Alarm.ended.desc()).limit(SHOWN).all()
    return rows
