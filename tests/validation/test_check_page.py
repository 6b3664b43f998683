"""Anyone checks a file without saving it."""

import io
import threading
import urllib.parse
from pathlib import Path

import pytest
from ckan import model
from ckanext.satudata.validation import apart
from serving import wait_for

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]

CASES = Path(__file__).parents[1] / "fixtures" / "cases" / "tables"
HEADER = "kode_wilayah,nama_kecamatan,tahun,laki_laki,perempuan,jumlah\n"
BAD = HEADER + "51.08.01,Gerokgak,2024,1,2,3\n51.08.02,Gerokgak,2024,1,2,4\n"


@pytest.fixture(autouse=True)
def no_counts(clean_redis):
    """Each test starts with no file counted."""


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """The answer comes with the request, however busy the machine of the tests is."""
    monkeypatch.setattr(apart.Check.answer, "__defaults__", (60,))


def send(app, content, name="penduduk.csv", standard="penduduk_jenis_kelamin"):
    """Send a file as the form does; return the page."""
    content = content.encode() if isinstance(content, str) else content
    data = {"berkas": (io.BytesIO(content), name), "standar": standard}
    return app.post("/satudata/periksa", data=data, extra_environ={"HTTP_ACCEPT_LANGUAGE": "id"}).body


def test_wrong_cells_are_shown_in_the_table(app):
    """Each problem is listed and leads to its cell; the table shows both."""
    page = send(app, BAD)
    assert "harus diperbaiki" in page
    assert '<a href="#baris-3">' in page
    assert page.count('class="satudata-error"') >= 2
    assert "51.08.02 adalah Seririt" in page


def test_good_file_is_told_so(app):
    """Nothing is wrong."""
    assert "sudah benar" in send(app, HEADER + "51.08.01,Gerokgak,2024,1,2,3\n")


def test_nothing_is_kept(app):
    """No dataset, no resource."""
    send(app, BAD)
    assert model.Session.query(model.Resource).count() == 0


@pytest.mark.parametrize(
    ("content", "name", "text"),
    [("x", "a.docx", "bukan tabel"), ("", "a.csv", "kosong"), ("x", "a.xlsx", "bukan buku kerja Excel")],
)
def test_what_is_no_table_is_explained(app, content, name, text):
    """The page says what to choose instead."""
    assert text in send(app, content, name)


@pytest.mark.parametrize("name", ["m60-nik.geojson", "m60-nik.json", "m60-nik.zip"])
def test_what_lies_beside_tables_is_checked_as_an_upload_is(app, name):
    """The page finds the personal data for which the upload would be refused, and shows none of it."""
    page = send(app, (CASES / name).read_bytes(), name)
    assert f"{name} harus diperbaiki" in page
    assert "data pribadi" in page
    assert "5108014107850003" not in page


def test_what_was_checked_of_a_file_that_is_no_table(app):
    """Only personal data: the page says no more than that."""
    page = send(app, b'[{"kecamatan": "Gerokgak", "jumlah": 3}]', "jumlah.json")
    assert "Tidak ditemukan data pribadi di jumlah.json" in page
    assert "sudah benar" not in page


@pytest.mark.ckan_config("ckanext.satudata.check_file_mb", 0)
def test_large_file_is_refused(app):
    """Above the limit nothing is read."""
    assert "lebih besar dari 0 MB" in send(app, BAD)


@pytest.mark.ckan_config("ckanext.satudata.checks_per_hour", 2)
def test_one_address_cannot_keep_the_portal_busy(app):
    """The third file of the hour is refused."""
    send(app, BAD)
    send(app, BAD)
    assert "Terlalu banyak berkas" in send(app, BAD)


def test_a_long_check_does_not_hold_the_web_server(app, monkeypatch):
    """The request is answered at once; the result stands at an address of its own, which asks again by itself."""
    monkeypatch.setattr(apart.Check.answer, "__defaults__", (0,))
    data = {"berkas": (io.BytesIO(BAD.encode()), "t.csv"), "standar": "penduduk_jenis_kelamin"}
    answer = app.post("/satudata/periksa", data=data, follow_redirects=False)
    assert answer.status_code == 302
    address = urllib.parse.urlsplit(answer.headers["Location"])
    where = f"{address.path}?{address.query}"
    first = app.get(where, extra_environ={"HTTP_ACCEPT_LANGUAGE": "id"})
    assert first.status_code in {200, 202}

    def done():
        page = app.get(where, extra_environ={"HTTP_ACCEPT_LANGUAGE": "id"})
        return page.body if page.status_code == 200 else None

    assert "51.08.02 adalah Seririt" in wait_for(done, 60)


def test_only_some_checks_go_on_at_once(app, monkeypatch):
    """Beyond them the visitor is asked to come back."""
    monkeypatch.setattr(apart, "AT_ONCE", threading.BoundedSemaphore(1))
    apart.AT_ONCE.acquire()
    assert "sedang diperiksa" in send(app, BAD)
