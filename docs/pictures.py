"""Make the pictures of README and guides in docs/gambar, from the running demonstration portal.

Run `./satudata up --detach` and `./satudata test` once (it installs Chromium), then:

    .satudata/venv/bin/python docs/pictures.py
"""

from __future__ import annotations

import io
import json
import subprocess
import urllib.request
from pathlib import Path

from openpyxl import Workbook
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
STATE = ROOT / ".satudata"
TARGET = ROOT / "docs" / "gambar"
ADDRESS = f"http://localhost:{json.loads((STATE / 'settings.json').read_text())['ports']['web']}"
OFFICER, WALIDATA = "petugas-dinkes", "walidata"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
HEADER = ["kode_wilayah", "nama_kecamatan", "tahun", "bulan", "balita_diukur", "balita_stunting", "prevalensi"]
WRONG = [[*HEADER, "nik"], ["51.08.01", "Gerokgak", 2025, 12, 5120, 410, 8.0, "5108016501850001"]]
GOOD = [
    HEADER,
    ["51.08.01", "Gerokgak", 2025, 11, 5100, 418, 8.2],
    ["51.08.01", "Gerokgak", 2025, 12, 5120, 410, 8.0],
    ["51.08.02", "Seririt", 2025, 11, 4190, 310, 7.4],
    ["51.08.02", "Seririt", 2025, 12, 4210, 303, 7.2],
]


def workbook(rows: list[list]) -> dict:
    """Return an XLSX as Playwright takes a file."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return {"name": "stunting-2025.xlsx", "mimeType": "application/vnd.ms-excel", "buffer": stream.getvalue()}


def shoot(page: Page, name: str, selector: str = "") -> None:
    """Save the window, scrolled to `selector`, as docs/gambar/<name>.jpg."""
    page.wait_for_load_state("networkidle")
    if selector:
        page.locator(selector).first.scroll_into_view_if_needed()
        page.evaluate("window.scrollBy(0, -60)")
    page.screenshot(path=TARGET / f"{name}.jpg", type="jpeg", quality=80)


def public_pages(browser: Browser) -> None:
    """Show what a citizen sees, at a desk and on a telephone."""
    page = browser.new_page(viewport={"width": 1366, "height": 860})
    dataset = page_of_first_dataset()
    for name, path in {"beranda": "/", "cari": "/dataset/?q=penduduk", "dataset": dataset}.items():
        page.goto(ADDRESS + path)
        shoot(page, name)
    telephone = browser.new_page(viewport={"width": 360, "height": 740})
    telephone.goto(ADDRESS + dataset)
    shoot(telephone, "telepon")


def page_of_first_dataset() -> str:
    """Return the path of the dataset about population."""
    with urllib.request.urlopen(f"{ADDRESS}/api/3/action/package_search?q=penduduk&rows=1") as answer:
        return "/dataset/" + json.load(answer)["result"]["results"][0]["name"]


def log_in(page: Page, name: str) -> None:
    """Fill in and send the log-in form, which is open."""
    page.fill("#field-login", name)
    page.fill("#field-password", json.loads((STATE / "passwords.json").read_text())[name])
    page.press("#field-password", "Enter")
    page.wait_for_url("**/dashboard/**")


def desk_of_the_walidata(browser: Browser) -> None:
    """Show the pages that the guide of the walidata leads through, and the wall."""
    page = browser.new_page(viewport={"width": 1366, "height": 860})
    page.goto(f"{ADDRESS}/user/login")
    log_in(page, WALIDATA)
    pages = {
        "panen": "panen/",
        "kelengkapan": "kelengkapan",
        "selisih": "selisih/?organization=",
        "kinerja": "kinerja",
        "tinjauan": "tinjauan/",
    }
    for name, path in pages.items():
        page.goto(f"{ADDRESS}/satudata/{path}")
        shoot(page, name)
    page.goto(f"{ADDRESS}/satudata/tinjauan/?state=")
    page.locator("[data-desk-line]", has_text="Akta Kelahiran").locator("a").click()
    shoot(page, "pengajuan")
    page.goto(f"{ADDRESS}/satudata/analisis/")
    shoot(page, "analisis")
    wall = browser.new_page(viewport={"width": 1920, "height": 1080})
    wall.goto(f"{ADDRESS}/command-center/ringkasan?kiosk=1")
    # the tiles come after the page, and the network never rests: the wall asks on
    wall.wait_for_timeout(8000)
    wall.screenshot(path=TARGET / "ruang-komando.jpg", type="jpeg", quality=80)


def way_of_a_table(browser: Browser) -> str:
    """Show what an officer sees, from the log-in to the released table; return the name of its dataset."""
    page = browser.new_page(viewport={"width": 1366, "height": 860})
    page.goto(f"{ADDRESS}/user/login")
    shoot(page, "masuk")
    log_in(page, OFFICER)
    page.goto(f"{ADDRESS}/satudata/data-baru/")
    page.set_input_files("#berkas", workbook(GOOD))
    shoot(page, "unggah")
    page.get_by_role("button", name="Periksa dan lanjut").click()
    shoot(page, "formulir")
    title = page.input_value("[name=title]")
    page.fill("[name=notes]", "")
    page.get_by_role("button", name="Serahkan", exact=True).last.click()
    shoot(page, "isian-kurang")
    page.fill("[name=notes]", "Balita yang diukur dan yang stunting di posyandu, menurut kecamatan.")
    page.get_by_text("Pilih berkas lain").click()
    page.set_input_files("input[name=berkas]", workbook(WRONG))
    page.get_by_role("button", name="Periksa berkas ini").click()
    shoot(page, "berkas-salah")
    page.set_input_files("input[name=berkas]", workbook(GOOD))
    page.get_by_role("button", name="Periksa berkas ini").click()
    page.get_by_role("button", name="Serahkan", exact=True).last.click()
    page.wait_for_url("**/dataset/**")
    address = page.url
    shoot(page, "menunggu")
    release(browser, title)
    page.wait_for_timeout(8000)
    page.goto(address)
    shoot(page, "terbit")
    return address.rsplit("/", 1)[-1]


def release(browser: Browser, title: str) -> None:
    """Have the walidata release what waits under a title."""
    desk = browser.new_page(viewport={"width": 1366, "height": 860})
    desk.goto(f"{ADDRESS}/user/login")
    log_in(desk, WALIDATA)
    desk.goto(f"{ADDRESS}/satudata/tinjauan")
    desk.get_by_role("link", name=title).click()
    for principle in desk.locator("[name=principles]").all():
        principle.check()
    desk.get_by_role("button", name="Rilis", exact=True).click()
    desk.wait_for_load_state("networkidle")
    desk.close()


def main() -> None:
    """Make every picture, and take away the dataset that was made for them."""
    TARGET.mkdir(exist_ok=True)
    name = ""
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
            public_pages(browser)
            desk_of_the_walidata(browser)
            name = way_of_a_table(browser)
            browser.close()
    finally:
        subprocess.run([ROOT / "satudata", "ckan", "dataset", "purge", name], check=False, capture_output=True)


if __name__ == "__main__":
    main()
