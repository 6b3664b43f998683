"""What programs are offered: pages of other sites may read and never write, errors are JSON, a limit is told."""

import pytest
from ckan.tests import factories
from ckanext.satudata.web import limits, pace
from factories_satudata import Organization, act, dataset_dict

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]
ELSEWHERE = {"Origin": "https://koran.example"}
SEARCH = "/api/3/action/package_search"
MEASURES = "/api/3/action/satudata_measure_list"
CREATE = "/api/3/action/package_create"
DATA = [SEARCH, MEASURES, "/data.json", "/satudata/jawaban/json?q=penduduk", "/catalog.ttl", "/api/3"]


@pytest.mark.parametrize("path", DATA)
def test_any_page_may_read(app, path):
    """Actions that change nothing and addresses of data, without credentials."""
    headers = app.get(path, headers=ELSEWHERE).headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in headers


def preflight(app, path, method):
    """Ask as a browser does before it lets a page of another site send something."""
    headers_of_page = {
        **ELSEWHERE,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "content-type",
    }
    return app.options(path, headers=headers_of_page).headers


def test_any_page_may_ask_a_reading_action_by_post(app):
    """With JSON, which browsers ask about first; never with a token."""
    headers = preflight(app, SEARCH, "POST")
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in headers["Access-Control-Allow-Methods"]
    assert headers["Access-Control-Allow-Headers"].lower().startswith("content-type")
    assert "authorization" not in headers["Access-Control-Allow-Headers"].lower()
    assert app.post(SEARCH, json={"q": "x"}, headers=ELSEWHERE).headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", [CREATE, "/satudata/permintaan/baru", "/api/3/action/tidak_ada"])
def test_no_page_may_write(app, path):
    """Neither is it allowed before, nor may the page read what is answered."""
    assert "Access-Control-Allow-Origin" not in preflight(app, path, "POST")
    assert "Access-Control-Allow-Origin" not in app.post(path, headers=ELSEWHERE, status=None).headers


def test_what_an_account_sees_is_not_shared(app):
    """An answer to somebody who is logged in may hold what is not public."""
    token = factories.APIToken(user=factories.User()["name"])["token"]
    headers = app.get(SEARCH, headers={**ELSEWHERE, "Authorization": token}).headers
    assert "Access-Control-Allow-Origin" not in headers


WRONG = [
    ("/satudata/observasi/json?standard=penduduk_desa&measure=tidak_ada", 400, "question"),
    ("/satudata/observasi/csv?measure=jumlah", 400, "standard"),
    ("/satudata/observasi/json?standard=penduduk_desa&measure=jumlah&limit=x", 400, "limit"),
    ("/api/3/action/satudata_observation_search", 409, "standard"),
    ("/data.json?page=2", 404, "message"),
    ("/data.json?modified_since=x", 400, "message"),
    ("/api/3/action/package_serch", 400, "message"),
    ("/api/3/action/package_search?rows=x", 409, "rows"),
    ("/api/3/tidak/ada", 404, "message"),
    ("/satudata/tidak/ada.json", 404, "message"),
    ("/dataset/tidak-ada/croissant.jsonld", 404, "message"),
    ("/dataset/tidak-ada/resource/x/unduh.csv", 404, "message"),
]


@pytest.mark.parametrize(("path", "status", "field"), WRONG, ids=[row[0] for row in WRONG])
def test_errors_are_json(app, path, status, field):
    """In the form of CKAN's API: the field or a message, with words."""
    answer = app.get(path, status=None)
    assert (answer.status_code, answer.mimetype) == (status, "application/json")
    error = answer.get_json()["error"]
    assert answer.get_json()["success"] is False
    assert error["__type"]
    assert error[field]


def test_a_mistyped_action_is_told_its_neighbours(app):
    """Instead of CKAN's bare text."""
    message = app.get("/api/3/action/package_serch", status=400).get_json()["error"]["message"]
    assert "package_search" in message


def test_people_get_a_page_of_the_error(app):
    """A browser, which accepts HTML first; of a download, too."""
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    for path in ("/dataset/tidak-ada/resource/x/unduh.csv", "/tidak-ada"):
        assert app.get(path, headers=browser, status=404).mimetype == "text/html"
    assert app.get("/tidak-ada", status=404).mimetype == "text/html"


@pytest.fixture
def three_a_minute(ckan_config, monkeypatch):
    """Allow three requests a minute, counted anew."""
    monkeypatch.setitem(ckan_config, "ckanext.satudata.requests_per_minute", 3)
    limits.Limit("requests", 3, pace.MINUTE).forget("127.0.0.1")
    yield
    limits.Limit("requests", 3, pace.MINUTE).forget("127.0.0.1")


def test_a_limit_is_told_and_kept(app, three_a_minute):
    """Headers of the IETF's draft with each answer; 429 with Retry-After, in JSON, to the one that is too many."""
    for left in (2, 1, 0):
        headers = app.get(MEASURES).headers
        assert headers["RateLimit-Policy"] == '"requests";q=3;w=60'
        assert headers["RateLimit"].startswith(f'"requests";r={left};t=')
    refused = app.get(MEASURES, status=429)
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert "3" in refused.get_json()["error"]["message"]
    # pages are for people
    assert app.get("/about").status_code == 200
    assert "RateLimit" not in app.get("/about").headers


def test_accounts_are_counted_apart(app, three_a_minute):
    """People of one office share an address, programs with a token do not."""
    user = factories.User()
    token = factories.APIToken(user=user["name"])["token"]
    for _time in range(4):
        app.get(MEASURES, status=None)
    assert app.get(MEASURES, headers={"Authorization": token}).status_code == 200
    limits.Limit("requests", 3, pace.MINUTE).forget(user["id"])


def test_private_downloads_are_not_shared(app):
    """What is not public has no address that tells it apart from what does not exist."""
    act("package_create", **dataset_dict(owner_org=Organization()["id"], name="rahasia", private=True))
    answer = app.get("/dataset/rahasia/croissant.jsonld", headers=ELSEWHERE, status=404)
    assert answer.get_json() == app.get("/dataset/tidak-ada/croissant.jsonld", status=404).get_json()
