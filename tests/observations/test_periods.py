"""Periods."""

import datetime

import pytest
from ckanext.satudata.observations import periods


@pytest.mark.parametrize(
    ("period", "steps", "expected"),
    [
        ("2025", -1, "2024"),
        ("2025-01", -1, "2024-12"),
        ("2025-12", 1, "2026-01"),
        ("2024-02-28", 1, "2024-02-29"),
        ("2025-01-01", -1, "2024-12-31"),
    ],
)
def test_shift_stays_within_its_kind(period, steps, expected):
    """A year moves by years, a month by months, a day by days."""
    assert periods.shift(period, steps) == expected


def test_leap_day_has_a_year_before():
    """29 February is compared with the 28th."""
    assert periods.year_before("2024-02-29") == "2023-02-28"
    assert periods.year_before("2025-06") == "2024-06"


def test_between_and_end():
    """Both ends belong to a span; a period ends on its last day."""
    assert periods.between("2024-11", "2025-02") == ["2024-11", "2024-12", "2025-01", "2025-02"]
    assert periods.end("2024-02") == datetime.date(2024, 2, 29)
    assert periods.end("2025") == datetime.date(2025, 12, 31)


@pytest.mark.parametrize("wrong", ["25", "2025-13", "2025-00", "2025-06-32", "2025/06", ""])
def test_what_is_no_period(wrong):
    """Only the three forms are periods."""
    assert not periods.is_period(wrong)
