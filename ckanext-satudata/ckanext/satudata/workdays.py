"""Working days: Monday to Friday, in Python and, the same, in PostgreSQL.

Days off that the government sets each year are not taken out, so a delay that is told here is never shorter than the
true one.
"""

from __future__ import annotations

import datetime

# a Monday from which weekdays are counted
MONDAY = datetime.date(1970, 1, 5)
START = f"DATE '{MONDAY.isoformat()}'"
WEEK = 5


def between(first: datetime.date, last: datetime.date) -> int:
    """Return the working days after the first day up to and with the last one."""
    return _weekdays(last) - _weekdays(first)


def after(day: datetime.date, count: int) -> datetime.date:
    """Return the working day that is `count` of them after a day."""
    number = _weekdays(day) + count - 1
    return MONDAY + datetime.timedelta(days=7 * (number // WEEK) + number % WEEK)


def between_sql(first: str, last: str) -> str:
    """Return the SQL of `between` for two dates."""
    return f"({_weekdays_sql(last)} - {_weekdays_sql(first)})"


def after_sql(day: str, count: str) -> str:
    """Return the SQL of `after` for a date and a number."""
    number = f"({_weekdays_sql(day)} + {count})"
    return f"({START} + 7 * (({number} - 1) / {WEEK}) + ({number} - 1) % {WEEK})"


def _weekdays(day: datetime.date) -> int:
    """The weekdays from MONDAY up to and with a day."""
    weeks, rest = divmod((day - MONDAY).days + 1, 7)
    return WEEK * weeks + min(rest, WEEK)


def _weekdays_sql(day: str) -> str:
    passed = f"({day} - {START} + 1)"
    return f"({WEEK} * ({passed} / 7) + least({passed} % 7, {WEEK}))"
