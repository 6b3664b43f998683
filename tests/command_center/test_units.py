"""Tiles and screens as files: each is found by itself, is right, and says what is wrong with it when it is not."""

import datetime

import pytest
import yaml
from ckanext.satudata.command_center import freshness, screens, tiles
from ckanext.satudata.metadata import codelists
from ckanext.satudata.metadata.frequency import days
from ckanext.satudata.standards import model as standards

TODAY = datetime.date(2026, 11, 24)


@pytest.mark.parametrize("kind", tiles.UNITS)
def test_each_kind_has_a_right_example(kind):
    """The example of a kind is of that kind, and right."""
    example = yaml.safe_load(tiles.UNITS[kind].EXAMPLE)
    assert example["kind"] == kind
    assert screens.tile_problems(example) == []
    assert callable(tiles.UNITS[kind].draw)


@pytest.mark.parametrize("kind", tiles.UNITS)
def test_each_property_says_what_people_call_it(kind):
    """The form of a tile shows no bare name; what it may suggest is known to the form."""
    properties = tiles.schema(kind)["properties"]
    lines = [entry["items"]["properties"] for entry in properties.values() if "properties" in entry.get("items", {})]
    for name, entry in [pair for one in (properties, *lines) for pair in one.items() if pair[0] != "kind"]:
        assert entry.get("title"), name
        assert entry.get("suggest", "groups") in {"groups", "fields", "dimensions"}


@pytest.mark.parametrize("name", screens.shipped())
def test_each_screen_is_right(name):
    """Nothing is wrong with a shipped screen; its figures are measures of standards."""
    screen = screens.load(name)
    assert screens.problems(screen) == []
    for tile in screen.tiles:
        for item in [tile, *tile.get("items", [])]:
            if "standard" in item:
                measures = [measure.field for measure in standards.load(item["standard"]).measures]
                assert {item["measure"], *item.get("measures", [])} <= set(measures), tile["title"]


def test_there_are_nine_screens_in_order():
    """The regent's summary comes first."""
    assert len(screens.shipped()) == 9
    assert screens.shipped()[0] == "ringkasan"


WRONG = [
    ({"kind": "pie", "title": "Kue"}, "pie"),
    ({"kind": "number", "title": "Tanpa ukuran", "standard": "stunting"}, "measure"),
    ({"kind": "number", "title": "Salah eja", "standard": "stunting", "measure": "x", "targets": 3}, "targets"),
    ({"kind": "camera", "title": "Kamera", "stream": "rtsp", "url": "rtsp://x"}, "rtsp"),
]


@pytest.mark.parametrize(("tile", "message"), WRONG)
def test_a_wrong_tile_says_what_is_wrong(tile, message, with_plugins):
    """The problem names the property."""
    assert message in " ".join(screens.tile_problems(tile))


@pytest.mark.parametrize(
    ("frequency", "last", "colour"),
    [
        ("bulanan", "2026-10", "good"),
        ("bulanan", "2026-09", "warn"),
        ("bulanan", "2026-08", "bad"),
        ("tahunan", "2025", "good"),
        ("tahunan", "2024", "warn"),
        ("harian", "2026-11-21", "good"),
        ("harian", "2026-11-20", "warn"),
        ("harian", "2026-11-10", "bad"),
        ("insidental", "2020", ""),
        ("bulanan", "", ""),
    ],
)
def test_freshness_follows_the_promised_frequency(frequency, last, colour):
    """Data of a period are fresh while the next one runs, late for another, then old; a day has its weekend."""
    assert freshness.state(frequency, last, TODAY) == colour


def test_every_rhythm_of_the_code_list_has_its_days():
    """Only what has no rhythm has no colour."""
    unbound = {code.code for code in codelists.load("frekuensi") if days(code.code) is None}
    assert unbound == {"insidental", "sekali"}


def test_the_worst_source_gives_the_colour():
    """One old source makes a tile old."""
    assert freshness.worst(["good", "bad", "warn"]) == "bad"
    assert freshness.worst(["", ""]) == ""
