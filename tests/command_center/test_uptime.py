"""Applications are asked whether they answer; what is not asked, or was long ago, is not claimed."""

import json

import pytest
from ckan.lib.redis import connect_to_redis
from ckanext.satudata.command_center import uptime, wall
from factories_satudata import Organization, act, layanan_dict
from harvest.loopback import Loopback

AGENT = "SatuData uji"


@pytest.fixture
def source():
    """A server that answers, asks for a log-in, and breaks."""
    played = Loopback()
    played.answer("/", "selamat datang")
    played.answer("/masuk", "", status=401)
    played.answer("/rusak", "", status=503)
    yield played
    played.close()


def test_up_and_down(source, with_plugins, monkeypatch):
    """A page and a log-in are up; an error, a closed port and no name are down; inner addresses are not asked."""
    monkeypatch.setattr(uptime, "PAUSE", 0)
    answers = {path: uptime.answers_now(source.url + path, AGENT, internal=True) for path in ("/", "/masuk", "/rusak")}
    assert answers == {"/": True, "/masuk": True, "/rusak": False}
    assert source.requested.count("/rusak") == 2
    closed = Loopback()
    closed.close()
    assert uptime.answers_now(closed.url, AGENT, internal=True) is False
    before = len(source.requested)
    assert uptime.answers_now(source.url, AGENT) is None
    assert uptime.answers_now("", AGENT) is None
    assert uptime.answers_now("https://aplikasi.satudata.example", AGENT) is None
    assert len(source.requested) == before


@pytest.mark.services
@pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "with_request_context")
def test_the_tile_tells_since_when(monkeypatch):
    """Down keeps its beginning over further checks; up again begins anew; an old answer is not shown."""
    kept = act("package_create", **layanan_dict(owner_org=Organization()["id"], status_aplikasi="aktif"))
    answer = {"up": True}
    monkeypatch.setattr(uptime, "answers_now", lambda _url, _agent: answer["up"])
    tile = {"kind": "apps", "title": "Aplikasi"}

    def row():
        [shown_row] = wall.drawn(tile, "uji/1")["rows"]
        return shown_row["state"], shown_row["text"]

    connect_to_redis().delete(uptime.KEY)
    assert row()[0] == "good"
    answer["up"] = False
    uptime.check()
    since = uptime.states()[kept["id"]].since
    uptime.check()
    assert uptime.states()[kept["id"]].since == since
    assert row()[0] == "bad"
    answer["up"] = True
    uptime.check()
    assert row()[0] == "good"
    old = {"up": False, "since": "2025-01-01T00:00:00+00:00", "checked": "2025-01-01T00:00:00+00:00"}
    connect_to_redis().hset(uptime.KEY, kept["id"], json.dumps(old))
    assert row()[0] == "good"
    # an address that may not be asked is not claimed to be up or down
    answer["up"] = None
    uptime.check()
    assert uptime.states() == {}
