"""The wall in Chromium: four sizes, accessible, and alive through a cut of the network."""

import io
from pathlib import Path

import pytest
from ckan.tests import factories
from ckanext.satudata.command_center import screens, snapshot
from ckanext.satudata.command_center.editing import actions
from factories_satudata import Organization, act
from harvest.loopback import Loopback
from observations.conftest import publish  # noqa: F401 - the fixture
from observations.figures import PEOPLE, STUNTING
from PIL import Image

from browser import day, stream

pytestmark = [
    pytest.mark.services,
    pytest.mark.browser,
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues"),
]

PASSWORD = "kata-sandi-uji"
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
SIZES = [(5760, 1080), (3840, 2160), (1920, 1080), (360, 800)]
# a kiosk's kept page is told from a new one by its age
AGED = """
  return caches.open('wall-1').then(async store => {
    for (const key of await store.keys()) {
      const text = await (await store.match(key)).text();
      if (!text.includes('"served"')) continue;
      const headers = { 'Content-Type': 'text/html; charset=utf-8' };
      await store.put(key, new Response(text.replace(/"served": \\d+/, '"served": 1700000000000'), { headers }));
    }
  });
"""
READ = "tile => ({ kind: tile.kind, ...Fields.form(Format.settings.edit.kinds[tile.kind].schema, tile).read() })"
PIXEL = """() => {
  const brush = document.createElement('canvas').getContext('2d');
  brush.drawImage(document.querySelector('video'), 0, 0, 160, 90);
  return [...brush.getImageData(80, 10, 1, 1).data].slice(0, 3);
}"""
CUT = (
    "() => [...document.querySelectorAll('.is-number .face')].filter(e => e.scrollHeight > e.clientHeight + 2).length"
)


def ask_the_wall(page):
    """Ask as whoever stands before the wall: the answer and the change of its place stay on the wall."""
    page.keyboard.press("?")
    page.fill("#wall-question input", "jumlah penduduk")
    page.keyboard.press("Enter")
    page.wait_for_selector("#wall-question .satudata-answer")
    assert "161" in page.inner_text("#wall-question .satudata-answer-figure")
    assert page.evaluate("axe.run('#wall-question').then(r => r.violations.map(v => v.id))") == []
    page.click("#wall-question details:last-of-type summary")
    page.click("#wall-question details[open] li:first-child a")
    page.wait_for_function("document.querySelector('#wall-question input').value !== 'jumlah penduduk'")
    assert page.url.endswith("/ringkasan")
    page.keyboard.press("Escape")


def test_the_wall(open_page, portal, publish, monkeypatch, ckan_config):  # noqa: F811
    """Every size is filled without scroll bars and without violations; keys work; a cut is told and mended."""
    publish("penduduk_jenis_kelamin", PEOPLE)
    publish("stunting", STUNTING)
    monkeypatch.setitem(ckan_config, "ckanext.satudata.snapshot_url", portal)
    page = open_page("/command-center/ringkasan")
    failures = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(600)
        box = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
        assert box[0] <= width
        assert box[1] <= height or width == 360
        assert page.evaluate(CUT) == 0
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.wait_for_timeout(400)
    assert "161" in page.inner_text(".is-number >> nth=0")
    assert page.locator(".is-empty").count() > 0

    page.add_script_tag(path=AXE)
    for theme in ("dark", "light"):
        page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
        violations = page.evaluate("axe.run().then(r => r.violations.map(v => `${v.id}: ${v.nodes[0].html}`))")
        assert violations == []

    # a remote control: right, enter, escape, next screen
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert page.is_visible("#detail")
    assert "Dataset:" in page.inner_text("#detail-links")
    page.keyboard.press("Escape")
    page.keyboard.press("PageDown")
    page.wait_for_function("document.getElementById('title').textContent === 'Pengaduan'")
    page.keyboard.press("PageUp")
    page.wait_for_function("document.getElementById('title').textContent === 'Ringkasan Bupati'")

    ask_the_wall(page)

    # without network the last figures stay, with their age; afterwards it recovers alone
    page.context.set_offline(True)
    page.evaluate("Wall.refresh()")
    page.wait_for_selector(".offline")
    assert "Tanpa jaringan" in page.inner_text("#age")
    assert "161" in page.inner_text(".is-number >> nth=0")
    page.context.set_offline(False)
    page.wait_for_selector("body:not(.offline)")

    # a day of refreshes, one a minute and each with other figures, leaves nothing behind
    held = day.live(page)
    assert failures == []
    assert len(held) == 8
    # scripts are compiled better and better in the first hours; from noon on the heap is as it was
    noon, evening = held[3], held[4:]
    assert min(moment.heap for moment in evening) - noon.heap < day.MIB, held
    assert max(moment.heap for moment in held) - held[0].heap < 4 * day.MIB, held
    assert max(moment.nodes for moment in evening) <= noon.nodes + 100, held
    assert max(moment.listeners for moment in evening) <= noon.listeners + 30, held

    # a picture is as large as asked, and shows the figure: it is not one colour
    picture = Image.open(io.BytesIO(snapshot.picture("ringkasan", "")))
    assert picture.size == (1920, 1080)
    assert len(set(picture.convert("L").tobytes())) > 20


