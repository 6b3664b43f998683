"""The walidata's desk by keyboard, and on a telephone; letters are links and forms all the same."""

from pathlib import Path

import pytest
import requests
from ckan.tests import factories, helpers
from ckanext.satudata.review import bulk
from review.conftest import OLD, Office

from browser.conftest import PASSWORD
from browser.test_way_of_a_table import log_in

pytestmark = [
    pytest.mark.services,
    pytest.mark.browser,
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues"),
    pytest.mark.ckan_config("ckanext.satudata.review", "required"),
]
MORE = OLD + b"51.08.03,Busungbiu,90\n"
# the button that the script of the desk shows once its keys work
READY = "[data-desk-help]:not([hidden])"
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
TITLES = ("Pertama", "Kedua", "Ketiga")


@pytest.fixture
def portal_options():
    """Have data wait for the walidata."""
    return "ckanext.satudata.review = required\n"


@pytest.fixture
def office():
    """Return the people of a district, of whom the walidata can log in, and three submissions that add rows."""
    people = Office()
    factories.User(name="walidata", password=PASSWORD, email="walidata@satudata.example")
    for organization in (people.walidata_office, people.office):
        helpers.call_action("organization_member_create", id=organization["id"], username="walidata", role="editor")
    for title in TITLES:
        people.replace(people.public(name=title.lower(), title=title), MORE)
    return people


def bring(office, portal, name, content):
    """Have the officer send a file to the portal itself, which then has it to show."""
    resource = office.do(office.officer, "package_show", id=name)["resources"][0]
    headers = {"Authorization": factories.APIToken(user=office.officer)["token"]}
    data = {"id": resource["id"], "name": "Penduduk", "langkah_baca": ""}
    address = f"{portal}/api/3/action/resource_update"
    answer = requests.post(address, data, headers=headers, files={"upload": ("penduduk.csv", content)}, timeout=60)
    assert answer.json()["success"], answer.text


def go(page, address):
    """Open a page, and wait until its keys work."""
    page.goto(address)
    page.wait_for_selector(READY)


def assert_accessible(page):
    """Hold what the desk shows against axe-core."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    content = "axe.run('#content').then(r => r.violations.map(v => `${v.id}: ${v.nodes[0].html}`))"
    assert page.evaluate(content) == []


def focused(page):
    """Return the text of what has the focus."""
    return page.evaluate("document.activeElement.innerText || document.activeElement.id").strip()


def test_the_desk_by_keyboard(office, open_page, portal):
    """Down two lines, tick one, open it, to its return; letters in a field are letters; to the next submission."""
    bring(office, portal, "ketiga", MORE + b"51.08.04,Banjar,80\n")
    page = open_page("/", width=1366)
    log_in(page, "walidata")
    go(page, f"{portal}/satudata/tinjauan/?state=waiting")
    page.keyboard.press("j")
    assert focused(page) == "Pertama"
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("j")
    assert focused(page) == "Kedua"
    page.keyboard.press("x")
    assert page.locator("input[name=pilih]:checked").count() == 1
    assert page.locator("[data-desk-news]").inner_text() == "Kedua: dicentang"
    page.keyboard.press("o")
    page.wait_for_selector("#kembalikan")
    page.wait_for_selector(READY)
    page.keyboard.press("b")
    assert page.evaluate("document.activeElement.id") == "code-1"
    # in a field letters are letters
    page.fill("#text-1", "")
    page.locator("#text-1").press_sequentially("jangan rubah")
    assert page.input_value("#text-1") == "jangan rubah"
    page.locator("[data-reason-add]").click()
    assert page.locator("[data-reason]").count() == 2
    page.locator("h1").click()
    page.keyboard.press("j")
    page.wait_for_function("document.querySelector('h1').innerText.startsWith('Ketiga')")
    # a letter that comes before the page has read its script is lost
    page.wait_for_selector(READY)
    # a click on a cell says which one a reason is about
    page.locator("td[data-cell]").first.click()
    assert page.input_value("#cell-1") == "A2"
    assert page.input_value("#place-1").endswith(":kode_wilayah")
    page.locator("h1").click()
    page.keyboard.press("u")
    page.wait_for_selector("[data-desk-line]")
    page.wait_for_selector(READY)
    assert "state=waiting" in page.url


def test_a_decision_by_keyboard_is_read_out(office, open_page, portal):
    """To the release with r, released with Enter; the focus is at what became of it. Then the letters are off."""
    page = open_page("/", width=1366)
    log_in(page, "walidata")
    go(page, f"{portal}/satudata/tinjauan/?state=waiting")
    assert_accessible(page)
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.wait_for_selector("#rilis")
    page.wait_for_function("document.activeElement.closest('#rilis')")
    assert_accessible(page)
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('.flash-messages .alert-success[role=status]')")
    assert office.waiting("pertama") is None
    assert len(office.do(office.walidata, "satudata_submission_list", state="waiting")["submissions"]) == 2
    page.keyboard.press("?")
    assert page.locator("dialog[open]").is_visible()
    assert_accessible(page)
    page.locator("dialog input").uncheck()
    page.locator("dialog button").click()
    assert page.evaluate("localStorage.getItem('satudata-desk-keys-off')") == "1"
    address = page.url
    page.keyboard.press("u")
    # a key that the page heeds has led away before this round trip is over
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.url == address


def test_many_are_released_while_one_looks_on(office, open_page, portal):
    """All without a finding are ticked; the page tells how far it is, and a reload shows the same. On a telephone."""
    page = open_page("/", width=360)
    page.goto(f"{portal}/user/login")
    page.fill("#field-login", "walidata")
    page.fill("#field-password", PASSWORD)
    page.press("#field-password", "Enter")
    page.wait_for_url("**/dashboard/**")
    page.goto(f"{portal}/satudata/tinjauan/")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.locator("a[href*='/bersama/']").first.click()
    assert page.locator("input[name=pilih]:checked").count() == 3
    page.locator("form[action*=bersama] button").click()
    page.wait_for_selector("#bulk-status")
    address = page.url
    bulk.run(address.rsplit("/", 1)[-1])
    page.wait_for_function("document.querySelector('#bulk-status progress').value === 3", timeout=20000)
    page.reload()
    assert page.locator("#bulk-items li").count() == 3
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
