"""The profile of a region."""

import pytest
from ckanext.satudata.command_center import profile
from ckanext.satudata.metadata import codelists
from factories_satudata import Organization
from observations.conftest import publish  # noqa: F401 - the fixture
from observations.figures import PEOPLE, STUNTING

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]


def test_a_kecamatan_beside_its_neighbours_and_the_district(app, publish):  # noqa: F811
    """Gerokgak has 94 of 161 people, first of 2; its rate of 8 % is the worse of two, the district's is 5 %."""
    publish("penduduk_jenis_kelamin", PEOPLE)
    publish("stunting", STUNTING)
    figures = {figure["field"]: figure for figure in profile.of("51.08.01")["figures"]}
    people, rate = figures["jumlah"], figures["prevalensi"]
    assert (people["value"], people["district"], people["rank"], people["among"]) == (94, 161, 1, 2)
    assert people["change_percent"] == pytest.approx(4 / 90 * 100)
    assert (rate["value"], rate["district"], rate["rank"]) == (8, 5, 2)
    assert [points.count(",") for points in rate["lines"]] == [2]
    page = app.get("/profil/51.08.01").body
    assert "Gerokgak" in page
    assert people["source"]["title"] in page
    # the map is drawn by the page's script, see tests/browser; the district's page lists the same kecamatan
    assert 'data-code="51.08.01"' in page
    assert 'href="/profil/51.08.02"' in app.get("/profil/51.08").body


def test_a_trend_is_broken_where_another_agency_goes_on(app, publish):  # noqa: F811
    """2024 and 2025 by one agency, 2026 by another: two stretches, a sentence, and no change from one to the other."""
    publish("penduduk_jenis_kelamin", PEOPLE, Organization(title="Dinas Sosial")["id"])
    row = ["51.08.01", "Gerokgak", 2026, 100, 100, 200]
    publish("penduduk_jenis_kelamin", [PEOPLE[0], row], Organization(title="Disdukcapil")["id"])
    [people] = [figure for figure in profile.of("51.08.01")["figures"] if figure["field"] == "jumlah"]
    assert (people["value"], people["change_percent"]) == (200, None)
    assert [len(points.split()) for points in people["lines"]] == [2, 1]
    page = app.get("/profil/51.08.01").body
    assert (page.count("<polyline"), page.count("<circle")) == (3, 3)
    assert "Sumber berganti: 2026" in page
    assert "2026: sebelumnya Jumlah Uji 0 di Kabupaten (Dinas Sosial), sejak itu Jumlah Uji 1" in page


@pytest.mark.parametrize("code", ["33.16", "35.12", "93.01", "35.78"])
def test_each_district_has_a_map_of_its_own(app, ckan_config, monkeypatch, code):
    """Kabupaten and kota, in Java as in Papua: the page shows the outlines of all kecamatan, each with its profile."""
    monkeypatch.setitem(ckan_config, "ckanext.satudata.wilayah", code)
    assert 'data-map="/satudata/grafik/peta/kecamatan.geojson"' in app.get("/profil/").body
    drawn = {row["properties"]["kode"] for row in app.get("/satudata/grafik/peta/kecamatan.geojson").json["features"]}
    assert drawn == {region.code for region in codelists.load("wilayah").children(code)}


def test_regions_elsewhere_have_no_page(app):
    """Only the district and what lies in it."""
    assert app.get("/profil/11.01", status=404)
    assert app.get("/profil/51.08.99", status=404)


def test_a_profile_asks_little_however_many_regions_there_are(publish, queries):  # noqa: F811
    """With nine kecamatan and their desa the questions are as many as with two: sources once, three a figure at most.

    One of them tells which is the newest period of what is asked.
    """
    wilayah = codelists.load("wilayah")
    header, *_rows = PEOPLE
    office = Organization()["id"]
    numbers = []
    for kecamatan in (wilayah.children("51.08")[:2], wilayah.children("51.08")):
        rows = [[region.code, region.name, year, 50, 40, 90] for region in kecamatan for year in (2023, 2024, 2025)]
        publish("penduduk_jenis_kelamin", [header, *rows], office)
        for code in ("51.08", "51.08.01", "51.08.01.2001"):
            with queries() as statements:
                figures = profile.of(code)["figures"]
            assert len(statements) <= 1 + 3 * 3, statements
            numbers.append((len(statements), len(figures)))
    assert numbers[:3] == numbers[3:]
    assert numbers[2] == (1, 0)


def test_a_desa_beside_its_kecamatan(app, publish):  # noqa: F811
    """Of three desa in Gerokgak with 40, 20 and 42 people the first is the second; elsewhere one has 50."""
    header = ["kode_wilayah", "nama_desa_kelurahan", "tahun", "kepala_keluarga", "laki_laki", "perempuan", "jumlah"]
    desa = codelists.load("wilayah").children("51.08.01")[:3]
    other = codelists.load("wilayah").children("51.08.02")[0]
    figures_of_regions = zip((*desa, other), (40, 20, 42, 50), strict=True)
    people = [[region.code, region.name, 2025, 10, number - 10, 10, number] for region, number in figures_of_regions]
    publish("penduduk_desa", [header, *people])
    [figure_of_desa] = [
        figure_of_desa for figure_of_desa in profile.of(desa[0].code)["figures"] if figure_of_desa["field"] == "jumlah"
    ]
    assert (figure_of_desa["value"], figure_of_desa["above"], figure_of_desa["district"]) == (40, 102, 152)
    assert (
        figure_of_desa["rank"],
        figure_of_desa["among"],
        figure_of_desa["rank_above"],
        figure_of_desa["among_above"],
    ) == (3, 4, 2, 3)
    page = app.get(f"/profil/{desa[0].code}").body
    assert "di kecamatan: 2 / 3" in page
    assert "di kecamatan" not in app.get("/profil/51.08.01").body


def test_what_several_offices_tell_costs_one_question_for_all(publish, queries):  # noqa: F811
    """Three measures by two offices: besides three questions a figure one, for whose figures do not count."""
    capil, sosial = (Organization(title=title, urusan=code) for title, code in (("Capil", "2.12"), ("Sosial", "1.06")))
    publish("penduduk_jenis_kelamin", PEOPLE, sosial["id"])
    publish("penduduk_jenis_kelamin", PEOPLE, capil["id"])
    for code in ("51.08", "51.08.01"):
        with queries() as statements:
            figures = profile.of(code)["figures"]
        assert len(figures) == 3
        # and two for who has the authority over the standard, and those below
        assert len(statements) == 1 + 3 * 3 + 1 + 2, statements
        assert {figure["source"]["organization"] for figure in figures} == {"Capil"}
        assert all("Sosial" in figure["overruled"] for figure in figures)
