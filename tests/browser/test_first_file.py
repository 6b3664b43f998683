"""How many presses and fields lie between a filled template and the walidata's desk; counted in Chromium."""

import json

import pytest
from ckanext.satudata.standards.words import WORDS, of
from factories_satudata import act
from publishing.test_first_file import GOOD, STANDARD, filled_template, model

from browser.conftest import PASSWORD

pytestmark = [
    pytest.mark.services,
    pytest.mark.browser,
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues"),
]
MOST_CLICKS, MOST_FIELDS = 6, 4


@pytest.fixture
def portal_options():
    """Have data wait for the walidata."""
    return "ckanext.satudata.review = required\n"


class Counted:
    """A page on which each press and each field that somebody fills in is counted."""

    def __init__(self, page):
        self.page, self.clicks, self.fields = page, 0, 0

    def click(self, role, name):
        """Press a link or a button."""
        self.clicks += 1
        self.page.get_by_role(role, name=name, exact=True).click()

    def choose(self, selector, file):
        """Choose a file."""
        self.fields += 1
        self.page.set_input_files(selector, file)

    def fill(self, selector, text):
        """Type into a field."""
        self.fields += 1
        self.page.fill(selector, text)


def test_from_a_template_to_the_desk(open_page, portal, officer, tmp_path):
    """At most 6 presses and 4 fields; Enter in a field sends the form."""
    file = tmp_path / "penduduk.xlsx"
    file.write_bytes(filled_template(GOOD))
    page = open_page("/user/login", width=1366)
    page.fill("#field-login", officer)
    page.fill("#field-password", PASSWORD)
    page.press("#field-password", "Enter")
    page.wait_for_url("**/dashboard/**")
    page.goto(f"{portal}/satudata/tugas")

    way = Counted(page)
    way.click("link", "Tambah dataset")
    way.choose("#berkas", file)
    way.click("button", "Periksa dan lanjut")
    assert page.input_value("#field-standar") == STANDARD
    assert page.input_value("[name=private]") == "False"
    way.fill(".satudata-answers input >> nth=0", "Pemekaran kecamatan pada 2025.")
    # Enter in the field would do as well, which costs no press
    way.click("button", "Serahkan")
    page.wait_for_url("**/dataset/jumlah-penduduk*")
    assert "Menunggu pemeriksaan walidata" in page.inner_text(".primary")
    assert (way.clicks, way.fields) <= (MOST_CLICKS, MOST_FIELDS)
    assert (way.clicks, way.fields) == (3, 2)

    [dataset] = act("package_search", include_drafts=True, fq="state:draft")["results"]
    assert {name: dataset[name] for name in WORDS} == of(model.load(STANDARD))
    assert json.loads(dataset["resources"][0]["penjelasan_peringatan"])[0]["penjelasan"]


def test_enter_sends_the_form_and_not_the_stepper(open_page, portal, officer, tmp_path):
    """On the page that begins with the file, and on the form of a file."""
    file = tmp_path / "penduduk.xlsx"
    file.write_bytes(filled_template(GOOD))
    page = open_page("/user/login", width=360)
    page.fill("#field-login", officer)
    page.fill("#field-password", PASSWORD)
    page.press("#field-password", "Enter")
    page.wait_for_url("**/dashboard/**")
    page.goto(f"{portal}/satudata/data-baru/")
    page.set_input_files("#berkas", file)
    page.get_by_role("button", name="Periksa dan lanjut").click()
    page.wait_for_selector("#dataset-edit")
    page.wait_for_load_state("load")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.press("[name=title]", "Enter")
    page.wait_for_url("**/dataset/jumlah-penduduk*")
    name = page.url.rsplit("/", 1)[-1]
    page.goto(f"{portal}/dataset/{name}/resource/new")
    page.fill("[name=name]", "Tabel kedua")
    page.press("[name=name]", "Enter")
    # the form itself answers: a file is wanted; nobody is thrown back to the description
    page.wait_for_load_state()
    assert "/resource/new" in page.url or page.url.endswith(name)
    assert "/edit/" not in page.url
