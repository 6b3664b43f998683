"""The page of a region."""

import io

import pytest
from ckanext.satudata.metadata import codelists
from ckanext.satudata.profiles import page, places
from factories_satudata import Organization
from observations.conftest import publish  # noqa: F401 - the fixture
from observations.figures import PEOPLE, STUNTING
from PIL import Image
from pypdf import PdfReader
from statements import counted

pytestmark = [
    pytest.mark.services,
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues", "with_request_context"),
]


def figures_of(code):
    """Return the figures of a region by their column."""
    return {figure.measure: figure for figure in page.load(places.load(code)).figures}


def whole(figure):
    """Return the figures of the regions around one, by code."""
    return {place.code: value for place, value in figure.wholes}


def test_a_kecamatan_beside_its_neighbours_and_the_district(app, publish):  # noqa: F811
    """Gerokgak has 94 of 161 people, the most of 2; its rate of 8 % is the highest of two, the district's is 5 %."""
    publish("penduduk_jenis_kelamin", PEOPLE)
    publish("stunting", STUNTING)
    figures = figures_of("51.08.01")
    people, rate = figures["jumlah"], figures["prevalensi"]
    assert (people.value, whole(people), [(rank.place, rank.among) for rank in people.ranks]) == (
        94,
        {"51.08": 161},
        [(1, 2)],
    )
    assert (people.change.size, people.change.period, people.change.is_better) == (4, "2024", None)
    assert (rate.value, whole(rate)["51.08"], rate.ranks[0].place) == (8, 5, 1)
    assert [points.count(",") for points in rate.lines] == [2]
    shown = app.get("/profil/51.08.01").body
    assert "terbesar dari 2 kecamatan, naik 4 jiwa dari 2024, Kabupaten Buleleng 161 jiwa." in shown
    assert people.source.package_title in shown
    # a rate that is better low: up is worse, and the standard says so
    assert "tertinggi dari 2 kecamatan" in shown
    assert 'data-code="51.08.01"' in shown
    assert 'href="/profil/51.08.02"' in app.get("/profil/51.08").body


def test_each_section_tells_what_is_missing_and_how_to_ask_for_it(app, publish):  # noqa: F811
    """People are published, stunting is not: its section names it with a filled-in request; no figure stands twice."""
    publish("penduduk_jenis_kelamin", PEOPLE)
    sections = {section.code: section for section in page.load(places.load("51.08.01")).sections}
    assert list(sections) == [code.code for code in codelists.load("bagian_profil")]
    assert sections["penduduk"].headline.measure == "jumlah"
    health = sections["kesehatan"]
    assert health.is_empty
    [stunting] = [one for one in health.missing if "tunting" in one.name]
    answer = app.get(stunting.request)
    assert "stunting: prevalensi di Kecamatan Gerokgak" in answer.body
    # budgets have no regions: nobody misses them on the page of a kecamatan, and on that of the district all do
    assert not sections["pemerintahan"].missing
    assert any(
        section.missing for section in page.load(places.load("51.08")).sections if section.code == "pemerintahan"
    )


def test_a_trend_is_broken_where_another_agency_goes_on(app, publish):  # noqa: F811
    """2024 and 2025 by one agency, 2026 by another: two stretches, a sentence, and no change from one to the other."""
    publish("penduduk_jenis_kelamin", PEOPLE, Organization(title="Dinas Sosial")["id"])
    row = ["51.08.01", "Gerokgak", 2026, 100, 100, 200]
    publish("penduduk_jenis_kelamin", [PEOPLE[0], row], Organization(title="Disdukcapil")["id"])
    people = figures_of("51.08.01")["jumlah"]
    assert (people.value, people.change) == (200, None)
    assert [len(points.split()) for points in people.lines] == [2, 1]
    shown = app.get("/profil/51.08.01").body
    assert "2026: sebelumnya Jumlah Uji 0 di Kabupaten (Dinas Sosial), sejak itu Jumlah Uji 1" in shown


def test_regions_of_another_source_take_no_rank(publish):  # noqa: F811
    """What another agency counts is not set beside it: neither in a rank nor as a whole."""
    header, *rows = PEOPLE
    publish("penduduk_jenis_kelamin", [header, *(row for row in rows if row[0] == "51.08.01")], Organization()["id"])
    publish("penduduk_jenis_kelamin", [header, *(row for row in rows if row[0] != "51.08.01")], Organization()["id"])
    people = figures_of("51.08.01")["jumlah"]
    assert (people.value, people.ranks, people.wholes) == (94, (), ())
    assert [one.place.code for one in people.neighbours] == ["51.08.01"]


