"""The home page opens with figures and a map, and the regions have an index."""

import pytest
from ckanext.satudata import yamls
from ckanext.satudata.charts import headlines
from ckanext.satudata.standards import model as standards
from factories_satudata import Organization
from observations.conftest import publish  # noqa: F401 - the fixture
from observations.figures import COMPLAINTS, PEOPLE, STUNTING
from serving import ROOT


def test_each_figure_of_the_list_is_a_measure_of_a_standard():
    """A name that no standard has would never be shown, and nobody would miss it."""
    path = ROOT / "ckanext-satudata" / "ckanext" / "satudata" / "charts" / "headlines.yaml"
    names = yamls.load(path.read_text(encoding="utf-8"))["figures"]
    assert len(names) >= headlines.MOST
    for name in names:
        standard, _dot, measure = name.partition(".")
        assert standards.load(standard).find_measure(measure), name


@pytest.mark.services
@pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")
def test_the_home_page_has_the_figures_that_are_held(app, publish):  # noqa: F811
    """Inhabitants of the newest year and their change; a new table is there at once; what is not held is not."""
    office = Organization(title="Disdukcapil", name="disdukcapil")["id"]
    publish("penduduk_jenis_kelamin", PEOPLE, office, satuan="jiwa")
    page = app.get("/").body
    assert "<strong>161 jiwa</strong>" in page
    assert "▲ 6 jiwa dibanding 2024" in page
    assert "/satudata/grafik/penduduk_jenis_kelamin/jumlah" in page
    assert "Stunting" not in page.split('id="urusan"')[0]
    publish("stunting", STUNTING, office, satuan="balita")
    assert "<strong>5%</strong>" in app.get("/").body


@pytest.mark.services
@pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")
def test_what_comes_in_by_the_day_is_told_by_the_month(app, publish):  # noqa: F811
    """Complaints of one day say little: the last whole month has one, whatever came in since."""
    office = Organization(title="Dinas Kominfo", name="diskominfo")["id"]
    ends = COMPLAINTS[4][2:]
    earlier = [["B1", "2025-04-01", *ends], ["B2", "2025-05-12", *ends]]
    publish("pengaduan", [COMPLAINTS[0], *earlier, *COMPLAINTS[1:]], office, satuan="aduan")
    page = app.get("/").body
    assert "<strong>1 aduan</strong>" in page
    assert "Mei 2025" in page


@pytest.mark.services
@pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")
def test_regions_have_an_index_that_the_menu_leads_to(app):
    """Each kecamatan with its profile, and the map where there is one."""
    page = app.get("/profil/").body
    for place in ("51.08", "51.08.01", "51.08.09"):
        assert f'href="/profil/{place}"' in page
    assert "data-map" in page
    menu = app.get("/about").body.split('id="main-navigation-toggle"')[1].split("</ul>")[0]
    for address in ("/dataset/", "/profil/", "/satudata/analisis/", "/satudata/kinerja", "/command-center"):
        assert f'href="{address}"' in menu
    assert "/standar" not in menu
