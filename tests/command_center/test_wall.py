"""A screen as the wall gets it, from published tables."""

import json

import pytest
from ckan import model
from ckan.lib.redis import connect_to_redis
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckanext.satudata.command_center import screens, wall
from ckanext.satudata.command_center.screens import Screen
from factories_satudata import Organization
from observations.conftest import publish  # noqa: F401 - the fixture
from observations.figures import COMPLAINTS, PEOPLE, STUNTING

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]

PEOPLE_TILE = {"kind": "number", "title": "Penduduk", "standard": "penduduk_jenis_kelamin", "measure": "jumlah"}
RATE_TILE = {"kind": "ranking", "title": "Stunting", "standard": "stunting", "measure": "prevalensi"}


@pytest.fixture(autouse=True)
def no_kept_answers():
    """Forget the answers of earlier tests and runs: an emptied catalogue may look like the one of a minute ago."""
    store = connect_to_redis()
    for key in store.keys("satudata:wall:*"):
        store.delete(key)


def faces(*tiles, member_of=()):
    """Return the faces of a screen with these tiles."""
    return wall.shown(Screen("uji", {"title": "Uji", "tiles": list(tiles)}), set(member_of))["tiles"]


@pytest.mark.usefixtures("with_request_context")
def test_a_figure_shows_source_period_and_freshness(publish):  # noqa: F811
    """161 people in 2025 after 155 in 2024, of 2 of 9 kecamatan; the footer names dataset and OPD."""
    dataset, _resource = publish("penduduk_jenis_kelamin", PEOPLE)
    [face] = faces({**PEOPLE_TILE, "period": "latest", "target": 170})
    assert (face["face"], face["value"], face["change"], face["unit"]) == ("number", 161, 6, "jiwa")
    assert (face["partial"], face["regions"]) == (True, [2, 9])
    footer = face["footer"]
    assert footer["period"] == "2025"
    assert footer["offices"]
    assert footer["datasets"][0]["name"] == dataset["name"]
    assert "penduduk_jenis_kelamin" in footer["csv"]


@pytest.mark.usefixtures("with_request_context")
def test_lines_do_not_join_the_figures_of_two_agencies(publish):  # noqa: F811
    """90 and 161 by one agency, 200 by another a year later: a gap, both named, and no change of 39 told as growth."""
    first, second = (Organization(title=title) for title in ("Dinas Sosial", "Disdukcapil"))
    publish("penduduk_jenis_kelamin", PEOPLE, first["id"])
    publish("penduduk_jenis_kelamin", [PEOPLE[0], ["51.08.01", "Gerokgak", 2026, 100, 100, 200]], second["id"])
    line, number, earlier = faces(
        {**PEOPLE_TILE, "kind": "line", "time": "tahun"},
        {**PEOPLE_TILE, "period": "latest", "trend": 5},
        {**PEOPLE_TILE, "period": "2025", "trend": 5},
    )
    [people] = line["series"]
    data = people["data"]
    assert data[-2:] == [161, 200]
    assert people["pieces"] == [[*data[:-1], None], [*[None] * (len(data) - 1), 200]]
    message = "2026: sebelumnya Dinas Sosial, sejak itu Disdukcapil."
    assert [change["short"] for change in line["breaks"]] == [message]
    assert set(line["footer"]["offices"]) == {"Dinas Sosial", "Disdukcapil"}
    assert (number["value"], number["change"], number["compare"]) == (200, None, "other_source")
    assert number["trend"] == people["pieces"]
    assert [change["short"] for change in number["breaks"]] == [message]
    assert (earlier["change"], earlier["compare"]) == (6, "previous")


@pytest.mark.usefixtures("with_request_context")
def test_no_data_says_so_and_a_wrong_tile_leaves_the_others_alone(publish):  # noqa: F811
    """One tile without data, one that is misspelt, one that adds up years, one with a strange host, one right."""
    publish("penduduk_jenis_kelamin", PEOPLE)
    drawn = faces(
        {**PEOPLE_TILE, "standard": "ipm", "measure": "ipm"},
        {"kind": "pie", "title": "Kue"},
        PEOPLE_TILE,
        {"kind": "web", "title": "Rapat", "url": "https://asing.example/"},
        {**PEOPLE_TILE, "period": "2025"},
    )
    assert [face["face"] for face in drawn] == ["empty", "wrong", "wrong", "wrong", "number"]
    assert "tahun" in drawn[2]["problems"][0]
    assert "asing.example" in drawn[3]["problems"][0]


