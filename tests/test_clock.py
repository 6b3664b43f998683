"""Days begin where the district lies, hours before they do in UTC; no service needed."""

import csv
import datetime
import io

import pytest
from ckanext.satudata import clock, config
from ckanext.satudata.command_center.scoreboard import export
from ckanext.satudata.harvest import due
from ckanext.satudata.metadata import helpers, validators
from ckanext.satudata.standards import model
from ckanext.satudata.validation import engine, process
from freezegun import freeze_time

# two o'clock in the night of the 30th in Makassar
NIGHT = "2026-11-29T18:00:00"
ROW = ["51.08.01", "Gerokgak", "", "tanah_longsor", 1, 0, 0, 0, 0]


@pytest.fixture
def makassar(monkeypatch):
    """The district lies eight hours east of UTC."""
    monkeypatch.setattr(config, "timezone", lambda: "Asia/Makassar")
    monkeypatch.setattr(config, "wilayah", lambda: "51.08")


def table(day):
    """Return a table of disasters of one day, as bytes."""
    stream = io.StringIO()
    names = [field.name for field in model.load("bencana").fields]
    csv.writer(stream).writerows([names, [*ROW[:2], day, *ROW[3:]]])
    return stream.getvalue().encode()


@pytest.mark.parametrize(("day", "wrong"), [("2026-11-30", []), ("2026-12-01", ["future-period"])])
def test_the_row_of_today_is_no_future(makassar, day, wrong):
    """In the first eight hours of a day, too."""
    with freeze_time(NIGHT):
        assert clock.today() == datetime.date(2026, 11, 30)
        report = engine.check(table(day), "bencana.csv", model.load("bencana"))
    assert [problem.type for problem in report.problems] == wrong


@pytest.mark.parametrize(("zone", "wrong"), [("Etc/GMT-14", []), ("Etc/GMT+12", ["future-period"])])
def test_the_process_of_a_check_has_the_district_s_day(makassar, monkeypatch, tmp_path, zone, wrong):
    """The easternmost day has not come in the westernmost zone, 26 hours behind, whatever the hour."""
    monkeypatch.setattr(config, "check_seconds", lambda: 60)
    monkeypatch.setattr(config, "check_memory_mb", lambda: 2048)
    monkeypatch.setattr(config, "timezone", lambda: "Etc/GMT-14")
    path = tmp_path / "upload"
    path.write_bytes(table(clock.today().isoformat()))
    monkeypatch.setattr(config, "timezone", lambda: zone)
    outcome = process.run(process.Job(path, "bencana.csv", tmp_path, standard="bencana"))
    assert [problem.type for problem in outcome.report.problems] == wrong


def test_a_board_is_published_on_the_district_s_day(makassar, with_plugins):
    """What was published at 18 o'clock UTC on the 29th was published on the 30th."""
    board = {"as_of": "2026-11-30", "version": 1, "published": NIGHT, "note": "rapat"}
    assert "30 November 2026, version 1" in export.standing(board)


def test_a_release_date_has_passed_once_its_day_is_over_in_the_district(makassar):
    """On the morning of the 30th in Makassar the 29th has passed, though not in UTC."""
    with freeze_time(NIGHT):
        days = ("2026-11-29", "2026-11-30", "", None)
        assert [helpers.satudata_is_past(day) for day in days] == [True, False, False, False]


def test_years_and_schedules_follow_the_district(makassar):
    """On New Year's morning in Makassar the year has changed, though not in UTC."""
    with freeze_time("2026-12-31T18:00:00"):
        assert validators.satudata_year(str(2027 + validators.YEARS_AHEAD))
        assert due._now().date() == datetime.date(2027, 1, 1)
