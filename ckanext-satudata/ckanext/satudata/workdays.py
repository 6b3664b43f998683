"""Working days, in Python and, the same, in PostgreSQL: Monday to Friday without the days off.

Days off are those of the code list `hari_libur` (national holidays and cuti bersama, set for each year by three
ministers) and of a district's own file in the same form (`ckanext.satudata.days_off`), e.g. of Galungan and Kuningan
in Bali. A year of which neither has a day is counted without days off, and the log says so once.
"""

from __future__ import annotations

import bisect
import csv
import datetime
import functools
import logging
from dataclasses import dataclass
from pathlib import Path

from ckanext.satudata import config
from ckanext.satudata.metadata import codelists

log = logging.getLogger(__name__)

LIST = "hari_libur"
# a Monday from which weekdays are counted
MONDAY = datetime.date(1970, 1, 5)
START = f"DATE '{MONDAY.isoformat()}'"
WEEK = 5


@dataclass(frozen=True)
class DaysOff:
    """Weekdays on which nobody works, in order; `working` are the working days since MONDAY up to each, and one more.

    `years` are those of which any day off is known, on a weekday or not.
    """

    days: tuple[datetime.date, ...]
    working: tuple[int, ...]
    years: frozenset[int]


def is_working_day(day: datetime.date) -> bool:
    """Return whether people work on a day."""
    return day.isoweekday() <= WEEK and day not in days_off().days


def between(first: datetime.date, last: datetime.date) -> int:
    """Return the working days after the first day up to and with the last one."""
    _warn(first.year, last.year)
    return _working(last) - _working(first)


def after(day: datetime.date, count: int) -> datetime.date:
    """Return the working day that is `count` of them after a day."""
    number = _working(day) + count
    number += bisect.bisect_right(days_off().working, number) - 1
    end = MONDAY + datetime.timedelta(days=7 * (number // WEEK) + number % WEEK)
    _warn(day.year, end.year)
    return end


def between_sql(first: str, last: str) -> str:
    """Return the SQL of `between` for two dates."""
    return f"({_working_sql(last)} - {_working_sql(first)})"


def after_sql(day: str, count: str) -> str:
    """Return the SQL of `after` for a date and a number."""
    number = f"({_working_sql(day)} + {count})"
    numbers = ",".join(map(str, days_off().working))
    number = f"({number} + width_bucket({number}, '{{{numbers}}}'::int[]))"
    return f"({START} + 7 * (({number} - 1) / {WEEK}) + ({number} - 1) % {WEEK})"


def days_off() -> DaysOff:
    """Return the days off of the code list and of the district's own file."""
    path = config.days_off()
    if not path:
        return _days_off("", 0)
    try:
        return _days_off(path, Path(path).stat().st_mtime)
    except OSError as error:
        _say_once(f"The file of own days off (ckanext.satudata.days_off) cannot be read: {error}")
        return _days_off("", 0)


@functools.lru_cache(maxsize=4)
def _days_off(path: str, _changed: float) -> DaysOff:
    listed = [code.code for code in codelists.load(LIST)]
    days = {datetime.date.fromisoformat(code) for code in listed} | (_district_days(path) if path else set())
    off = tuple(sorted(day for day in days if day.isoweekday() <= WEEK))
    working = tuple(_weekdays(day) - index for index, day in enumerate(off))
    return DaysOff(off, working, frozenset(day.year for day in days))


def _district_days(path: str) -> set[datetime.date]:
    """Return the days of a district's own file; a row without a date is logged and left out."""
    days = set()
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            try:
                days.add(datetime.date.fromisoformat(str(row.get("code")).strip()))
            except ValueError:
                log.warning(
                    'Own days off, %s line %s: the column "code" wants a date like 2026-06-17, has "%s". Left out.',
                    *(path, number, row.get("code") or ""),
                )
    return days


def _weekdays(day: datetime.date) -> int:
    """The weekdays from MONDAY up to and with a day."""
    weeks, rest = divmod((day - MONDAY).days + 1, 7)
    return WEEK * weeks + min(rest, WEEK)


def _working(day: datetime.date) -> int:
    """The working days from MONDAY up to and with a day."""
    return _weekdays(day) - bisect.bisect_right(days_off().days, day)


def _working_sql(day: str) -> str:
    passed = f"({day} - {START} + 1)"
    off = days_off()
    years = ", ".join(map(str, sorted(off.years)))
    _say_once(f"Days off are known of the years {years}; in tables, days of other years are counted without.")
    days = ",".join(day.isoformat() for day in off.days)
    return f"({WEEK} * ({passed} / 7) + least({passed} % 7, {WEEK}) - width_bucket({day}, '{{{days}}}'::date[]))"


def _warn(first: int, last: int) -> None:
    for year in sorted({*range(first, last + 1)} - days_off().years):
        _say_once(
            f"No days off are known of {year}: its weekdays are all counted as working days. Add them to"
            f" config/codelists/{LIST}.csv or to the file of ckanext.satudata.days_off."
        )


@functools.cache
def _say_once(text: str) -> None:
    log.warning(text)
