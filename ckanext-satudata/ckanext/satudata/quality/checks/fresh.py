"""Data come as often as promised (Perpres 39/2019, article 27)."""

from __future__ import annotations

import datetime

from ckanext.satudata.metadata import frequency
from ckanext.satudata.quality.subject import Subject


def share(subject: Subject) -> float | None:
    """Return 1 within the promised period and before the announced release, half until a second period, then 0.

    The age is that of the newest file. None where nothing was promised, or there is no file yet.
    """
    period = frequency.days(subject.dataset.get("frekuensi") or "")
    dates = [resource.get("last_modified") or resource.get("created") for resource in subject.resources]
    changed = max((_day(date) for date in dates if date), default=None)
    if not period or changed is None:
        return None
    age = (subject.today - changed).days
    if age > 2 * period:
        return 0.0
    announced = subject.dataset.get("jadwal_rilis")
    missed = announced and changed < _day(announced) < subject.today
    return 0.5 if age > period or missed else 1.0


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text[:10])
