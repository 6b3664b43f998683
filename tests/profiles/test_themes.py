"""Themes that a district adds to its regions' pages."""

import io

import pytest
from ckan.tests import factories
from observations.conftest import publish  # noqa: F401 - the fixture
from observations.figures import PEOPLE
from PIL import Image

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]

THEME = """
judul: Subak Uji
keterangan: Paguyuban petani.
wilayah: ["51.08.01"]
angka:
  - ukuran: penduduk_jenis_kelamin.jumlah
perlu: [Luas subak]
galeri:
  - {berkas: sawah.png, keterangan: Sawah, sumber: Dinas Uji}
"""


@pytest.fixture
def folder(tmp_path, ckan_config):
    """A district's folder with one theme and its picture."""
    (tmp_path / "subak.yaml").write_text(THEME, encoding="utf-8")
    Image.new("RGB", (3, 2)).save(tmp_path / "sawah.png")
    (tmp_path / "rahasia.png").write_bytes(b"not for all")
    before = ckan_config["ckanext.satudata.profile_themes"]
    ckan_config["ckanext.satudata.profile_themes"] = str(tmp_path)
    yield tmp_path
    ckan_config["ckanext.satudata.profile_themes"] = before


def test_a_theme_stands_on_the_pages_of_its_regions(app, folder, publish):  # noqa: F811 - the folder is read
    """Its words, its figure of that region, its picture, and what to ask for; not on other regions' pages."""
    publish("penduduk_jenis_kelamin", PEOPLE)
    page = app.get("/profil/51.08.01").body
    section = page[page.index('id="tema-subak"') :]
    assert "Paguyuban petani." in section
    assert "<strong>94 jiwa</strong>" in section
    assert "judul=luas+subak+di+Kecamatan+Gerokgak" in section.replace("%20", "+")
    assert 'src="/profil/tema/subak/sawah.png" alt="Sawah"' in section
    assert "Subak Uji" not in app.get("/profil/51.08.02").body


def test_only_pictures_that_a_theme_names_are_sent(app, folder):
    """Neither another file of the folder nor one elsewhere."""
    assert Image.open(io.BytesIO(app.get("/profil/tema/subak/sawah.png").data)).size == (3, 2)
    for name in ("rahasia.png", "subak.yaml", "..%2Fsawah.png"):
        assert app.get(f"/profil/tema/subak/{name}", status=404)


def test_a_broken_theme_is_left_out_and_who_runs_the_portal_is_told_why(app, folder):
    """The page goes on without it; a sysadmin reads the file and its fault, a visitor does not."""
    (folder / "rusak.yaml").write_text("judul: Rusak\nwarna: merah\n", encoding="utf-8")
    (folder / "robek.yaml").write_text("judul: [", encoding="utf-8")
    page = app.get("/profil/51.08.01").body
    assert "Subak Uji" in page
    assert "Rusak" not in page
    assert "rusak.yaml" not in page
    token = factories.SysadminWithToken()["token"]
    page = app.get("/profil/51.08.01", headers={"Authorization": token}).body
    assert "rusak.yaml: " in page
    assert "warna" in page
    assert "robek.yaml: " in page
