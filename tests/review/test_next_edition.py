"""An officer brings the next edition: the file alone, looked at before anything is stored, then handed over."""

import io
import re

import pytest
from ckan.tests import factories
from ckanext.satudata.clock import today
from review.conftest import OLD

pytestmark = [
    pytest.mark.services,
    pytest.mark.ckan_config("ckanext.satudata.review", "required"),
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues"),
]
HEADER = b"kode_wilayah,nama_kecamatan,tahun,laki_laki,perempuan,jumlah\n"
TABLE = HEADER + b"51.08.01,Gerokgak,2025,10,20,30\n51.08.02,Seririt,2025,5,5,10\n"
NEXT = HEADER + b"51.08.01,Gerokgak,2026,11,21,32\n51.08.02,Seririt,2026,6,6,12\n"


class Browser:
    """An officer's browser on the page of the next edition of a dataset's first file."""

    def __init__(self, app, office, package_id, user=None):
        self.app = app
        self.headers = {"Authorization": factories.APIToken(user=user or office.officer)["token"]}
        shown = office.do(office.walidata, "package_show", id=package_id)
        self.address = f"/satudata/edisi-baru/{shown['resources'][0]['id']}"

    def bring(self, content, how, name="baru.csv", status=200):
        """Choose a file and say what it is; return the page."""
        data = {"berkas": (io.BytesIO(content), name), "cara": how}
        page = self.app.post(self.address, data=data, headers=self.headers, status=status)
        return page.get_data(as_text=True)

    def send(self, page, status=302, **values):
        """Send what the page shows, with what is filled in besides."""
        fields = dict(re.findall(r'<input[^>]* name="(\w+)" value="([^"]*)"', page[page.index("/kirim") :]))
        answer = self.app.post(
            f"{self.address}/kirim",
            data={**fields, **values},
            headers=self.headers,
            follow_redirects=False,
            status=status,
        )
        return answer.get_data(as_text=True)


@pytest.fixture
def package_id(office):
    """Return the id of a public dataset whose table follows a standard; its title names the year."""
    described = {"title": "Jumlah Penduduk Tahun 2025", "dimensi_awal": "2025", "dimensi_akhir": "2025"}
    package_id = office.public(frekuensi="tahunan", jadwal_rilis="2026-02-01", **described)
    office.replace(package_id, TABLE, office.walidata, standar="penduduk_jenis_kelamin")
    return package_id


def test_rows_are_added(office, app, package_id):
    """The officer sees the new period before he sends; what waits is the whole table, with title and dates anew."""
    browser = Browser(app, office, package_id)
    page = browser.bring(NEXT, "tambah")
    assert "2026" in page
    assert "Periode yang hilang" not in page
    assert office.waiting(package_id) is None
    browser.send(page)
    submission = office.waiting(package_id)
    change = submission["change"]
    assert (change["added"], change["gone"], change["replaces"]) == (2, 0, False)
    office.release(submission)
    public = office.do("", "package_show", id=package_id)
    assert office.content(package_id) == TABLE + NEXT.removeprefix(HEADER)
    assert (public["title"], public["dimensi_akhir"]) == ("Jumlah Penduduk Tahun 2025–2026", "2026")
    assert public["jadwal_rilis"] > today().isoformat()


def test_a_replace_that_drops_a_period_says_so_and_wants_a_reason(office, app, package_id):
    """Nothing is sent without one; the reason stands beside the release."""
    browser = Browser(app, office, package_id)
    page = browser.bring(NEXT, "ganti")
    assert "Tabel ini kehilangan periode yang kini terbit: 2025." in page
    refused = browser.send(page, status=400)
    assert "pilih alasannya" in refused
    assert office.waiting(package_id) is None
    browser.send(refused, reason="metode_baru", note="Kini hanya tahun terakhir.")
    submission = office.waiting(package_id)
    assert (submission["reason"], submission["change"]["periods_gone"]) == ("metode_baru", ["2025"])
    office.release(submission)
    assert office.do("", "satudata_release_list", id=package_id)[0]["note"] == "Kini hanya tahun terakhir."
    assert office.content(package_id) == NEXT


def test_a_bad_file_is_told_at_its_cells(office, app, package_id):
    """Its errors are those of his own file, and nothing is kept of it."""
    page = Browser(app, office, package_id).bring(NEXT.replace(b"51.08.01", b"99.99.99"), "tambah", status=400)
    assert "99.99.99" in page
    assert "/kirim" not in page
    assert office.waiting(package_id) is None


def test_what_cannot_be_added_is_told(office, app):
    """Another table, no file, no word of what it is."""
    package_id = office.public()
    browser = Browser(app, office, package_id)
    assert "tidak punya satu pun kolom" in browser.bring(b"a,b\n1,2\n", "tambah", status=400)
    assert "ditambahkan ke tabel atau menggantikannya" in browser.bring(OLD, "", status=400)
    assert "bukan tabel" in browser.bring(b"x", "ganti", "gambar.png", status=400)


def test_the_walidata_releases_with_his_reason_at_once(office, app, package_id):
    """Who may release hands nothing over; the reason is recorded all the same."""
    browser = Browser(app, office, package_id, office.walidata)
    browser.send(browser.bring(TABLE.replace(b"10,20,30", b"10,22,32"), "ganti"), reason="koreksi")
    assert office.waiting(package_id) is None
    assert office.do("", "satudata_release_list", id=package_id)[0]["reason"] == "koreksi"


@pytest.mark.parametrize("person", ["stranger", ""])
def test_nobody_else_brings_one(office, app, package_id, person):
    """The page is there for those who may write the dataset."""
    headers = Browser(app, office, package_id, getattr(office, person)).headers if person else {}
    address = Browser(app, office, package_id).address
    app.get(address, headers=headers, status=404 if person else 403)


def test_it_goes_on_from_what_waits(office, app, package_id):
    """Rows that were handed over before are not lost by the next ones."""
    browser = Browser(app, office, package_id)
    browser.send(browser.bring(NEXT, "tambah"))
    later = NEXT.replace(b"2026", b"2024")
    browser.send(browser.bring(later, "tambah"))
    office.release(office.waiting(package_id))
    assert office.content(package_id) == TABLE + NEXT.removeprefix(HEADER) + later.removeprefix(HEADER)
