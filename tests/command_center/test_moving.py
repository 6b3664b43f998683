"""What moved is what changed more than its measure usually does, of the same source; the target; two kecamatan."""

import pytest
from ckanext.satudata.command_center import moving, wall
from ckanext.satudata.command_center.screens import Screen
from ckanext.satudata.observations import load
from factories_satudata import Organization
from observations.conftest import publish  # noqa: F401 - the fixture
from observations.figures import PEOPLE_HEADER, STUNTING

pytestmark = [
    pytest.mark.services,
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues", "with_request_context"),
]
# men rise by one per cent each year, and in the last by two; women double and halve, and in the last fall by a tenth
MEN, WOMEN = [1000, 1010, 1020, 1030, 1040, 1061], [100, 200, 100, 200, 100, 90]


@pytest.fixture
def people(publish):  # noqa: F811
    """Publish six years of one kecamatan."""
    years = enumerate(zip(MEN, WOMEN, strict=True), 2020)
    rows = [["51.08.01", "Gerokgak", year, men, women, men + women] for year, (men, women) in years]
    _dataset, resource = publish("penduduk_jenis_kelamin", [PEOPLE_HEADER, *rows])
    load.load(resource["id"])


def changes(**arguments):
    """Return the moves as {measure: per cent}, in their order."""
    return {move.measure: round(move.change, 1) for move in moving.moves(**arguments)}


@pytest.mark.usefixtures("people")
def test_a_change_is_held_against_what_is_usual():
    """Two per cent where one is usual moves more than ten per cent where doubling is."""
    listed = moving.moves()
    assert [move.measure for move in listed if move.measure != "jumlah"] == ["laki_laki", "perempuan"]
    men = next(move for move in listed if move.measure == "laki_laki")
    assert (round(men.change, 1), round(men.usual, 1), men.period, men.earlier) == (2.0, 1.0, "2025", "2024")
    assert "1.061" in men.text
    assert "1.040" in men.text
    assert changes(region="51.08.02") == {}
    assert changes(against="year") == changes()


def test_another_source_is_no_change(publish):  # noqa: F811
    """200 of one agency after 100 of another says nothing of people."""
    for year, count in ((2024, 100), (2025, 200)):
        office = Organization(title=f"Dinas {year}")
        rows = [PEOPLE_HEADER, ["51.08.01", "Gerokgak", year, count, 0, count]]
        _dataset, resource = publish("penduduk_jenis_kelamin", rows, office["id"])
        load.load(resource["id"])
    assert changes() == {}


def test_which_way_is_better(publish):  # noqa: F811
    """Stunting fell from 8.33 to 5 per cent of the district: the standard says that falls are better."""
    _dataset, resource = publish("stunting", STUNTING)
    load.load(resource["id"])
    rate = next(move for move in moving.moves() if move.measure == "prevalensi")
    assert (round(rate.change), rate.state) == (-40, "good")
    tile = {"kind": "moved", "title": "Yang bergerak", "most": 1}
    [face] = wall.shown(Screen("uji-gerak", {"title": "Uji", "tiles": [tile]}), set())["tiles"]
    assert face["face"] == "list"
    assert len(face["rows"]) == 1


def test_two_kecamatan_beside_one_another(publish, app):  # noqa: F811
    """Only figures of the same period; 8 and 3 per cent of June."""
    _dataset, resource = publish("stunting", STUNTING)
    load.load(resource["id"])
    rows = {row["title"]: row for row in moving.beside(("51.08.01", "51.08.02"))}
    rate = next(row for title, row in rows.items() if "revalensi" in title)
    assert [figure["value"] for figure in rate["figures"]] == [8, 3]
    assert rate["factor"] == 0.375
    page = app.get("/profil/banding?a=51.08.01&b=51.08.02").body
    assert "Gerokgak" in page
    assert app.get("/profil/banding?a=51.08.01&b=51.01.01", status=404)
    assert "revalensi" in app.get("/command-center/-/bergerak").body
    assert app.get("/command-center/-/bergerak?wilayah=51.01", status=404)
