"""The page of a dataset and the frame of a chart in Chromium: drawn, chosen in place, taken, on telephone and desk."""

import pytest
from factories_satudata import Organization
from observations.conftest import publish  # noqa: F401 - the fixture
from observations.figures import STUNTING

from browser.test_command_center import AXE

pytestmark = [
    pytest.mark.services,
    pytest.mark.browser,
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues"),
]

CHECK = "axe.run().then(r => r.violations.map(v => `${v.id}: ${v.nodes[0].html}`))"
DRAWN = "[data-state=drawn] svg"
# texts of a picture that reach beyond it
BEYOND = """
() => {
  const box = document.querySelector("[data-picture]").getBoundingClientRect();
  return [...document.querySelectorAll("[data-picture] svg text")]
    .filter((text) => {
      const { left, right, top, bottom } = text.getBoundingClientRect();
      return left < box.left - 1 || right > box.right + 1 || top < box.top - 1 || bottom > box.bottom + 1;
    })
    .map((text) => text.textContent);
}
"""


def test_a_dataset_and_the_frame_of_its_chart(open_page, publish):  # noqa: F811
    """A chart is drawn without a setting, another region comes in place, files are taken; axe finds nothing."""
    office = Organization(title="Dinas Kesehatan", name="dinkes")["id"]
    dataset, _resource = publish("stunting", STUNTING, office, satuan="balita")
    page = open_page(f"/dataset/{dataset['name']}", 1366)
    failures = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.wait_for_selector(DRAWN)
    picture = page.inner_text("[data-picture]")
    for text in ("Stunting: prevalensi menurut kecamatan", "Gerokgak", "Dinas Kesehatan", "Juni 2025"):
        assert text in picture
    # by keyboard: the region, without leaving the page
    page.focus("#pilih-wilayah")
    page.select_option("#pilih-wilayah", "51.08.02")
    page.wait_for_function("document.querySelector('[data-picture]').textContent.includes('Seririt')")
    assert page.evaluate("document.activeElement.id") == "pilih-wilayah"
    for ending, start in (("svg", b"<svg"), ("png", b"\x89PNG")):
        with page.expect_download() as download:
            page.click(f"[data-save={ending}]")
        content = download.value.path().read_bytes()
        assert content.startswith(start)
        assert ending == "png" or b"Dinas Kesehatan" in content
    page = open_page(f"/dataset/{dataset['name']}", 360)
    root = page.url.split("/dataset")[0]
    chart = f"{root}/satudata/grafik/stunting/prevalensi"
    for address in (page.url, chart, f"{chart}?group_by=bulan,kode_wilayah:kecamatan", f"{chart}/sematkan"):
        page.goto(address)
        for width in (360, 1366):
            page.set_viewport_size({"width": width, "height": 800})
            page.wait_for_selector(DRAWN)
            page.wait_for_timeout(200)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
            assert page.evaluate(BEYOND) == [], (address, width)
        page.add_script_tag(path=AXE)
        assert page.evaluate(CHECK) == [], address
    assert failures == []
