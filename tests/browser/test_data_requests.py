"""A citizen asks for data in the browser, and an OPD answers; on a telephone and on a desk."""

from pathlib import Path

import pytest
from ckan.tests import factories, helpers
from factories_satudata import Organization, act, dataset_dict

pytestmark = [
    pytest.mark.services,
    pytest.mark.browser,
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index"),
]

PASSWORD = "kata-sandi-uji"
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
# CKAN's own flash messages and account bar stand beside every landmark
ASIDE = "{exclude: ['.flash-messages', '.account-masthead']}"
EVERYTHING = f"axe.run({ASIDE}).then(r => r.violations.map(v => `${{v.id}}: ${{v.nodes[0].html}}`))"


def looked_at(page):
    """Hold a page against axe-core, and see that it is not wider than its window."""
    page.add_script_tag(path=AXE)
    faults = page.evaluate(EVERYTHING)
    assert faults == [], "\n".join(faults)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_from_question_to_answer(open_page):
    """Asked on a telephone without an account, given away and answered with a dataset of the OPD."""
    office = Organization(title="Dinas Perikanan", name="dinas-perikanan")
    act("package_create", **dataset_dict(owner_org=office["id"], name="nelayan", title="Jumlah Nelayan Menurut Desa"))
    kominfo = Organization(title="Dinas Kominfo", name="kominfo", peran="walidata")
    factories.User(name="walidata-uji", password=PASSWORD)
    helpers.call_action(
        "member_create", id=kominfo["id"], object="walidata-uji", object_type="user", capacity="editor"
    )

    page = open_page("/satudata/permintaan/baru", width=360)
    looked_at(page)
    page.fill("#title", "Jumlah nelayan menurut desa")
    page.fill("#wanted", "Jumlah nelayan menurut desa dan jenis kelamin.")
    page.fill("#name", "Wayan Pemohon Uji")
    page.fill("#email", "wayan.pemohon@warga.example")
    page.fill("#purpose", "Skripsi tentang pesisir.")
    page.select_option("#organization", "dinas-perikanan")
    page.click("button:text-is('Kirim permintaan')")
    page.wait_for_url("**/lacak/*")
    assert "Wayan Pemohon Uji" in page.inner_text("article")
    looked_at(page)
    private, number = page.url, page.inner_text(".breadcrumb .active")

    desk = open_page("/user/login", width=1366)
    desk.fill("#field-login", "walidata-uji")
    desk.fill("#field-password", PASSWORD)
    desk.click("form button[type=submit].btn-primary")
    desk.wait_for_load_state()
    desk.goto(f"{private.split('/satudata')[0]}/satudata/permintaan/{number}")
    looked_at(desk)
    # what the asker believes is proposed
    desk.click("button:text-is('Tugaskan')")
    desk.wait_for_selector("text=sedang dijawab")
    assert desk.get_attribute("#jawab-datasets option", "value") == "nelayan"
    desk.fill("#jawab-dataset", "nelayan")
    desk.click("button:text-is('Kirim jawaban')")
    desk.wait_for_selector(".satudata-answer")

    page.goto(private)
    assert page.inner_text(".satudata-answer a") == "Jumlah Nelayan Menurut Desa"
    looked_at(page)
    everybody = open_page(f"/satudata/permintaan/{number}", width=1920)
    assert "Wayan" not in everybody.content()
    looked_at(everybody)
    everybody.goto(f"{private.split('/satudata')[0]}/satudata/permintaan/")
    looked_at(everybody)
