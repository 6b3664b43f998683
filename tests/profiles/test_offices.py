"""What records say of an office, on its organization's page and in its report."""

import io

import pytest
from factories_satudata import Organization, act
from observations.conftest import publish  # noqa: F401 - the fixture
from observations.figures import COMPLAINTS
from pypdf import PdfReader

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]


@pytest.fixture
def office(publish):  # noqa: F811
    """Dinas PU, whom a table of another office means by its code and name."""
    works = Organization(title="Dinas PU", name="dinas-pu")
    publish("pengaduan", COMPLAINTS, Organization(title="Kominfo")["id"])
    return works


def test_its_page_tells_complaints_and_how_long_answers_took(app, office):
    """Of three complaints to Dinas PU two are finished: one in time, one late, after 2 and 6 working days."""
    page = " ".join(app.get("/organization/dinas-pu").body.split())
    assert "Kerjanya dalam angka" in page
    assert "<strong>1 aduan dari 2 aduan (50%)</strong>" in page
    assert "<span>Median hari kerja sampai selesai</span><strong>4 hari</strong>" in page
    # whose table it is
    assert "Kominfo" in page
    # what is searched for within the office is not told from its figures
    assert "Kerjanya dalam angka" not in app.get("/organization/dinas-pu?q=jalan").body


def test_an_office_that_no_record_names_says_nothing(app, office):
    """Its page is the list of its datasets, as before."""
    Organization(title="Dinas Lain", name="dinas-lain")
    assert "Kerjanya dalam angka" not in app.get("/organization/dinas-lain").body


def test_what_may_be_counted_twice_is_not_told(app, office, publish):  # noqa: F811
    """Another table names the office by another code: whose complaint is whose nobody knows, so nothing is told."""
    header, row, *_rows = COMPLAINTS
    again = [["B1", *row[1:4], "1.04", "Dinas PU", *row[6:]]]
    publish("pengaduan", [header, *again], Organization(title="Lapor")["id"])
    assert "Kerjanya dalam angka" not in app.get("/organization/dinas-pu").body


def test_services_and_the_report(app, office):
    """A service that the office describes stands on its page and in the PDF, beside the same figures."""
    kind = {"jenis_aplikasi": "umum", "platform": ["web"], "status_aplikasi": "aktif", "urusan": "1.03"}
    contact = {"kontak_unit": "Bidang Jalan", "kontak_email": "jalan@example.org"}
    fields = {"name": "izin", "title": "Izin Galian", "notes": "Izin.", "alamat_layanan": "https://izin.example"}
    act("package_create", type="layanan", owner_org=office["id"], **fields, **kind, **contact)
    assert "Izin Galian" in app.get("/organization/dinas-pu").body
    answer = app.get("/profil/opd/dinas-pu/laporan.pdf")
    text = " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(answer.data)).pages).split())
    for part in ("Dinas PU", "1 aduan dari 2 aduan (50%)", "Izin Galian", "Kominfo"):
        assert part in text
    assert app.get("/profil/opd/tidak-ada/laporan.pdf", status=404)
