"""Dates on pages, as people of the district write them."""

import datetime

import pytest
from ckan.plugins import toolkit as tk

# a moment in UTC, as CKAN's tables keep it: the next day in Bali
MOMENT = datetime.datetime.fromisoformat("2026-11-24T17:20:05")


@pytest.mark.usefixtures("with_plugins", "with_request_context")
@pytest.mark.ckan_config("ckan.display_timezone", "Asia/Makassar")
def test_the_day_comes_before_the_month():
    """Of a moment with its hour, of one without, of a date as text; nothing of what is no date."""
    write = tk.h.render_datetime
    assert write(MOMENT, with_hours=True) == "25 November 2026, 01.20 WITA"
    assert write(MOMENT.isoformat(), with_hours=True) == "25 November 2026, 01.20 WITA"
    assert write(MOMENT) == "25 November 2026"
    # as the check of a file notes its moment
    aware = MOMENT.replace(tzinfo=datetime.UTC)
    assert write(aware.isoformat(), with_hours=True) == write(aware, with_hours=True) == "25 November 2026, 01.20 WITA"
    assert write(aware.isoformat()) == "25 November 2026"
    assert write(aware.isoformat(), date_format="%H.%M") == "01.20"
    assert write("2026-11-24") == "24 November 2026"
    assert write(MOMENT, date_format="%Y") == "2026"
    assert write("", with_hours=True) == write("kapan?", with_hours=True) == ""
