"""Days and moments as other portals write them, and as we keep them: ISO 8601, no more exact than the source is."""

from __future__ import annotations

import datetime
import re

from ckan.plugins import toolkit as tk

ISO = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:[T ](\d\d:\d\d)(:\d\d)?(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?)?")
# 31/12/2026 as Indonesians write it, and 2026/12/31, 20261231
LOCAL = re.compile(r"(?P<day>\d{1,2})([/.-])(?P<month>\d{1,2})\2(?P<year>\d{4})")
BACKWARDS = re.compile(r"(?P<year>\d{4})(/?)(?P<month>\d\d)\2(?P<day>\d\d)")
FIRST_YEAR = 1800


def parse_moment(text: str) -> str | None:
    """Return "2024", "2024-05", "2024-05-01" or "2024-05-01T08:00:00+08:00"; None for what is no such day.

    A moment without a zone is meant in UTC, as CKAN writes its own. 01/05/2024 is the first of May.
    """
    bare = text.strip()
    match = ISO.fullmatch(bare)
    if match:
        return _checked(match)
    local = LOCAL.fullmatch(bare) or BACKWARDS.fullmatch(bare)
    if not local:
        return None
    try:
        day = datetime.date(*(int(local[part]) for part in ("year", "month", "day")))
    except ValueError:
        return None
    return day.isoformat() if day.year >= FIRST_YEAR else None


def _checked(match: re.Match[str]) -> str | None:
    year, month, day, clock, seconds, zone = match.groups()
    try:
        datetime.date(int(year), int(month or 1), int(day or 1))
        if int(year) < FIRST_YEAR or (clock and not day):
            return None
        date = "-".join(part for part in (year, month, day) if part)
        if not clock:
            return date
        offset = "+00:00" if zone in {None, "Z"} else f"{zone[:3]}:{zone[-2:]}" if zone else ""
        return datetime.datetime.fromisoformat(f"{date}T{clock}{seconds or ':00'}{offset}").isoformat()
    except ValueError:
        return None


def in_utc(moment: str) -> datetime.datetime:
    """Return a day or moment, as `parse_moment` writes it, in UTC without saying so; a day at its midnight."""
    parsed = datetime.datetime.fromisoformat(moment)
    return parsed.astimezone(datetime.UTC).replace(tzinfo=None) if parsed.tzinfo else parsed


def satudata_moment(value: str) -> str:
    """A day or moment, as another portal writes it."""
    parsed = parse_moment(value) if value.strip() else ""
    if parsed is None:
        raise tk.Invalid(tk._('"{0}" is not a date. Write it like 31/12/2026.').format(value))
    return parsed
