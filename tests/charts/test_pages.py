"""Pages of charts over published tables: the section of a dataset, the page, the frame, the files."""

import csv
import io
import json

import pytest
from factories_satudata import Organization
from observations.conftest import publish  # noqa: F401 - the fixture
from observations.figures import STUNTING

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]

ADDRESS = "/satudata/grafik/stunting/prevalensi"


@pytest.fixture
def dataset(publish):  # noqa: F811
    """Publish two months of two kecamatan; return the dataset."""
    office = Organization(title="Dinas Kesehatan", name="dinkes")["id"]
    made, _resource = publish("stunting", STUNTING, office, satuan="balita")
    return made


def settings(body):
    """Return what the script of a page draws."""
    text = body.split("data-figures>")[1].split("</script>")[0]
    return json.loads(text)


def test_a_dataset_opens_with_its_newest_figure_and_a_chart(app, dataset):
    """The percentage of June is computed from its parts (25 of 500), kecamatan are a map, its source is in it."""
    page = app.get(f"/dataset/{dataset['name']}").body
    assert "<strong>5%</strong>" in page
    chart = settings(page)["chart"]
    assert (chart["kind"], chart["title"]) == ("map", "Stunting: prevalensi menurut kecamatan")
    assert [place["label"] for place in chart["categories"]] == ["Gerokgak", "Seririt"]
    assert "Dinas Kesehatan" in chart["source"]
    # what draws is fetched later
    assert "echarts" not in page


def test_what_is_chosen_changes_in_place(app, dataset):
    """A kecamatan and another measure: the section alone, of that place; what is not there is not chosen."""
    address = f"/satudata/grafik/dataset/{dataset['name']}/bagian"
    part = app.get(f"{address}?ukuran=stunting.balita_diukur&wilayah=51.08.02").body
    assert "<html" not in part
    chart = settings(part)["chart"]
    assert "Seririt" in chart["subtitle"]
    assert chart["series"][0]["values"] == [100, 300]
    assert settings(app.get(f"{address}?ukuran=x.y&wilayah=99&tahun=1900&lihat=77").body)["chart"]["kind"] == "map"


def test_the_address_of_a_question_is_a_page(app, dataset):
    """Months of all kecamatan: two lines, a sentence, the table with the newest first, and all that is taken."""
    page = app.get(f"{ADDRESS}?group_by=bulan,kode_wilayah:kecamatan").body
    chart = settings(page)["chart"]
    assert [(line["name"], line["values"]) for line in chart["series"]] == [("Gerokgak", [10, 8]), ("Seririt", [5, 3])]
    assert chart["sentence"] in page
    assert page.index("Juni 2025</th>") < page.index("Mei 2025</th>")
    for part in ("tabel.csv", "kutipan.bib", "kutipan.ris", "sematkan"):
        assert f"{ADDRESS}/{part}" in page


def test_the_frame_is_light_and_may_stand_elsewhere(app, dataset):
    """No asset of CKAN, no refusal of frames; the page itself refuses them."""
    frame = app.get(f"{ADDRESS}/sematkan")
    assert settings(frame.body)["chart"]["kind"] == "map"
    assert "/webassets/" not in frame.body
    assert "X-Frame-Options" not in frame.headers
    assert "frame-ancestors" not in frame.headers["Content-Security-Policy"]
    assert app.get(ADDRESS).headers["X-Frame-Options"] == "SAMEORIGIN"


def test_the_table_has_names(app, dataset):
    """Titles of columns and names of places, the newest first, whose they are; no code."""
    answer = app.get(f"{ADDRESS}/tabel.csv?group_by=bulan,kode_wilayah:kecamatan")
    rows = list(csv.reader(io.StringIO(answer.body.removeprefix("\ufeff"))))
    assert rows[0] == ["Periode", "Kecamatan", "Stunting: prevalensi (persen)", "Sumber"]
    assert rows[1][:3] == ["Juni 2025", "Gerokgak", "8"]
    assert "51.08" not in answer.body


def test_how_to_cite(app, dataset):
    """The office, the title, the year of the edition, the address of this very chart."""
    text = app.get(f"{ADDRESS}/kutipan.txt?group_by=bulan").body
    assert text.startswith("Dinas Kesehatan (20")
    assert f"{ADDRESS}?group_by=bulan" in text
    assert app.get(f"{ADDRESS}/kutipan.ris").body.startswith("TY  - DATA")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/satudata/grafik/tidak_ada/x", 404),
        ("/satudata/grafik/stunting/tidak_ada", 400),
        (f"{ADDRESS}?group_by=warna", 400),
        (f"{ADDRESS}?filters=[", 400),
        (f"{ADDRESS}?kind=kue", 400),
        ("/satudata/grafik/dataset/tidak-ada/bagian", 404),
    ],
)
def test_what_cannot_be_shown_says_why(app, dataset, address, status):
    """A page of the error, never one of ours that failed."""
    app.get(address, status=status)
