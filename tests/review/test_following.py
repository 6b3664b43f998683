"""Years in a title, and the day of the next release, follow from the table and its rhythm."""

import datetime

import pytest
from ckanext.satudata.metadata.frequency import next_release
from ckanext.satudata.review.following import following, title_after


@pytest.mark.parametrize(
    ("title", "before", "after", "result"),
    [
        ("Jumlah Penduduk 2021–2025", (2021, 2025), (2021, 2026), "Jumlah Penduduk 2021–2026"),
        ("Jumlah Penduduk 2021-2025 Buleleng", (2021, 2025), (2022, 2026), "Jumlah Penduduk 2022-2026 Buleleng"),
        ("Penduduk Tahun 2021 sampai 2025", (2021, 2025), (2021, 2026), "Penduduk Tahun 2021 sampai 2026"),
        ("Jumlah Penduduk Tahun 2025", (2025, 2025), (2026, 2026), "Jumlah Penduduk Tahun 2026"),
        ("Jumlah Penduduk Tahun 2025", (2025, 2025), (2025, 2026), "Jumlah Penduduk Tahun 2025–2026"),
        # a title without years, and one whose years are not those of the table, are somebody's own words
        ("Jumlah Penduduk", (2021, 2025), (2021, 2026), "Jumlah Penduduk"),
        ("Penduduk menurut Sensus 2020", (2021, 2025), (2021, 2026), "Penduduk menurut Sensus 2020"),
        ("PDRB Tahun Dasar 2010 Tahun 2025", (2025, 2025), (2026, 2026), "PDRB Tahun Dasar 2010 Tahun 2025"),
    ],
)
def test_years_of_a_title(title, before, after, result):
    assert title_after(title, before, after) == result


@pytest.mark.parametrize(
    ("planned", "frequency", "day", "result"),
    [
        ("2026-02-28", "tahunan", "2026-02-20", "2027-02-28"),
        # two months late: the rhythm stays, the date lies ahead
        ("2026-01-31", "bulanan", "2026-03-15", "2026-03-31"),
        ("2026-01-31", "bulanan", "2026-01-31", "2026-02-28"),
        ("2026-01-10", "triwulanan", "2026-01-10", "2026-04-10"),
        ("", "tahunan", "2026-05-01", "2027-05-01"),
        ("kapan-kapan", "harian", "2026-05-01", "2026-05-02"),
        ("2026-01-10", "insidental", "2026-01-10", None),
        ("2026-01-10", "", "2026-01-10", None),
    ],
)
def test_day_of_the_next_release(planned, frequency, day, result):
    day_after = next_release(planned, frequency, datetime.date.fromisoformat(day))
    assert (day_after.isoformat() if day_after else None) == result


def test_only_what_changes_follows():
    """A field that stays as it is is not asked about; a table without years says nothing of them."""
    dataset = {"title": "Jumlah 2025", "dimensi_awal": "2025", "dimensi_akhir": "2025", "frekuensi": "sekali"}
    day = datetime.date(2026, 3, 1)
    assert following(dataset, (2025, 2025), (2025, 2025), day) == {}
    assert following(dataset, (2025, 2025), None, day) == {}
    assert following(dataset, (2025, 2025), (2025, 2026), day) == {
        "title": "Jumlah 2025–2026",
        "dimensi_akhir": "2026",
    }
