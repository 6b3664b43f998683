"""Days and moments as other portals write them, and as we keep them: ISO 8601, no more exact than the source is."""

from __future__ import annotations

import datetime
import re

from ckan.plugins import toolkit as tk
from ckanext.satudata.metadata.months import MONTHS

MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
ZONES = {"Z": "+00:00", "UTC": "+00:00", "GMT": "+00:00", "WIB": "+07:00", "WITA": "+08:00", "WIT": "+09:00"}
ZONE = r"(?P<zone>Z|UTC|GMT|WITA|WIB|WIT|[+-]\d\d(?::?\d\d)?)"
# a clock, or only a zone, which xsd:date may have
TIME = (
    r"(?:(?:\s*[T,]\s*|\s+)(?:pukul\s+)?(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:[.,]\d+)?)?"
    rf"(?:\s*{ZONE})?|(?P<datezone>Z|[+-]\d\d:\d\d))?"
)
DAY_NAME = r"(?:[a-z']+\s*,\s*)?"
# the sure ones first; a numeral day comes before its month, as Indonesians write it
FORMS = [
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?P<year>\d{{4}})(?P<sign>[-/.])(?P<month>\d{{1,2}})(?P=sign)(?P<day>\d{{1,2}}){TIME}",
        r"(?P<year>\d{4})(?:[-/](?P<month>\d{1,2}))?",
        r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?:T(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?"
        rf"(?:[.,]\d+)?{ZONE}?)?",
        rf"(?P<day>\d{{1,2}})(?P<sign>[/.-])(?P<month>\d{{1,2}})(?P=sign)(?P<year>\d{{4}}){TIME}",
        r"(?P<month>\d{1,2})[-/](?P<year>\d{4})",
        rf"{DAY_NAME}(?P<day>\d{{1,2}})[\s-]+(?P<word>{MONTH})\.?[\s,-]+(?P<year>\d{{4}}){TIME}",
        rf"{DAY_NAME}(?P<word>{MONTH})\.?\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}}){TIME}",
        rf"(?P<word>{MONTH})\.?[\s-]+(?P<year>\d{{4}})",
    )
]
# seconds or milliseconds since 1970, as JavaScript and .NET write them; later ones begin like a year
EPOCH = re.compile(r"(?P<seconds>\d{9,10})(?P<millis>\d{3})?|/Date\((?P<net>\d{9,10})(?P<netmillis>\d{3})[^)]*\)/")
FIRST_SECOND, LAST_SECOND = 631_152_000, 1_900_000_000
FIRST_YEAR = 1800
MONTHS_OF_YEAR = 12


def parse_moment(text: str) -> str | None:
    """Return "2024", "2024-05", "2024-05-01" or "2024-05-01T08:00:00+08:00"; None for what is no such day.

    A moment without a zone is meant in UTC, as CKAN writes its own. 01/05/2024 is the first of May, 05/13/2024 can
    only be the thirteenth.

    >>> parse_moment("Jumat, 31 Mei 2024 pukul 08.00 WITA")
    '2024-05-31T08:00:00+08:00'
    """
    bare = " ".join(text.split())
    return _written(bare) or _counted(bare)


def _written(bare: str) -> str | None:
    for form in FORMS:
        match = form.fullmatch(bare)
        if match:
            return _checked({name: part for name, part in match.groupdict().items() if part})
    return None


def _checked(parts: dict[str, str]) -> str | None:
    year, month = int(parts["year"]), MONTHS.get(parts.get("word", "").casefold()) or int(parts.get("month", 0))
    has_month, has_day, day = "month" in parts or "word" in parts, "day" in parts, int(parts.get("day", 0))
    if month > MONTHS_OF_YEAR >= day and parts.get("sign") == "/":
        month, day = day, month
    try:
        whole = datetime.date(year, month if has_month else 1, day if has_day else 1)
        if year < FIRST_YEAR:
            return None
        if has_day:
            return _at(whole, parts) if "hour" in parts else whole.isoformat()
        return f"{year}-{month:02}" if has_month else str(year)
    except ValueError:
        return None


def _at(day: datetime.date, parts: dict[str, str]) -> str:
    """Return the moment of a day. Raises ValueError."""
    zone = parts.get("zone", "UTC").upper()
    offset = ZONES.get(zone) or f"{zone[:3]}:{zone[3:].lstrip(':') or '00'}"
    clock = f"{int(parts['hour']):02}:{parts['minute']}:{parts.get('second', '00')}"
    return datetime.datetime.fromisoformat(f"{day.isoformat()}T{clock}{offset}").isoformat()


def _counted(bare: str) -> str | None:
    match = EPOCH.fullmatch(bare)
    seconds = int(match["seconds"] or match["net"]) if match else 0
    if not FIRST_SECOND <= seconds < LAST_SECOND:
        return None
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).isoformat()


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
