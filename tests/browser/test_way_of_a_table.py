"""An officer hands a table over, the walidata releases it, a citizen finds it, a machine reads it; all in Chromium."""

import urllib.request

import pytest
from factories_satudata import act, dataset_dict, kegiatan_dict, layanan_dict
from openpyxl import load_workbook
from rdflib import DCAT, DCTERMS, RDF, Graph
from serving import wait_for

from browser.conftest import PASSWORD

pytestmark = [
    pytest.mark.services,
    pytest.mark.browser,
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues"),
]

TITLE = "Jumlah Balita Menurut Kecamatan di Kabupaten Buleleng"
HEADER = ["kode_wilayah", "kecamatan", "tahun", "jumlah"]
ROWS = [["51.08.01", "Gerokgak", 2025, 5120], ["51.08.02", "Seririt", 2025, 4210]]


@pytest.fixture
def portal_options():
    """Have data wait for the walidata, as a portal does unless its district chose otherwise."""
    return "ckanext.satudata.review = required\n"


@pytest.fixture
def files(tmp_path, workbook):
    """Return the paths of an empty table and of a good one."""
    empty, good = tmp_path / "kosong.xlsx", tmp_path / "balita.xlsx"
    empty.write_bytes(workbook([HEADER]))
    good.write_bytes(workbook([HEADER, *ROWS]))
    return empty, good


def log_in(page, name):
    """Log in through the form."""
    page.get_by_role("link", name="Masuk").click()
    page.fill("#field-login", name)
    page.fill("#field-password", PASSWORD)
    page.press("#field-password", "Enter")
    page.wait_for_url("**/dashboard/**")


def fill_metadata(page):
    """Fill in what an officer must know; the rest is proposed."""
    page.fill("[name=pengukuran]", "Jumlah Balita")
    page.select_option("[name=tingkat_penyajian]", "kecamatan")
    assert page.input_value("[name=title]") == TITLE
    assert page.input_value("[name=kode_wilayah]") == "51.08"
    assert page.input_value("[name=kontak_unit]") == "Dinas Kesehatan"
    assert page.input_value("[name=kontak_email]") == "dinkes@satudata.example"
    page.fill("[name=notes]", "Balita yang ditimbang di posyandu.")
    page.select_option("[name=private]", "False")
    page.select_option("[name=urusan]", "1.02")
    page.fill("[name=konsep]", "Balita")
    page.fill("[name=klasifikasi]", "Kecamatan")
    page.fill("[name=ukuran]", "Jumlah")
    page.fill("[name=satuan]", "orang")
    page.select_option("[name=frekuensi]", "tahunan")
    page.fill("[name=dimensi_awal]", "2025")
    page.fill("[name=dimensi_akhir]", "2025")
    page.fill("[name=jadwal_rilis]", "2027-01-31")


def release(open_page, portal, walidata, address):
    """Let the walidata find what waits on the desk, and release it."""
    assert open_page("/dataset/").locator(".dataset-item").count() == 0
    desk = open_page("/", width=1366)
    log_in(desk, walidata)
    desk.goto(f"{portal}/satudata/tinjauan")
    desk.get_by_role("link", name=TITLE).click()
    assert "Dinas Kesehatan" in desk.inner_text(".primary")
    for principle in desk.locator("[name=principles]").all():
        principle.check()
    desk.get_by_role("button", name="Rilis", exact=True).click()
    assert "kini semua orang dapat melihatnya" in desk.inner_text(".flash-messages")
    desk.goto(address)
    assert "Sudah diperiksa" in desk.inner_text(".satudata-released")


