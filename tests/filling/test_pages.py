"""The pages of a filling: a grid in the browser or a workbook, each with what is wrong beside its cell."""

import io
import re

import pytest
from ckanext.satudata.filling import model
from openpyxl import load_workbook

pytestmark = [
    pytest.mark.services,
    pytest.mark.ckan_config("ckanext.satudata.review", "required"),
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues"),
]


def cells(men, women, total):
    """Return what a grid of one row sends."""
    figures = {"laki_laki": men, "perempuan": women, "jumlah": total}
    return {"sel-0-kode_wilayah": "51.08.02", **{f"sel-0-{name}": value for name, value in figures.items()}}


@pytest.fixture
def page(district, headers, app):
    """Return a function that opens or sends the page of Seririt's rows as its officer."""
    filling = district.opened()
    mine = headers(district.people["seririt"])
    address = f"/satudata/pengisian/{filling['id']}/isian/kec-seririt"

    def ask(sent=None, suffix="", **options):
        if sent is None:
            return app.get(address + suffix, headers=mine, **options)
        return app.post(address, data=sent, headers=mine, follow_redirects=False, **options)

    ask.filling = filling
    return ask


def test_a_grid_is_saved_and_handed_over(district, page):
    """What is wrong stands beside its cell with what was written; mended, it is handed over and closed."""
    assert 'name="sel-0-laki_laki"' in page().body
    wrong = page({**cells("sepuluh", "5", "15"), "version": "0", "tindakan": "serahkan"}, status=400).body
    assert re.search(r'name="sel-0-laki_laki" value="sepuluh"[^>]* aria-invalid="true"', wrong)
    version = re.search(r'name="version" value="(\d+)"', wrong)[1]
    page({**cells("10", "5", "15"), "version": version, "tindakan": "serahkan"}, status=302)
    assert district.part(page.filling, "seririt")["state"] == model.SENT
    assert "sel-0-laki_laki" not in page().body


def test_a_workbook_goes_out_and_comes_back(district, page):
    """Its rows stand in it, a number is a number; filled, it is taken over, and another's row refuses all of it."""
    book = load_workbook(io.BytesIO(page(suffix=".xlsx").data))
    sheet = book["Data"]
    header = [cell.value for cell in sheet[1]]
    place = {name: header.index(name) + 1 for name in header}
    assert sheet.cell(2, place["kode_wilayah"]).value == "51.08.02"
    assert sheet.cell(2, place["tahun"]).value == 2026
    for name, value in (("laki_laki", 4), ("perempuan", 5), ("jumlah", 9)):
        sheet.cell(2, place[name]).value = value
    sent = {"version": "0", "tindakan": "unggah"}
    page({**sent, "berkas": (_saved(book), "isian.xlsx")}, status=302)
    part = district.part(page.filling, "seririt")
    assert (part["rows"][0]["laki_laki"], part["rows"][0]["jumlah"], len(part["rows"])) == ("4", "9", 1)
    sheet.cell(2, place["kode_wilayah"]).value = "51.08.01"
    refused = page({**sent, "version": "1", "berkas": (_saved(book), "isian.xlsx")}, status=400).body
    assert "51.08.01" in refused
    assert district.part(page.filling, "seririt")["rows"] == part["rows"]


def _saved(book):
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    return stream


def test_the_opd_sees_who_has_not_filled_and_opens_by_a_form(district, headers, app):
    """The list, the form and the page of one filling; an officer of a kecamatan cannot open the OPD's table."""
    officer = headers(district.officer)
    form = app.get("/satudata/pengisian/baru", headers=officer).body
    assert "penduduk_jenis_kelamin" in form
    # no rows of offices
    assert 'value="harga_pangan"' not in form
    filled = {"organization": district.office["name"], "standard": "penduduk_jenis_kelamin", "kind": "kecamatan"}
    wrong = {**filled, "period": "x", "due": "2999-01-01"}
    app.post("/satudata/pengisian/baru", data=wrong, headers=officer, status=400)
    data = {**filled, "period": "2026", "due": "2999-01-01"}
    answer = app.post("/satudata/pengisian/baru", data=data, headers=officer, follow_redirects=False)
    page = app.get(answer.headers["Location"], headers=officer).body
    assert page.count("belum diisi") == 3
    assert "0 dari 3" in app.get("/satudata/pengisian/", headers=officer).body
    foreign = headers(district.people["gerokgak"])
    app.post("/satudata/pengisian/baru", data=data, headers=foreign, status=403)
    assert app.get("/satudata/pengisian/", status=403)


def test_deputies_have_a_page(district, headers, app):
    """Added and taken away by an officer of the office; others do not see it."""
    mine = headers(district.people["seririt"])
    address = "/satudata/pengisian/wakil/kec-seririt"
    app.post(address, data={"deputy": district.stranger, "until": "2999-01-01"}, headers=mine, follow_redirects=False)
    assert district.stranger in app.get(address, headers=mine).body
    app.post(address, data={"deputy": "tidak-ada", "until": "2999-01-01"}, headers=mine, status=400)
    app.post(address, data={"deputy": district.stranger, "hapus": "1"}, headers=mine, follow_redirects=False)
    assert district.stranger not in app.get(address, headers=mine).body
    assert app.get(address, headers=headers(district.stranger), status=403)
