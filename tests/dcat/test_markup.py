"""What pages say to machines: schema.org and Croissant, the sitemap, and the editions of a series."""

import json
import re

import mlcroissant
import pytest
from ckan import model
from ckanext.satudata.dcat import check, renderings, sitemap
from ckanext.satudata.dcat.model import Rendering
from dcat.feeding import NASTY
from factories_satudata import Organization, act, dataset_dict
from lxml import etree
from observations.conftest import publish  # noqa: F401 - a fixture
from rdflib import DCAT, URIRef

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]

HEADER = ["kode_wilayah", "nama_kecamatan", "tahun", "bulan", "balita_diukur", "balita_stunting", "prevalensi"]
STUNTING = [HEADER, ["51.08.01", "Gerokgak", 2025, 5, 200, 20, 10]]
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
XML = {"s": sitemap.NAMESPACE}


def scripts(app, name):
    """Return the documents in the scripts of a dataset's page: schema.org's and Croissant's."""
    return [json.loads(script) for script in SCRIPT.findall(app.get(f"/dataset/{name}").body)]


def test_mlcroissant_validates_a_loaded_dataset(app, publish, tmp_path):  # noqa: F811
    """The standard's own tool finds no fault in it, in the file and in the page; columns have types and words."""
    dataset, resource = publish("stunting", STUNTING)
    document = json.loads(app.get(f"/dataset/{dataset['name']}/croissant.jsonld").get_data())
    assert scripts(app, dataset["name"])[1] == document
    path = tmp_path / "croissant.json"
    path.write_text(json.dumps(document))
    read = mlcroissant.Dataset(path)
    assert list(read.metadata.ctx.issues.errors) == []
    [records] = read.metadata.record_sets
    assert [field.name for field in records.fields] == HEADER
    types = {field.name: str(field.data_types[0]) for field in records.fields}
    assert types["balita_stunting"].endswith("Integer")
    assert types["kode_wilayah"].endswith("Text")
    assert read.metadata.distribution[0].content_url.endswith(f"{resource['id']}/unduh.csv")
    del document["recordSet"][0]["field"][0]["dataType"]
    path.write_text(json.dumps(document))
    with pytest.raises(mlcroissant.ValidationError):
        mlcroissant.Dataset(path)


def test_mlcroissant_validates_nasty_metadata(app, tmp_path):
    """So do control characters, HTML and a text of 1 MB; none of it leaves the script."""
    made = act("package_create", **dataset_dict(owner_org=Organization()["id"], **NASTY))
    evil = "</script><script>alert(1)</script>"
    act("package_patch", id=made["id"], title=f"Judul {evil}", notes=evil)
    documents = scripts(app, made["name"])
    assert [document["description"] for document in documents] == [evil, evil]
    assert "<script>alert(1)" not in app.get(f"/dataset/{made['name']}").body
    path = tmp_path / "croissant.json"
    path.write_text(json.dumps(documents[1]))
    assert list(mlcroissant.Dataset(path).metadata.ctx.issues.errors) == []


def test_schema_org(app, publish):  # noqa: F811
    """Search engines read office, place, years, licence, columns and downloads; private pages say nothing."""
    office = Organization(title="Dinas Uji")["id"]
    dataset, _resource = publish("stunting", STUNTING, office)
    document = scripts(app, dataset["name"])[0]
    assert (document["@type"], document["creator"]["name"]) == ("Dataset", "Dinas Uji")
    # the year of the table; the form says 2020 to 2024
    assert (document["spatialCoverage"]["name"], document["temporalCoverage"]) == ("Kabupaten Buleleng", "2025/2025")
    assert document["license"].startswith("https://creativecommons.org/licenses/by/4.0")
    assert {"CSV", "XLSX"} <= {
        distribution["contentUrl"].rpartition(".")[2].upper()
        for distribution in document["distribution"]
        if "contentUrl" in distribution
    }
    assert "Balita stunting" in {variable["name"] for variable in document["variableMeasured"]}
    act("package_patch", id=dataset["id"], private=True)
    path = f"/dataset/{dataset['name']}/croissant.jsonld"
    assert app.get(path, expect_errors=True).status_code == 404
    assert app.get("/dataset/tidak-ada/croissant.jsonld", expect_errors=True).status_code == 404


