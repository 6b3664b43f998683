"""Screens that were made in the browser: the YAML that a file would hold, one row for every time it was saved."""

from __future__ import annotations

from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata.clock import now
from sqlalchemy import Boolean, Column, DateTime, Integer, UnicodeText, func


class ScreenVersion(tk.BaseModel):
    """One version of a screen; the newest counts, and one that is `deleted` hides the screen."""

    __tablename__ = "satudata_screen"

    id: Any = Column(Integer, primary_key=True)
    name: Any = Column(UnicodeText, nullable=False)
    version: Any = Column(Integer, nullable=False)
    created: Any = Column(DateTime, nullable=False, default=now)
    user: Any = Column(UnicodeText, nullable=False)
    text: Any = Column(UnicodeText, nullable=False)
    deleted: Any = Column(Boolean, nullable=False, default=False)

    def as_dict(self) -> dict[str, Any]:
        """Return the record without the text, for lists."""
        created = self.created.isoformat(timespec="seconds")
        names = ("name", "version", "user", "deleted")
        return {**{name: getattr(self, name) for name in names}, "created": created}


def add(name: str, text: str, user: str, *, deleted: bool = False) -> ScreenVersion:
    """Keep a further version of a screen."""
    last = model.Session.query(func.max(ScreenVersion.version)).filter_by(name=name).scalar() or 0
    kept = ScreenVersion(name=name, version=last + 1, text=text, user=user, deleted=deleted)
    model.Session.add(kept)
    model.Session.commit()
    return kept


def names() -> list[str]:
    """Return the name of each screen that is not deleted."""
    query = model.Session.query(ScreenVersion).distinct(ScreenVersion.name)
    newest = query.order_by(ScreenVersion.name, ScreenVersion.version.desc())
    return [version.name for version in newest if not version.deleted]


def find(name: str, version: int = 0) -> ScreenVersion | None:
    """Return a version of a screen, the newest where none is named; None where there is none."""
    query = model.Session.query(ScreenVersion).filter_by(name=name)
    if version:
        query = query.filter_by(version=version)
    return query.order_by(ScreenVersion.version.desc()).first()


def versions(name: str) -> list[ScreenVersion]:
    """Return all versions of a screen, the newest first."""
    return model.Session.query(ScreenVersion).filter_by(name=name).order_by(ScreenVersion.version.desc()).all()
