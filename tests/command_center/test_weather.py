"""The weather tile: what is forecast for the coming hours, of the youngest forecast, and how old that is."""

import datetime

import pytest
from ckanext.satudata import clock
from ckanext.satudata.command_center import freshness, wall
from observations.conftest import publish  # noqa: F401 - the fixture

HEADER = ["kode_wilayah", "nama_desa_kelurahan", "tanggal", "jam", "waktu_analisis", "cuaca"]
HEADER += ["suhu", "kelembapan", "kecepatan_angin", "arah_angin"]
TILE = {"kind": "weather", "title": "Cuaca", "standard": "prakiraan_cuaca", "measure": "suhu"}
SUMBERKLAMPOK, RANGDU = ("51.08.01.2001", "Sumberklampok"), ("51.08.02.2004", "Rangdu")


def forecast(place, moment, made, sky, *figures):
    """Return a row: temperature, humidity, speed and direction of the wind are the figures."""
    return [*place, moment.date().isoformat(), moment.hour, f"{made:%Y-%m-%dT%H:%M:%S}", sky, *figures]


@pytest.fixture
def drawn(publish):  # noqa: F811
    """Return a function that publishes forecasts and gives the tile's face."""

    def make(*rows, **declared):
        if rows:
            publish("prakiraan_cuaca", [HEADER, *rows], frekuensi="harian")
        return wall.drawn({**TILE, **declared}, "uji/1")

    return make


@pytest.fixture
def moments():
    """Return the whole hours 6 hours ago, now, in 3 hours and in 6, where the district lies."""
    now = datetime.datetime.now(clock.zone()).replace(tzinfo=None, minute=0, second=0, microsecond=0)
    return [now + datetime.timedelta(hours=hours) for hours in (-6, 0, 3, 6)]


def hours_ago(number):
    """Return the moment in UTC."""
    return datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=number)


@pytest.mark.services
@pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues", "with_request_context")
class TestTile:
    """From published forecasts."""

    def test_places_in_the_coming_hours(self, drawn, moments):
        """A line for each place, hours that have passed left out, a hole where nothing is forecast."""
        past, now, soon, later = moments
        made = hours_ago(5)
        face = drawn(
            forecast(SUMBERKLAMPOK, past, made, "cerah", 30, 60, 5, "N"),
            forecast(SUMBERKLAMPOK, now, made, "hujan_petir", 26, 90, 20, "SE"),
            forecast(SUMBERKLAMPOK, soon, made, "berawan", 25, 80, 10, "E"),
            forecast(RANGDU, soon, made, "cerah", 28.5, 70, 4, "W"),
            forecast(RANGDU, later, made, "cerah", 27, 70, 4, "W"),
            most=2,
        )
        assert face["face"] == "weather"
        assert [moment["time"] for moment in face["moments"]] == [f"{moment:%H.%M}" for moment in (now, soon)]
        assert [(place["label"], place["beside"]) for place in face["places"]] == [
            ("Gerokgak", "Sumberklampok"),
            ("Seririt", "Rangdu"),
        ]
        first, second = (place["cells"] for place in face["places"])
        assert (first[0]["said"], first[0]["picture"], first[0]["values"]) == ("Hujan Petir", "thunder", [26])
        assert second[0] is None
        assert second[1]["values"] == [28.5]
        assert face["footer"]["fresh"] == "good"
        assert face["footer"]["offices"]

    def test_one_place_has_all_its_figures(self, drawn, moments):
        """With `within` only that kecamatan, with humidity, wind and where it comes from."""
        made = hours_ago(30)
        face = drawn(
            forecast(SUMBERKLAMPOK, moments[1], made, "cerah", 30, 60, 5, "N"),
            forecast(RANGDU, moments[1], made, "kabut", 22, 95, "", ""),
            within="51.08.02",
            measures=["kelembapan", "kecepatan_angin"],
        )
        [place] = face["places"]
        assert place["cells"][0] == {"picture": "haze", "said": "Kabut", "wind": "", "values": [22, 95, None]}
        assert [column["unit"] for column in face["columns"]] == ["derajat_celsius", "persen", "km_per_jam"]
        assert face["footer"]["fresh"] == "warn"

    def test_the_younger_forecast_counts(self, drawn, moments):
        """Two tables tell the same hour: what was forecast last is shown, whichever was published last."""
        drawn(forecast(SUMBERKLAMPOK, moments[2], hours_ago(2), "hujan_lebat", 24, 95, 30, "S"))
        face = drawn(forecast(SUMBERKLAMPOK, moments[2], hours_ago(14), "cerah", 31, 50, 3, "N"))
        assert [cell["said"] for cell in face["places"][0]["cells"]] == ["Hujan Lebat"]

    def test_forecasts_that_are_over_are_no_data(self, drawn, moments):
        """Yesterday's forecast is not shown as today's weather; the footer says that the source is old."""
        assert drawn()["face"] == "empty"
        face = drawn(forecast(SUMBERKLAMPOK, moments[0], hours_ago(60), "cerah", 30, 60, 5, "N"))
        assert (face["face"], face["footer"]["fresh"]) == ("empty", "bad")
        assert face["footer"]["offices"]


@pytest.mark.parametrize(("hours", "colour"), [(0, "good"), (24, "good"), (25, "warn"), (36, "warn"), (37, "bad")])
def test_a_forecast_ages_by_the_hour(hours, colour):
    """Two are made each day: one that is a day old has been missed once, after a day and a half twice."""
    now = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
    assert freshness.forecast(now - datetime.timedelta(hours=hours), now) == colour
