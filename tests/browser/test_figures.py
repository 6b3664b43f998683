"""The pages about figures in Chromium: discrepancies and analysis, on telephone and desk, by keyboard, accessible."""

import pytest
from ckanext.satudata.discrepancies import find
from discrepancies.comparing import OTHER, STANDARD
from factories_satudata import Organization
from observations.conftest import publish  # noqa: F401 - the fixture
from observations.figures import PEOPLE_HEADER, STUNTING

from browser.test_command_center import AXE

pytestmark = [
    pytest.mark.services,
    pytest.mark.browser,
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues"),
]

PLACES = [("51.08.01", "Gerokgak"), ("51.08.02", "Seririt"), ("51.08.03", "Busungbiu")]
PEOPLE = [PEOPLE_HEADER, *([*place, 2025, n, n, 2 * n] for place, n in zip(PLACES, (50, 60, 80), strict=True))]
CHILDREN = [STUNTING[0], *([*place, 2025, 6, 100, n, n] for place, n in zip(PLACES, (5, 7, 6), strict=True))]
ADDRESS = "/satudata/analisis/?x=penduduk_jenis_kelamin.jumlah&y=stunting.prevalensi&view="
# of the page's own part: the frame around it is CKAN's
CHECK = "axe.run('.main').then(r => r.violations.map(v => `${v.id}: ${v.nodes[0].html}`))"


def test_pages_of_figures(open_page, publish):  # noqa: F811
    """Nothing is wider than the window, axe finds nothing, every view has its chart and its table, keys reach all."""
    # as long as their real names: axe takes a link for one of a text by the length of what stands around it
    offices = [
        Organization(title=f"Dinas {number} Perlindungan Anak dan Keluarga Berencana")["id"] for number in range(3)
    ]
    publish(STANDARD, PEOPLE, offices[0])
    publish(STANDARD, OTHER, offices[1])
    publish("stunting", CHILDREN, offices[2], satuan="balita")
    find.search(STANDARD)
    page = open_page("/satudata/selisih/")
    failures = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    root = page.url.split("/satudata")[0]
    page.click(".satudata-cases h2 a >> nth=0")
    addresses = [page.url, f"{root}/satudata/selisih/", *(root + ADDRESS + view for view in ("rank", "change", "map"))]
    for address in [*addresses, f"{root}{ADDRESS}scatter"]:
        page.goto(address)
        for width in (360, 1366):
            page.set_viewport_size({"width": width, "height": 800})
            page.wait_for_timeout(200)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        if "analisis" in address:
            page.wait_for_selector("#chart canvas, #chart svg")
            assert page.locator(".satudata-table table tbody tr").count() == len(PLACES)
        page.add_script_tag(path=AXE)
        assert page.evaluate(CHECK) == [], address
    assert "Spearman" in page.inner_text(".main")
    page.focus("#choice-x")
    for _key in range(4):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**level=kecamatan**")
    assert failures == []
