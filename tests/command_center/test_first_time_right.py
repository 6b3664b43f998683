"""What was handed over passes at once, or not: checks of files and records of the review, by table."""

import datetime

import pytest
from ckanext.satudata.command_center.scoreboard import month
from ckanext.satudata.command_center.scoreboard.criteria import first_time_right
from ckanext.satudata.gate.deliveries import Delivery

from command_center.scoring import TODAY

OCTOBER = month.Month("2025-10", TODAY)


def at(text):
    """Return noon of a day of 2025 written as month-day."""
    return datetime.datetime.fromisoformat(f"2025-{text}T05:00")


def delivery(sent, released, returns=0, again=None, *, has_files=True, is_checked=True):
    """Return a delivery that was sent first on one day, in its last version `again`, and released on another."""
    moment = at(released) if released else None
    return Delivery(at(sent), at(again or sent), moment, returns, has_files=has_files, is_checked=is_checked)


@pytest.mark.parametrize(
    ("checks", "recorded", "expected"),
    [
        # without records, checks alone
        ([("10-01", True)], [], [(True, 1)]),
        # passed and released; passed, but nobody has decided yet
        ([("10-01", True)], [delivery("10-01", "10-03")], [(True, 1)]),
        ([("10-01", True)], [delivery("10-01", None)], []),
        # refused once by the check, then released
        ([("10-01", False), ("10-02", True)], [delivery("10-02", "10-03")], [(False, 2)]),
        # the check passes, the walidata returns it: no first time right, and one case only
        ([("10-01", True), ("10-06", True)], [delivery("10-01", "10-09", 1, "10-06")], [(False, 2)]),
        # returned, and not mended yet
        ([("10-01", True)], [delivery("10-01", None, 1)], [(False, 2)]),
        # a changed description has no file, and may be returned all the same
        ([], [delivery("10-02", "10-09", 1, "10-06", has_files=False)], [(False, 2)]),
        # what the walidata himself has put right in words is nobody's delivery
        ([], [delivery("10-02", "10-02", has_files=False, is_checked=False)], []),
        # the second edition is refused still
        ([("10-01", True), ("10-20", False)], [delivery("10-01", "10-03")], [(True, 1), (False, 1)]),
        # one that was begun in September belongs to September, one of before the first record to the checks
        ([("09-20", False), ("10-02", True)], [delivery("10-02", "10-03")], []),
        ([("10-01", True), ("10-05", True)], [delivery("10-05", "10-07")], [(True, 1), (True, 1)]),
        # what a programme brings several times a day is one case a day, and no better than its worst
        ([], [delivery("10-05", "10-05"), delivery("10-05", "10-05"), delivery("10-06", "10-06")], [(True, 1)] * 2),
        ([], [delivery("10-05", "10-05"), delivery("10-05", "10-09", 1)], [(False, 2)]),
        ([("10-05", True), ("10-05", False), ("10-05", True)], [], [(False, 2)]),
    ],
)
def test_what_passes_the_first_time(checks, recorded, expected):
    """One case a delivery, in the month in which it began; right is what was neither refused nor returned."""
    attempts = [(at(day) - datetime.timedelta(minutes=1), is_valid) for day, is_valid in checks]
    cases = first_time_right.outcomes(attempts, recorded, OCTOBER)
    assert [(case.is_right, case.attempts) for case in cases] == expected