def test_a_screen_is_arranged(open_page):
    """A walidata copies a shipped screen by keyboard: moves, removes, undoes, spoils and mends a tile, and saves."""
    office = Organization(name="kominfo", peran="walidata")
    user = factories.User(name="walidata", password=PASSWORD)
    act("organization_member_create", id=office["id"], username=user["name"], role="editor")
    page = open_page("/user/login")
    failures = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.fill("#field-login", "walidata")
    page.fill("#field-password", PASSWORD)
    page.press("#field-password", "Enter")
    page.wait_for_url("**/dashboard/**")
    page.goto(page.url.split("/dashboard")[0] + "/command-center/kota/susun")
    titles = "Edit.draft().tiles.map(tile => tile.title)"
    before = page.evaluate(titles)
    page.add_script_tag(path=AXE)
    assert page.evaluate("axe.run().then(r => r.violations.map(v => `${v.id}: ${v.nodes[0].html}`))") == []

    # the second figure changes places with the first, stays in focus, and goes
    page.focus("[data-tile='1'] h2 button")
    page.keyboard.press("Alt+ArrowLeft")
    page.wait_for_function("document.activeElement.closest('[data-tile]')?.dataset.tile === '0'")
    assert page.evaluate(titles)[:2] == [before[1], before[0]]
    page.keyboard.press("Delete")
    page.wait_for_function(f"{titles}.length === {len(before) - 1}")
    page.keyboard.press("Control+z")
    page.wait_for_function(f"{titles}.length === {len(before)}")

    # a measure that is none is told on the face, and keeps the screen from being saved
    page.wait_for_selector("[data-tile='0'] [data-tool=change]")
    page.click("[data-tile='0'] [data-tool=change]")
    page.get_by_label("(measure)").select_option("")
    page.click("#editor-actions button >> nth=0")
    page.wait_for_selector("[data-tile='0'].is-wrong")
    assert "measure" in page.inner_text("[data-tile='0'] .problem")
    page.click("[data-act=edit_save]")
    page.fill("#editor-body input", "kota-kami")
    page.click("#editor-actions button >> nth=0")
    assert "measure" in page.inner_text("#editor-body .problem")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+z")
    page.wait_for_selector("[data-tile='0']:not(.is-wrong)")
    _fill_in_a_form(page)

    page.click("[data-act=edit_save]")
    page.fill("#editor-body input", "kota-kami")
    page.click("#editor-actions button >> nth=0")
    page.wait_for_url("**/command-center/kota-kami/susun")
    assert page.evaluate(titles) == [before[1], before[0], *before[2:]]
    assert screens.load("kota").tiles[0]["title"] == before[0]
    [saved] = [tile for tile in screens.load("kota-kami").tiles if tile["title"] == before[1]]
    assert saved["filters"] == {"jenis_kendaraan": {"not": ["sepeda_motor", "bus"]}}
    assert saved["thresholds"] == [9000, 5000.5]
    assert saved["target"] == {"measure": "jumlah"}

    # a form that is opened and applied says what it was given, for every tile that is shipped
    for name in screens.shipped():
        for tile in screens.load(name).tiles:
            assert page.evaluate(READ, tile) == tile
    assert failures == []


