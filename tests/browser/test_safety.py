"""In a real browser: no page breaks its own policy, and two people with one form lose nothing."""

import io

import pytest
from ckan import model
from ckan.tests import factories
from factories_satudata import act, dataset_dict
from werkzeug.datastructures import FileStorage

from browser.conftest import PASSWORD

pytestmark = [
    pytest.mark.browser,
    pytest.mark.services,
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues"),
]


@pytest.fixture
def dataset(officer):
    """Return a dataset of the officer's OPD, with a picture to look at and a document beside it."""
    made = act("package_create", **dataset_dict(owner_org="dinkes", name="penduduk-uji"))
    act(
        "resource_create",
        package_id=made["id"],
        name="Catatan",
        format="GeoJSON",
        upload=FileStorage(io.BytesIO(b'{"type": "FeatureCollection", "features": []}'), "batas.geojson"),
    )
    return act("package_show", id=made["id"])


@pytest.fixture
def colleague(dataset):
    """Create somebody else who publishes for the same OPD."""
    user = factories.User(name="rekan", password=PASSWORD, email="rekan@satudata.example")
    act("member_create", id=dataset["owner_org"], object=user["name"], object_type="user", capacity="admin")
    return user["name"]


def log_in(page, user):
    """Log in on the page's portal."""
    origin = page.evaluate("location.origin")
    page.goto(f"{origin}/user/login")
    page.fill("#field-login", user)
    page.fill("#field-password", PASSWORD)
    page.click("main button[type=submit], [role=main] button[type=submit]")
    page.wait_for_url(lambda url: "/user/login" not in url)


PAGES = [
    "/",
    "/dataset/",
    "/dataset/penduduk-uji",
    "/dataset/edit/penduduk-uji",
    "/dataset/penduduk-uji/resource/new",
    "/dataset/new",
    "/organization/",
    "/organization/dinkes",
    "/organization/edit/dinkes",
    "/satudata/periksa",
    "/satudata/analisis",
    "/satudata/panen",
    "/satudata/kinerja",
    "/satudata/standar",
    "/command-center",
    "/profil/51.08",
    "/user/rekan",
    "/user/rekan/api-tokens",
    "/dashboard",
    "/about",
]


def test_no_page_breaks_its_own_policy(open_page, dataset, colleague):
    """Chromium refuses nothing of what our own pages load, run or frame."""
    page = open_page("/", policed=True)
    refused = []
    page.on("console", lambda message: refused.append(f"{page.url}: {message.text}") if is_refusal(message) else None)
    log_in(page, colleague)
    origin = page.evaluate("location.origin")
    [resource] = dataset["resources"]
    screens = [link.get_attribute("href") for link in page.query_selector_all('a[href*="/command-center/"]')]
    for path in [*PAGES, f"/dataset/penduduk-uji/resource/{resource['id']}", *screens[:3]]:
        page.goto(origin + path)
        page.wait_for_timeout(300)
    assert refused == []


def is_refusal(message):
    """Return whether a line of the console is about the Content-Security-Policy."""
    return "Content Security Policy" in message.text or "Content-Security-Policy" in message.text


def stored(dataset):
    """Return a dataset as the other process has left it."""
    model.Session.remove()
    return act("package_show", id=dataset["id"])


def test_two_people_with_one_form_lose_nothing(open_page, dataset, officer, colleague):
    """Both open the form; one saves; the other is shown what collides, keeps the rest, and decides."""
    first, second = open_page("/"), open_page("/", width=1366)
    for page, user in ((first, officer), (second, colleague)):
        log_in(page, user)
        page.goto(f"{page.evaluate('location.origin')}/dataset/edit/penduduk-uji")
    first.fill("[name=title]", "Judul dari Petugas Pertama")
    first.fill("[name=notes]", "Keterangan petugas pertama.")
    first.click("button[name=save]:not([aria-hidden])")
    first.wait_for_url(lambda url: "/edit/" not in url)
    second.fill("[name=notes]", "Keterangan rekan.")
    second.click("button[name=save]:not([aria-hidden])")
    second.wait_for_selector("text=Keterangan petugas pertama.")
    assert second.input_value("[name=notes]") == "Keterangan rekan."
    assert second.input_value("[name=title]") == "Judul dari Petugas Pertama"
    assert stored(dataset)["notes"] == "Keterangan petugas pertama."
    second.click("button[name=save]:not([aria-hidden])")
    second.wait_for_url(lambda url: "/edit/" not in url)
    now = stored(dataset)
    assert (now["title"], now["notes"]) == ("Judul dari Petugas Pertama", "Keterangan rekan.")