@pytest.mark.parametrize("code", ["33.16", "35.12", "93.01", "35.78"])
def test_each_district_has_a_map_of_its_own(app, ckan_config, monkeypatch, code):
    """Kabupaten and kota, in Java as in Papua: the page shows the outlines of all kecamatan, each with its profile."""
    monkeypatch.setitem(ckan_config, "ckanext.satudata.wilayah", code)
    assert 'data-map="/satudata/grafik/peta/kecamatan.geojson"' in app.get("/profil/").body
    drawn = {row["properties"]["kode"] for row in app.get("/satudata/grafik/peta/kecamatan.geojson").json["features"]}
    assert drawn == {region.code for region in codelists.load("wilayah").children(code)}
    assert Image.open(io.BytesIO(app.get(f"/profil/{code}/bagikan.png").data)).size == (1200, 630)


def test_regions_elsewhere_have_no_page(app):
    """Only the district and what lies in it."""
    assert app.get("/profil/11.01", status=404)
    assert app.get("/profil/51.08.99", status=404)
    assert app.get("/profil/51.08.99/profil.pdf", status=404)


def test_the_booklet_and_the_picture_tell_what_the_page_tells(app, publish):  # noqa: F811
    """The sentence of the page stands in the PDF; a shared link has a picture of 1200 by 630."""
    publish("penduduk_jenis_kelamin", PEOPLE)
    answer = app.get("/profil/51.08.01/profil.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    text = " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(answer.data)).pages).split())
    assert "Kecamatan Gerokgak" in text
    assert "terbesar dari 2 kecamatan, naik 4 jiwa dari 2024" in text
    assert "Belum diterbitkan: " in text
    shown = app.get("/profil/51.08.01").body
    assert 'property="og:image" content="http' in shown
    picture = Image.open(io.BytesIO(app.get("/profil/51.08.01/bagikan.png").data))
    assert (picture.format, picture.size) == ("PNG", (1200, 630))


def test_a_profile_asks_little_however_many_regions_there_are(publish):  # noqa: F811
    """With nine kecamatan and their desa the questions are as many as with two."""
    wilayah = codelists.load("wilayah")
    header, *_rows = PEOPLE
    office = Organization()["id"]
    numbers = []
    for kecamatan in (wilayah.children("51.08")[:2], wilayah.children("51.08")):
        rows = [[region.code, region.name, year, 50, 40, 90] for region in kecamatan for year in (2023, 2024, 2025)]
        publish("penduduk_jenis_kelamin", [header, *rows], office)
        for code in ("51.08", "51.08.01", "51.08.01.2001"):
            with counted() as cost:
                listed = page.load(places.load(code)).figures
            numbers.append((len(cost.statements), len(listed)))
    assert numbers[:3] == numbers[3:]
    assert numbers[2][1] == 0
    # the state of the figures, the sources, those of the district
    assert numbers[2][0] <= 3
    # a second visit asks whether anything has changed, and for the sources of themes
    with counted() as cost:
        page.load(places.load("51.08"))
    assert len(cost.statements) <= 2


def test_a_desa_beside_its_kecamatan(app, publish):  # noqa: F811
    """Of three desa in Gerokgak with 40, 20 and 42 people the first is the second; elsewhere one has 50."""
    header = ["kode_wilayah", "nama_desa_kelurahan", "tahun", "kepala_keluarga", "laki_laki", "perempuan", "jumlah"]
    desa = codelists.load("wilayah").children("51.08.01")[:3]
    other = codelists.load("wilayah").children("51.08.02")[0]
    figures_of_regions = zip((*desa, other), (40, 20, 42, 50), strict=True)
    people = [[region.code, region.name, 2025, 10, number - 10, 10, number] for region, number in figures_of_regions]
    publish("penduduk_desa", [header, *people])
    figure = figures_of(desa[0].code)["jumlah"]
    assert (figure.value, whole(figure)) == (40, {"51.08.01": 102, "51.08": 152})
    assert [(rank.within.code, rank.place, rank.among) for rank in figure.ranks] == [
        ("51.08.01", 2, 3),
        ("51.08", 3, 4),
    ]
    shown = app.get(f"/profil/{desa[0].code}").body
    assert "terbesar kedua dari 3 desa/kelurahan di Kecamatan Gerokgak" in shown
    assert "terkecil kedua dari 4 desa/kelurahan di Kabupaten Buleleng" in shown


def test_what_does_not_count_is_said(publish):  # noqa: F811
    """Three measures by two offices: those of the authority are shown, and whose are not."""
    capil, sosial = (Organization(title=title, urusan=code) for title, code in (("Capil", "2.12"), ("Sosial", "1.06")))
    publish("penduduk_jenis_kelamin", PEOPLE, sosial["id"])
    publish("penduduk_jenis_kelamin", PEOPLE, capil["id"])
    for code in ("51.08", "51.08.01"):
        figures = figures_of(code).values()
        assert len(figures) == 3
        assert {figure.source.organization_title for figure in figures} == {"Capil"}
        assert all("Sosial" in figure.overruled for figure in figures)