def test_sitemap(app, monkeypatch):
    """The index names its pages, a page its public datasets with their last change; what is private is in none."""
    monkeypatch.setattr(sitemap, "PAGE", 2)
    office = Organization()["id"]
    names = [f"jumlah-{number}" for number in range(3)]
    for name in names:
        act("package_create", **dataset_dict(owner_org=office, name=name))
    act("package_create", **dataset_dict(owner_org=office, name="rahasia", private=True))
    index = etree.fromstring(app.get("/sitemap.xml").get_data())
    pages = index.xpath("//s:sitemap/s:loc/text()", namespaces=XML)
    assert [page.rpartition("/")[2] for page in pages] == ["sitemap-1.xml", "sitemap-2.xml"]
    addresses = []
    for page in ("/sitemap-1.xml", "/sitemap-2.xml"):
        document = etree.fromstring(app.get(page).get_data())
        addresses += document.xpath("//s:url/s:loc/text()", namespaces=XML)
        for moment in document.xpath("//s:lastmod/text()", namespaces=XML):
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", moment)
    assert [address.rpartition("/")[2] for address in addresses] == names
    for page in (0, 3, 10**30):
        assert app.get(f"/sitemap-{page}.xml", expect_errors=True).status_code == 404


def test_editions(app):
    """Editions name the one before and after them, in the feed and on pages; a change makes its neighbours anew."""
    office = Organization()["id"]

    def edition(year, **more):
        fields = {"dimensi_awal": year, "dimensi_akhir": year, "seri": "Kabupaten dalam Angka", **more}
        return act(
            "package_create", **dataset_dict(owner_org=office, name=f"angka-{year}", title=f"Angka {year}", **fields)
        )

    made = {year: edition(year) for year in ("2022", "2024", "2023")}
    edition("2021", private=True)
    renderings.refresh()

    def links(year):
        record = renderings.records([made[year]["id"]])[0]
        graph, ref = renderings.graph(record), URIRef(renderings.address(record))
        neighbours = [graph.value(ref, predicate) for predicate in (DCAT.prev, DCAT.next)]
        years = {renderings.address(dataset): dataset["name"][-4:] for dataset in made.values()}
        return [years.get(str(neighbour)) for neighbour in neighbours]

    assert {year: links(year) for year in made} == {
        "2022": [None, "2023"],
        "2023": ["2022", "2024"],
        "2024": ["2023", None],
    }
    assert check.dataset("angka-2023") == []
    page = app.get("/dataset/angka-2023").body
    assert re.search(r'rel="prev" href="/dataset/angka-2022"', page)
    assert re.search(r'rel="next" href="/dataset/angka-2024"', page)
    series = re.search(r'href="(/seri/[^"]+)"', page)[1]
    listed = app.get(series).body
    assert "Angka 2024" in listed
    assert "Angka 2021" not in listed
    assert app.get(f"{series}-lain", expect_errors=True).status_code == 404

    def outdated():
        rows = model.Session.query(Rendering.subject).filter(Rendering.maker == "")
        return {dataset["name"][-4:] for dataset in made.values() for (subject,) in rows if subject == dataset["id"]}

    act("package_patch", id=made["2023"]["id"], notes="Diubah.", title="Angka 2023, diperbaiki")
    assert outdated() == set(), "what its sisters do not say of it makes none of them anew"
    assert renderings.refresh() == 1
    act("package_patch", id=made["2023"]["id"], dimensi_awal="2020", dimensi_akhir="2020")
    assert outdated() == {"2022", "2024"}
    assert renderings.refresh() == 3
    assert links("2022") == ["2023", "2024"]
    act("package_patch", id=made["2023"]["id"], dimensi_awal="2023", dimensi_akhir="2023")
    # changed back before anything was rendered: what was outdated stays so
    act("package_patch", id=made["2023"]["id"], dimensi_awal="2020", dimensi_akhir="2020")
    assert outdated() == {"2022", "2024"}
    act("package_patch", id=made["2023"]["id"], dimensi_awal="2023", dimensi_akhir="2023")
    renderings.refresh()
    act("package_patch", id=made["2023"]["id"], private=True)
    assert outdated() >= {"2022", "2024"}
    renderings.refresh()
    assert links("2024") == ["2022", None]
    act("package_patch", id=made["2024"]["id"], seri="")
    assert outdated() >= {"2022"}
    renderings.refresh()
    assert links("2022") == [None, None]
    assert "satudata-editions" not in app.get("/dataset/angka-2024").body
