"""The length of a frequency's period, from the code list, and what is due by it."""

from __future__ import annotations

import datetime
import re

from ckanext.satudata.metadata import codelists
from dateutil.relativedelta import relativedelta

PERIOD = re.compile(r"R/P(\d+)([DWMY])")
UNITS = {"D": "days", "W": "weeks", "M": "months", "Y": "years"}


def days(code: str) -> int | None:
    """Return the days of a frequency's longest period, so that nobody is late who is not; None where it has none."""
    frequency = codelists.load("frekuensi").codes.get(code)
    text = frequency.extra["hari"] if frequency else ""
    return int(text) if text else None


def next_release(planned: str, often: str, day: datetime.date) -> datetime.date | None:
    """Return when the edition after this one is due: the first date of the rhythm after `day`; None without rhythm.

    `planned` is the date that was announced for this edition, `often` a code of `frekuensi`.
    """
    code = codelists.load("frekuensi").codes.get(often)
    rhythm = PERIOD.fullmatch(code.extra["iso"]) if code else None
    if rhythm is None:
        return None
    begin = _date(planned) or day
    period, count = relativedelta(**{UNITS[rhythm[2]]: int(rhythm[1])}), 1
    # counted from the begin, so that the 31st is not the 28th for ever after February
    while begin + period * count <= day:
        count += 1
    due: datetime.date = begin + period * count
    return due


def _date(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text[:10])
    except ValueError:
        return None
