"""Working days by the calendar of 2026, in Python and in PostgreSQL alike."""

import datetime
import logging
import os

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata import workdays
from ckanext.satudata.metadata import codelists
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


# holidays of 2026: 16 June (Tuesday), 17 August (Monday), 25 August (Tuesday), 24 and 25 December (Thursday, Friday);
# 18 (Wednesday) to 24 March (Tuesday) are off altogether
OFF = [
    ("2026-06-15", 1, "2026-06-17"),
    ("2026-06-16", 1, "2026-06-17"),
    ("2026-08-14", 1, "2026-08-18"),
    ("2026-08-13", 10, "2026-08-31"),
    ("2026-12-23", 1, "2026-12-28"),
    ("2026-12-18", 5, "2026-12-29"),
    ("2026-03-17", 1, "2026-03-25"),
    ("2026-03-20", 2, "2026-03-26"),
    ("2025-12-24", 4, "2026-01-02"),
    # 1 January 2027 is a Friday, the 5th, a Tuesday, Isra Mikraj
    ("2026-12-31", 2, "2027-01-06"),
]


@pytest.mark.parametrize(("first", "count", "last"), OFF)
def test_days_off_do_not_count(first, count, last):
    """National holidays and cuti bersama of the code list, one after the other and over the turn of a year."""
    first, last = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
    assert workdays.after(first, count) == last
    assert workdays.between(first, last) == count


def test_the_list_is_that_of_the_ministers():
    """17, 17 and 18 national holidays; cuti bersama: 10 and one more by a later decree in 2025, 8 in 2026 and 2027."""
    listed = list(codelists.load("hari_libur"))
    count = {(year, kind): 0 for year in ("2025", "2026", "2027") for kind in ("libur_nasional", "cuti_bersama")}
    for day_off in listed:
        count[day_off.code[:4], day_off.extra["jenis"]] += 1
    assert list(count.values()) == [17, 11, 17, 8, 18, 8]
    shared = [day_off.code for day_off in listed if day_off.extra["jenis"] == "cuti_bersama"]
    assert all(datetime.date.fromisoformat(code).isoweekday() <= 5 for code in shared)
    assert [day_off.code for day_off in listed] == sorted({day_off.code for day_off in listed})


def test_as_many_as_a_walk_over_the_days_finds():
    """From 2024, of which no days off are known, to 2027, in both directions."""
    day, count = datetime.date(2024, 12, 2), 0
    for step in range(1, 800):
        last = day + datetime.timedelta(days=step)
        count += workdays.is_working_day(last)
        assert workdays.between(day, last) == count
        if workdays.is_working_day(last):
            assert workdays.after(day, count) == last


@pytest.fixture
def district_file(tmp_path, monkeypatch):
    """A district whose own file has Galungan, of which one row is spoilt."""
    path = tmp_path / "libur.csv"
    path.write_text("code,name\n2026-06-17,Galungan\n17 Juni,Galungan\n", encoding="utf-8")
    monkeypatch.setitem(tk.config, "ckanext.satudata.days_off", str(path))
    return path


@pytest.fixture
def messages(monkeypatch):
    """What the log says meanwhile; the portal's own loggers hand nothing on to those above."""

    class Listener(logging.Handler):
        def emit(self, record):
            collected.append(record.getMessage())

    collected = []
    listener = Listener()
    # the configuration of logging, read by the first test that makes the application, silences loggers made before it
    monkeypatch.setattr(workdays.log, "disabled", False)
    workdays.log.addHandler(listener)
    workdays._say_once.cache_clear()
    yield collected
    workdays.log.removeHandler(listener)


def test_a_district_adds_its_own(district_file, messages):
    """17 June 2026 is off too, a spoilt row is told with its line; a changed file counts at once."""
    assert workdays.after(datetime.date(2026, 6, 15), 1) == datetime.date(2026, 6, 18)
    assert 'line 3: the column "code" wants a date like 2026-06-17, has "17 Juni"' in messages[0]
    district_file.write_text("code,name\n2026-06-18,Libur\n", encoding="utf-8")
    os.utime(district_file, (1, 1))
    assert workdays.after(datetime.date(2026, 6, 15), 1) == datetime.date(2026, 6, 17)
    district_file.unlink()
    assert workdays.after(datetime.date(2026, 6, 17), 1) == datetime.date(2026, 6, 18)
    assert "cannot be read" in messages[-1]


def test_a_year_without_days_off_is_told_once(messages):
    """2031 is counted by its weekdays, and the log says what to add and where, once."""
    for _again in range(2):
        assert workdays.between(datetime.date(2031, 12, 22), datetime.date(2031, 12, 29)) == 5
    assert len(messages) == 1
    assert "No days off are known of 2031" in messages[0]
    assert "config/codelists/hari_libur.csv" in messages[0]


@pytest.mark.services
def test_the_database_counts_alike(with_plugins):
    """What the observations derive in SQL and what Python says are the same."""
    for first, count, last in CASES + OFF:
        begin, end = "CAST(:first AS date)", "CAST(:last AS date)"
        sql = f"SELECT {workdays.between_sql(begin, end)}, {workdays.after_sql(begin, ':count')}"
        row = model.Session.execute(text(sql), {"first": first, "last": last, "count": count}).one()
        assert tuple(row) == (count, datetime.date.fromisoformat(last))