def _fill_in_a_form(page):
    """On a phone and by keyboard alone: filters, a target and limits, told what is missing, and no JSON anywhere."""
    page.set_viewport_size({"width": 360, "height": 800})
    page.focus("[data-tile='0'] h2 button")
    page.keyboard.press("Enter")
    assert page.locator("#editor-body textarea").count() == 0
    wide = "document.querySelector('#editor-body').scrollWidth <= document.querySelector('#editor-body').clientWidth"
    assert page.evaluate(wide)
    page.focus(".edit-filter .edit-small")
    page.keyboard.press("Enter")
    assert page.locator(".edit-filter").count() == 0
    assert page.evaluate("document.activeElement.textContent") == "Tambah saringan"
    page.keyboard.press("Enter")
    page.keyboard.type("Jenis")
    assert page.locator(".edit-filter > legend").inner_text() == "Jenis kendaraan"
    page.keyboard.press("Tab")
    page.keyboard.type("bukan")
    violations = page.evaluate("axe.run('#editor').then(r => r.violations.map(v => `${v.id}: ${v.nodes[0].html}`))")
    assert violations == []
    page.click("#editor-actions button >> nth=0")
    assert "Jenis kendaraan" in page.inner_text("#editor-body > .problem")
    for code in ("sepeda_motor", "bus"):
        page.focus(f".edit-checks input[value={code}]")
        page.keyboard.press("Space")
    page.get_by_label("Batas hijau", exact=True).fill("9000")
    page.click("#editor-actions button >> nth=0")
    assert "kedua batas" in page.inner_text("#editor-body > .problem")
    page.get_by_label("Batas kuning", exact=True).fill("5000.5")
    page.locator(".edit-group", has_text="(target)").get_by_label("Cara").last.select_option("measure")
    page.click("#editor-actions button >> nth=0")
    page.wait_for_selector("#editor:not([open])", state="attached")
    page.set_viewport_size({"width": 1920, "height": 1080})


def test_a_kiosk_starts_without_network(open_page, publish):  # noqa: F811
    """Started again while the network is gone, it shows the last data with their age; only kiosks keep pages."""
    publish("penduduk_jenis_kelamin", PEOPLE)
    page = open_page("/command-center/ringkasan?kiosk=1")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    # the first page was there before its worker; the second one is kept, and then has to count as old
    page.reload()
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.wait_for_selector(".is-number")
    page.evaluate(f"navigator.serviceWorker.ready.then(() => {{ {AGED} }})")
    page.context.set_offline(True)
    page.reload()
    page.wait_for_selector(".offline .is-number")
    assert "161" in page.inner_text(".is-number >> nth=0")
    assert "Tanpa jaringan" in page.inner_text("#age")
    page.context.set_offline(False)
    page.wait_for_selector("body:not(.offline)", timeout=30000)
    kept = "caches.open('wall-1').then(store => store.keys()).then(keys => keys.map(key => new URL(key.url).pathname))"
    assert "/command-center/ringkasan" in page.evaluate(kept)
    page.goto(page.url.split("/command-center")[0] + "/command-center/pengaduan")
    assert "/command-center/pengaduan" not in page.evaluate(kept)


def test_every_screen_and_the_profile_are_accessible(open_page, publish):  # noqa: F811
    """axe-core finds nothing on any wall, dark and light, nor on a profile."""
    publish("penduduk_jenis_kelamin", PEOPLE)
    publish("stunting", STUNTING)
    page = open_page("/profil/51.08.01.2001")
    # a map of the nine kecamatan: that of the desa is marked, the others are a click away
    page.wait_for_selector(".satudata-outline a[aria-current=page]")
    assert page.locator(".satudata-outline a").count() == 9
    assert page.locator(".satudata-outline a[aria-current=page]").get_attribute("aria-label") == "Gerokgak"
    page = open_page("/profil/51.08.01")
    page.add_script_tag(path=AXE)
    everything = "axe.run().then(r => r.violations.map(v => `${v.id}: ${v.nodes[0].html}`))"
    assert page.evaluate(everything) == []
    base = page.url.split("/profil")[0]
    for name in screens.shipped():
        for theme in ("gelap", "terang"):
            page.goto(f"{base}/command-center/{name}?tema={theme}")
            page.add_script_tag(path=AXE)
            violations = page.evaluate("axe.run().then(r => r.violations.map(v => `${v.id}: ${v.nodes[0].html}`))")
            assert violations == [], (name, theme)


@pytest.fixture
def source():
    """A camera's gateway on loopback."""
    played = Loopback()
    yield played
    played.close()


def test_a_camera_plays_a_stream_and_tells_when_it_stops(open_page, source):
    """hls.js plays a stream that was filmed a moment ago: its red arrives. A camera that is gone says so."""
    page = open_page("/command-center")
    address = stream.serve(page, source)
    tile = {"kind": "camera", "title": "Simpang", "stream": "hls"}
    gone = {**tile, "title": "Mati", "url": f"{source.url}/tidak-ada.m3u8"}
    text = actions.as_yaml({"title": "Kamera", "tiles": [{**tile, "url": address}, gone]})
    act("satudata_screen_save", name="kamera", text=text)
    page.goto(page.url + "/kamera")
    page.wait_for_function("document.querySelector('video')?.currentTime > 0.2", timeout=30000)
    red, green, _blue = page.evaluate(PIXEL)
    assert red > 150
    assert green < 100
    page.wait_for_function(
        "document.querySelectorAll('.tile')[1].innerText.includes('Kamera tidak menjawab')", timeout=60000
    )
    assert "/0.m4s" in source.requested
