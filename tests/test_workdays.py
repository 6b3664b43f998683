"""Working days by the calendar of 2026, in Python and in PostgreSQL alike."""

import datetime

import pytest
from ckan import model
from ckanext.satudata import workdays
from sqlalchemy import text

# 23 November 2026 is a Monday
CASES = [
    # (from, working days, the day that is so many after it)
    ("2026-11-23", 1, "2026-11-24"),
    ("2026-11-23", 5, "2026-11-30"),
    ("2026-11-27", 1, "2026-11-30"),
    ("2026-11-28", 1, "2026-11-30"),
    ("2026-11-29", 10, "2026-12-11"),
    ("2026-11-24", 10, "2026-12-08"),
    ("2026-11-24", 17, "2026-12-17"),
]


@pytest.mark.parametrize(("first", "count", "last"), CASES)
def test_counting_forth_and_back(first, count, last):
    """The day after is the first; Saturday and Sunday do not count, whichever day it begins on."""
    first, last = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
    assert workdays.after(first, count) == last
    assert workdays.between(first, last) == count
    assert workdays.between(last, last) == 0


def test_ten_days_more_or_less_are_two_weeks():
    """Over any two weeks there are ten, over a long time as many as a walk over the days finds."""
    day = datetime.date(2024, 2, 26)
    for step in range(400):
        last = day + datetime.timedelta(days=step)
        walked = sum((day + datetime.timedelta(days=each)).weekday() < 5 for each in range(1, step + 1))
        assert workdays.between(day, last) == walked
        assert workdays.between(last, last + datetime.timedelta(days=14)) == 10


@pytest.mark.services
def test_the_database_counts_alike(with_plugins):
    """What the observations derive in SQL and what Python says are the same."""
    for first, count, last in CASES:
        begin, end = "CAST(:first AS date)", "CAST(:last AS date)"
        sql = f"SELECT {workdays.between_sql(begin, end)}, {workdays.after_sql(begin, ':count')}"
        found = model.Session.execute(text(sql), {"first": first, "last": last, "count": count}).one()
        assert tuple(found) == (count, datetime.date.fromisoformat(last))
