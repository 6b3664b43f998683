"""No text of a public page leaves its box, on a telephone, a laptop and a large screen; axe finds nothing there."""

from pathlib import Path

import pytest
from factories_satudata import Organization
from observations.conftest import publish  # noqa: F401 - the fixture
from observations.figures import PEOPLE, STUNTING

from browser.test_command_center import AXE

pytestmark = [
    pytest.mark.services,
    pytest.mark.browser,
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues"),
]

BOXES = (
    (Path(__file__).parent / "boxes.js")
    .read_text(encoding="utf-8")
    .partition("\n")[2]
    .partition("\n")[2]
    .rstrip(";\n")
)
CHECK = "axe.run().then(r => r.violations.map(v => `${v.id}: ${v.nodes[0].html}`))"
WIDTHS = (360, 1366, 1920)
PAGES = (
    "/",
    "/dataset/?q=stunting",
    "/dataset/{dataset}",
    "/dataset/{dataset}/resource/{resource}",
    "/organization/",
    "/organization/dinkes",
    "/satudata/analisis/",
    "/satudata/analisis/?view=years",
    "/satudata/analisis/bersama",
    "/satudata/grafik/stunting/prevalensi",
    "/satudata/kinerja",
    "/satudata/permintaan/",
    "/satudata/permintaan/baru",
    "/satudata/periksa",
    "/satudata/api",
    "/profil/",
    "/profil/51.08",
    "/profil/51.08.01",
    "/standar/",
    "/standar/stunting",
    "/command-center",
    "/about",
    "/user/login",
    "/layanan/",
)


def test_texts_stay_in_their_boxes(open_page, publish):  # noqa: F811
    """Each kind of public page at three widths; nothing scrolls sideways but what says so."""
    office = Organization(title="Dinas Kesehatan dan Pengendalian Penduduk", name="dinkes")["id"]
    publish("penduduk_jenis_kelamin", PEOPLE, office)
    dataset, resource = publish("stunting", STUNTING, office)
    page = open_page("/")
    root = page.url.rstrip("/")
    faults = []
    for path in PAGES:
        page.goto(root + path.format(dataset=dataset["name"], resource=resource["id"]))
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            page.wait_for_timeout(100)
            faults += [f"{path} at {width}: {fault}" for fault in page.evaluate(BOXES)]
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                faults.append(f"{path} at {width} scrolls sideways")
        page.add_script_tag(path=AXE)
        faults += [f"{path}: {violation}" for violation in page.evaluate(CHECK)]
    assert faults == []


def test_a_text_that_leaves_its_box_is_found(open_page):
    """The check sees what it is for: a word wider than the button around it, and a box wider than the window."""
    page = open_page("/about", 360)
    page.evaluate(
        "document.querySelector('main, .main').insertAdjacentHTML('afterbegin',"
        ' \'<button style="width: 3rem; padding: 0; text-align: left; white-space: nowrap">Kependudukan</button>'
        ' <p style="white-space: nowrap; width: 100rem">Panjang sekali sampai keluar dari jendela ini</p>\')'
    )
    faults = page.evaluate(BOXES)
    assert any("Kependudukan" in fault for fault in faults)
    assert any("Panjang sekali" in fault for fault in faults)