@pytest.mark.ckan_config("ckanext.satudata.wall_hosts", "satudata.example")
@pytest.mark.usefixtures("with_request_context")
def test_allowed_hosts_are_shown():
    """A host on the list stands for those below it, not for those that only end alike."""
    camera = {"kind": "camera", "title": "Kamera", "stream": "hls"}
    drawn = faces(
        {**camera, "url": "https://kamera.satudata.example/a.m3u8"},
        {**camera, "url": "https://xsatudata.example/a.m3u8"},
    )
    assert [face["face"] for face in drawn] == ["camera", "wrong"]


@pytest.mark.usefixtures("with_request_context")
def test_ranks_are_shared_by_ties(publish):  # noqa: F811
    """Two kecamatan with the same rate are both first."""
    rows = [STUNTING[0], ["51.08.01", "Gerokgak", 2025, 6, 100, 5, 5], ["51.08.02", "Seririt", 2025, 6, 200, 10, 5]]
    publish("stunting", rows)
    [face] = faces({**RATE_TILE, "by": "kode_wilayah", "period": "latest", "thresholds": [4, 6]})
    assert [(row["rank"], row["state"]) for row in face["rows"]] == [(1, "warn"), (1, "warn")]


@pytest.mark.usefixtures("with_request_context")
def test_a_screen_that_is_no_yaml_says_where():
    """One bad file is one bad screen, not a dark wall."""
    broken = screens.parse_screen("uji", "tiles: [{title: a?, b: {c}")
    [face] = wall.shown(broken, set())["tiles"]
    assert face["face"] == "wrong"
    assert "line 1" in face["problems"][0]


@pytest.mark.usefixtures("with_request_context")
def test_internal_tiles_are_only_for_their_people():
    """Others get the screen without them."""
    internal = {**PEOPLE_TILE, "organizations": ["bkpsdm"]}
    assert faces(internal) == []
    assert len(faces(internal, member_of={"bkpsdm"})) == 1
    assert len(faces(internal, member_of={"*"})) == 1


def test_internal_screens_are_refused(monkeypatch):
    """Somebody else is told to log in; the list does not even name it."""
    secret = Screen("rahasia", {"title": "Rahasia", "organizations": ["bkpsdm"], "tiles": [PEOPLE_TILE]})
    monkeypatch.setattr(screens, "load", lambda _name: secret)
    monkeypatch.setattr(screens, "names", lambda: ["rahasia"])
    context = {"user": factories.User()["name"], "ignore_auth": False}
    with pytest.raises(tk.NotAuthorized):
        tk.get_action("satudata_screen_show")({**context}, {"name": "rahasia"})
    assert tk.get_action("satudata_screen_list")({**context}, {}) == []


def test_every_screen_answers_and_unchanged_ones_are_not_sent_again(app, publish):  # noqa: F811
    """Each page opens for anybody; a refresh with the known version is a 304; a new table changes it."""
    for name in screens.names():
        assert app.get(f"/command-center/{name}").status_code == 200
    first = app.get("/command-center/ringkasan/data")
    assert {tile["face"] for tile in json.loads(first.body)["tiles"]} <= {"empty", "wrong", "status"}
    headers = {"If-None-Match": first.headers["ETag"]}
    assert app.get("/command-center/ringkasan/data", headers=headers, status=304).body == ""
    publish("penduduk_jenis_kelamin", PEOPLE)
    assert app.get("/command-center/ringkasan/data", headers=headers).status_code == 200
    assert app.get("/command-center/tidak-ada", status=404)
    assert "Ringkasan Bupati" in app.get("/command-center").body
    assert json.loads(app.get("/command-center/peta/kecamatan.geojson").body)["features"]


@pytest.mark.usefixtures("with_request_context")
def test_one_wall_draws_for_all(publish):  # noqa: F811
    """While one wall draws what has changed, the others show what they had; never what was withdrawn meanwhile."""
    screen = Screen("uji", {"title": "Uji", "tiles": [{**PEOPLE_TILE, "period": "2025"}]})
    dataset, _resource = publish("penduduk_jenis_kelamin", PEOPLE)
    before = wall.shown(screen, set())
    publish("stunting", STUNTING)
    key = f"satudata:wall:{wall._state(screen, set())}"
    elsewhere = connect_to_redis().lock(f"{key}:drawing", timeout=60)
    assert elsewhere.acquire()
    assert wall.shown(screen, set()) == before
    elsewhere.release()
    # the stunting is none of this screen's: drawn anew it is the same, and is not sent again
    after = wall.shown(screen, set())
    assert after["drawn"] > before["drawn"]
    assert after["version"] == before["version"]
    model.Session.query(model.Package).filter_by(id=dataset["id"]).update({"private": True})
    model.Session.commit()
    assert wall.shown(screen, set())["tiles"][0]["face"] == "empty"


