"""Boards as they were published. A correction is a further version; what was published stays."""

from __future__ import annotations

from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata.clock import now
from sqlalchemy import Column, DateTime, Integer, UnicodeText, func
from sqlalchemy.dialects.postgresql import JSONB


class Board(tk.BaseModel):
    """One published version of a month's board; `board` is what `compute.board` returned, the formula with it."""

    __tablename__ = "satudata_scoreboard"

    id: Any = Column(Integer, primary_key=True)
    month: Any = Column(UnicodeText, nullable=False)
    version: Any = Column(Integer, nullable=False)
    published: Any = Column(DateTime, nullable=False, default=now)
    published_by: Any = Column(UnicodeText, nullable=False)
    note: Any = Column(UnicodeText, nullable=False)
    board: Any = Column(JSONB, nullable=False)

    def as_dict(self) -> dict[str, Any]:
        """Return the record without the board, for lists."""
        return {
            "month": self.month,
            "version": self.version,
            "published": self.published.isoformat(timespec="seconds"),
            "published_by": self.published_by,
            "note": self.note,
        }


def add(month: str, user: str, note: str, board: dict[str, Any]) -> Board:
    """Keep a board as the newest version of its month."""
    last = model.Session.query(func.max(Board.version)).filter_by(month=month).scalar() or 0
    kept = Board(month=month, version=last + 1, published_by=user, note=note, board=board)
    model.Session.add(kept)
    model.Session.commit()
    return kept


def every() -> list[Board]:
    """Return all versions of all months, the newest first."""
    return model.Session.query(Board).order_by(Board.month.desc(), Board.version.desc()).all()


def find(month: str = "", version: int = 0) -> Board | None:
    """Return a version of a month's board, the newest where none is named; None where there is none."""
    query = model.Session.query(Board)
    if month:
        query = query.filter_by(month=month)
    if version:
        query = query.filter_by(version=version)
    return query.order_by(Board.month.desc(), Board.version.desc()).first()
