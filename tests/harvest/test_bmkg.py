"""BMKG's forecasts, in the form in which its open API is documented."""

import datetime

import pytest
from ckanext.satudata.demo import forecast
from ckanext.satudata.exceptions import BrokenAnswer
from ckanext.satudata.harvest import definition

AGENCY = definition.folder() / "bmkg.yaml"
DOCUMENTED = {"utc_datetime", "local_datetime", "t", "hu", "weather_desc", "weather_desc_en", "ws", "wd", "tcc"}
DOCUMENTED |= {"vs_text", "analysis_date"}


def test_the_played_answer_has_the_documented_form():
    """Three days of eight moments for the desa that is asked for; twelve hours long the same."""
    morning = datetime.datetime.fromisoformat("2026-11-24T01:00")
    answer = forecast.answer("51.08.01.2001", morning)
    assert answer["lokasi"]["adm4"] == "51.08.01.2001"
    days = answer["data"][0]["cuaca"]
    assert [len(day) for day in days] == [8, 8, 8]
    assert {frozenset(moment) for day in days for moment in day} == {frozenset(DOCUMENTED)}
    assert forecast.answer("51.08.01.2001", morning.replace(hour=11)) == answer
    assert forecast.answer("51.08.01.2001", morning.replace(hour=12)) != answer
    assert forecast.answer("51.08", morning) is None


@pytest.mark.services
@pytest.mark.usefixtures("with_plugins")
def test_day_and_hour_are_told_apart(monkeypatch):
    """`local_datetime` becomes two columns; an answer without it is refused, naming it."""
    reader = definition.parse_agency(AGENCY).reader()
    rows = [{"local_datetime": "2026-11-24 14:00:00"}]
    monkeypatch.setattr(type(reader).__mro__[1], "rows", lambda *_arguments: iter(rows))
    assert [(row["tanggal"], row["jam"]) for row in reader.rows({"url": "x"})] == [("2026-11-24", 14)]
    rows[0] = {"t": 30}
    with pytest.raises(BrokenAnswer, match="local_datetime"):
        list(reader.rows({"url": "x"}))