@pytest.mark.usefixtures("with_request_context")
def test_what_was_kept_long_enough_is_drawn_by_one(publish, monkeypatch):  # noqa: F811
    """When a kept answer has run out one request draws it anew; all others get the old one, which says its age."""
    screen = Screen("uji", {"title": "Uji", "tiles": [{**PEOPLE_TILE, "period": "2025"}]})
    publish("penduduk_jenis_kelamin", PEOPLE)
    before = wall.shown(screen, set())
    assert wall.shown(screen, set()) == before
    drawn = []
    draw = wall._drawn

    def slowly(*arguments):
        monkeypatch.setattr(wall, "_drawn", draw)
        # while the first one draws, the second one is answered
        drawn.append(wall.shown(screen, set()))
        return draw(*arguments)

    monkeypatch.setattr(wall, "_drawn", slowly)
    connect_to_redis().delete(f"satudata:wall:{wall._state(screen, set())}")
    after = wall.shown(screen, set())
    assert drawn == [before]
    assert after["drawn"] > before["drawn"]
    assert wall.shown(screen, set()) == after


def test_an_unchanged_screen_still_tells_its_age(app, publish):  # noqa: F811
    """A 304 says when the figures were drawn; what changes by the hour is sent although no table was published."""
    publish("penduduk_jenis_kelamin", PEOPLE)
    store = connect_to_redis()
    first = app.get("/command-center/ringkasan/data")
    assert int(first.headers["Age"]) <= 5
    [key] = [key for key in store.keys("satudata:wall:*") if b"newest" not in key]
    kept = json.loads(store.get(key))
    store.set(key, json.dumps({**kept, "drawn": "2026-01-01T00:00:00"}))
    headers = {"If-None-Match": first.headers["ETag"]}
    assert int(app.get("/command-center/ringkasan/data", headers=headers, status=304).headers["Age"]) > 86_400
    made = wall._with_version({**kept, "tiles": [{**kept["tiles"][0], "value": 7}, *kept["tiles"][1:]]})
    store.set(key, json.dumps(made))
    assert app.get("/command-center/ringkasan/data", headers=headers).status_code == 200


@pytest.mark.usefixtures("with_request_context")
def test_a_screen_asks_for_its_sources_once(publish, queries):  # noqa: F811
    """However many tiles a screen has, what is published is looked up once to draw it."""
    publish("penduduk_jenis_kelamin", PEOPLE)
    publish("stunting", STUNTING)
    tiles = [{**PEOPLE_TILE, "period": "2025"}, {**RATE_TILE, "by": "kode_wilayah", "period": "latest"}]
    for times in (1, 5):
        with queries() as statements:
            wall._drawn(Screen("uji", {"title": "Uji", "tiles": tiles * times}), set())
        assert sum("satudata_observation_set" in statement for statement in statements) == 1


@pytest.mark.usefixtures("with_request_context")
def test_bars_as_shares(publish):  # noqa: F811
    """94 and 67 of 161 people; of three inquiries that are done two are in time, of one complaint none."""
    publish("penduduk_jenis_kelamin", PEOPLE)
    publish("stunting", STUNTING)
    late = ["A5", "2025-06-02", "pengaduan", "Sampah", "1.03", "Dinas PU", "selesai", "2025-06-03", "2025-09-10", 1]
    publish("pengaduan", [*COMPLAINTS, late])
    people = {**PEOPLE_TILE, "kind": "bars", "by": "kode_wilayah", "period": "2025", "share": True}
    kept = {"kind": "bars", "title": "Tepat waktu", "standard": "pengaduan", "measure": "laporan", "by": "klasifikasi"}
    kept |= {"filters": {"status": "selesai", "tepat_waktu": "ya"}, "share_of": {"status": "selesai"}}
    shares, in_time, rates = faces(people, kept, {**RATE_TILE, "kind": "bars", "by": "bulan", "share": True})
    assert (shares["unit"], shares["series"][0]["data"]) == ("persen", [58.4, 41.6])
    assert dict(zip(in_time["codes"], in_time["series"][0]["data"], strict=True)) == {
        "informasi": 66.7,
        "pengaduan": 0,
    }
    # rates of months have no sum, so no shares either
    assert rates["face"] == "wrong"
