"""Periods as text: 2025, 2025-06, 2025-06-30; the text's length says how fine they are, and they sort as text."""

from __future__ import annotations

import calendar
import datetime
import re

YEAR, MONTH, DAY = 4, 7, 10
PATTERN = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
# the names by which a query asks for a coarser period
GRAINS = {"tahun": YEAR, "bulan": MONTH, "tanggal": DAY}
MONTHS = ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober"]
MONTHS += ["November", "Desember"]
FREQUENCY = {YEAR: "A", MONTH: "M", DAY: "D"}


def is_period(text: str) -> bool:
    """Return whether this is a period."""
    return bool(PATTERN.fullmatch(text))


def shift(period: str, steps: int) -> str:
    """Return the period that many of its own kind later (earlier when negative)."""
    if len(period) == YEAR:
        return f"{int(period) + steps:04d}"
    if len(period) == MONTH:
        months = int(period[:4]) * 12 + int(period[5:]) - 1 + steps
        return f"{months // 12:04d}-{months % 12 + 1:02d}"
    return (datetime.date.fromisoformat(period) + datetime.timedelta(days=steps)).isoformat()


def year_before(period: str) -> str:
    """Return the same period a year before; of 29 February the 28th."""
    year = f"{int(period[:4]) - 1:04d}"
    if period[4:] == "-02-29":
        return f"{year}-02-28"
    return year + period[4:]


def between(first: str, last: str) -> list[str]:
    """Return all periods of their kind from the first to the last, both included."""
    span = [first]
    while span[-1] < last:
        span.append(shift(span[-1], 1))
    return span


def end(period: str) -> datetime.date:
    """Return the last day of a period."""
    year = int(period[:4])
    if len(period) == YEAR:
        return datetime.date(year, 12, 31)
    month = int(period[5:7])
    if len(period) == MONTH:
        return datetime.date(year, month, calendar.monthrange(year, month)[1])
    return datetime.date.fromisoformat(period)


def label(period: str) -> str:
    """Return a period as people write it: 2025, Juni 2025, 30 Juni 2025."""
    if len(period) < MONTH:
        return period
    text = f"{MONTHS[int(period[5:7]) - 1]} {period[:4]}"
    return f"{int(period[8:])} {text}" if len(period) == DAY else text