def test_from_file_to_citizen_and_machine(open_page, portal, officer, walidata, files):
    """The whole way of a table, with the errors that an officer makes on it."""
    empty, good = files
    page = open_page("/")
    log_in(page, officer)
    page.goto(f"{portal}/dataset/new")

    # fields that apply only sometimes stay out of sight until they do
    page.wait_for_selector("[name=dasar_hukum_pengecualian]", state="hidden")
    page.select_option("[name=sifat_data]", "terbatas")
    assert page.is_visible("[name=dasar_hukum_pengecualian]")
    page.select_option("[name=sifat_data]", "terbuka")

    # a missing field is named, and nothing else that was typed is lost
    fill_metadata(page)
    page.click("button.btn-primary[name=save]")
    assert "Definisi: Isian ini wajib diisi." in page.inner_text(".error-explanation")
    assert page.input_value("[name=konsep]") == "Balita"
    page.fill("[name=definisi]", "Anak berumur di bawah lima tahun.")
    page.click("button.btn-primary[name=save]")
    page.wait_for_url("**/resource/new")

    # a table without rows is refused, with its cure
    page.set_input_files("[name=upload]", empty)
    page.click("button.btn-primary[value=go-metadata]")
    assert "tanpa baris data. Tambahkan datanya." in page.inner_text(".error-explanation")
    page.set_input_files("[name=upload]", good)
    page.fill("[name=name]", "Balita 2025")
    page.click("button.btn-primary[value=go-metadata]")
    page.wait_for_url("**/dataset/jumlah-balita-menurut-kecamatan-di-kabupaten-buleleng")

    # nobody else sees it until the walidata has looked at it
    assert "Menunggu pemeriksaan walidata" in page.inner_text(".primary")
    release(open_page, portal, walidata, page.url)

    # a citizen with a telephone finds, looks and downloads
    citizen = open_page("/", width=360)
    citizen.fill("#field-main-search", "balitaa")
    citizen.press("#field-main-search", "Enter")
    assert '"balitaa" dibaca sebagai "balita"' in citizen.inner_text(".satudata-answer-note")
    citizen.get_by_role("link", name=TITLE).click()
    wait_for(lambda: citizen.reload() and citizen.is_visible(".satudata-table"), seconds=60)
    table = citizen.inner_text(".satudata-table")
    assert "Gerokgak" in table
    assert "5.120" in table
    assert citizen.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    with citizen.expect_download() as download:
        citizen.get_by_role("link", name="Unduh XLSX").click()
    # every cell as the officer wrote it; who made the workbook has been taken out of it
    with open(download.value.path(), "rb") as stored:
        assert list(load_workbook(stored).active.values) == list(load_workbook(good).active.values)

    # a machine gets it from the feed
    with urllib.request.urlopen(f"{portal}/catalog.ttl") as answer:
        graph = Graph().parse(data=answer.read(), format="turtle")
    [dataset] = graph.subjects(RDF.type, DCAT.Dataset)
    assert str(graph.value(dataset, DCTERMS.title)) == TITLE
    distribution = graph.value(dataset, DCAT.distribution)
    assert graph.value(distribution, DCAT.downloadURL) or graph.value(distribution, DCAT.accessURL)


LONG_ADDRESS = "bidang.pengelolaan.informasi.administrasi.kependudukan@satudata.example"
RECORDS = [dataset_dict, kegiatan_dict, layanan_dict]
ALIKE = {"owner_org": "dinkes", "private": False, "kontak_email": LONG_ADDRESS}
PAGES = [
    "/",
    "/dataset/",
    "/organization/",
    "/kegiatan/",
    "/indikator/",
    "/layanan/",
    "/about",
    "/user/login",
    "/dataset/jumlah-penduduk-uji",
    "/kegiatan/kompilasi-uji",
    "/layanan/aplikasi-uji",
    "/organization/dinkes",
]


@pytest.mark.parametrize("width", [360, 1920])
def test_pages_fit_their_window_and_speak_indonesian(open_page, officer, portal, width):
    """No page scrolls sideways, none fails, none raises an error in the browser."""
    for make in RECORDS:
        act("package_create", **make(**ALIKE))
    page = open_page("/", width=width)
    failures = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.on("response", lambda answer: answer.status >= 400 and failures.append(f"{answer.status} {answer.url}"))
    for path in PAGES:
        page.goto(portal + path)
        fits = page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        assert fits, f"{path} is wider than {width} px"
        assert page.get_attribute("html", "lang") == "id"
    assert failures == []
