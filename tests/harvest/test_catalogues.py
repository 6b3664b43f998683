"""Catalogues in their several forms: each record is read, and what is of another kind is told, not passed over."""

import json
from pathlib import Path

import pytest
from ckanext.satudata.exceptions import BrokenAnswer
from ckanext.satudata.harvest import readers
from ckanext.satudata.metadata import licenses
from ckanext.satudata.web import http

FIXTURES = Path(__file__).parents[1] / "fixtures" / "harvest"
CSW = b"http://www.isotc211.org/2005/gmd"


def fixture(name):
    """Return a recorded answer."""
    return (FIXTURES / name).read_bytes()


def reader(method, **access):
    """Return a reader for internal sources."""
    client = http.Client("Uji", internal=True, per_second=10_000)
    return readers.load(method).Reader({"internal": True, **access}, client)


def as_gmi(answer):
    """Return recorded search results as a server of ISO 19115-2 sends them."""
    renamed = answer.replace(b"<gmd:MD_Metadata", b'<gmi:MI_Metadata xmlns:gmi="http://www.isotc211.org/2005/gmi"')
    return renamed.replace(b"</gmd:MD_Metadata>", b"</gmi:MI_Metadata>")


def test_csw_reads_iso_19115_2(loopback):
    """A record of the second edition's extension is read as one of the first."""
    plain = fixture("csw_1.xml").replace(b'nextRecord="3"', b'nextRecord="0"')
    loopback.answer("/gmd", plain)
    loopback.answer("/gmi", as_gmi(plain))
    first = [item.raw for item in reader("csw", url=f"{loopback.url}/gmd").items()]
    second = [item.raw for item in reader("csw", url=f"{loopback.url}/gmi").items()]
    assert len(first) == 2
    assert first == second
    assert all(raw["license"] and raw["issued"] for raw in first)


def results(*records):
    """Return search results of a CSW with these records."""
    inner = b"".join(records)
    size = str(len(records)).encode()
    return (
        b'<csw:GetRecordsResponse xmlns:csw="http://www.opengis.net/cat/csw/2.0.2"><csw:SearchResults '
        b'numberOfRecordsMatched="'
        + size
        + b'" nextRecord="0">'
        + inner
        + b"</csw:SearchResults></csw:GetRecordsResponse>"
    )


def test_csw_reads_iso_19115_3_in_the_portals_language(loopback):
    """Title in Indonesian, dates, licence and box of a record in ISO 19115-3."""
    loopback.answer("/csw", results(fixture("iso19115_3.xml")))
    [item] = reader("csw", url=f"{loopback.url}/csw", schema="iso19115-3").items()
    assert item.identifier == "iso3-1"
    assert item.raw["title"] == "Batas wilayah"
    assert item.raw["issued"] == "2024-02-01"
    assert licenses.find(item.raw["license"]).code == "CC-BY-4.0"
    assert [float(side) for side in item.raw["bbox"]] == [114.4, -8.4, 115.4, -8.0]
    assert item.raw["resources"][0]["format"] == "CSV"


def test_csw_tells_what_it_did_not_read(loopback):
    """Records of another kind are counted; one that is broken stops no other."""
    other = b'<csw:Record><dc:title xmlns:dc="http://purl.org/dc/elements/1.1/">Lain</dc:title></csw:Record>'
    empty = b'<gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd"/>'
    loopback.answer("/csw", results(other, fixture("iso19115_3.xml"), other, empty, other))
    source = reader("csw", url=f"{loopback.url}/csw")
    items = list(source.items())
    assert [item.identifier for item in items] == ["iso3-1", ""]
    [remark] = source.remarks
    assert remark.startswith("3 ")


def test_a_folder_of_xml_on_the_web(loopback):
    """Each XML file of the folder and of those below it, once; nothing above or elsewhere; the rest is counted."""
    page = """<html><body><a href="?C=N;O=D">Name</a><a href="../">Atas</a><a href="a.xml">a.xml</a>
        <a href="a.xml#x">lagi</a><a href="bawah/">bawah/</a><a href="catatan.txt">c</a><a href="feed.xml">f</a>
        <a href="rusak.xml">r</a><a href="http://lain.example/waf/b.xml">lain</a></body></html>"""
    loopback.answer("/data/waf/", page)
    loopback.answer("/data/waf/bawah/", '<a href="b.XML">b</a><a href="/data/waf/">atas</a><a href="/rahasia/">x</a>')
    loopback.answer("/data/waf/a.xml", fixture("iso19115_3.xml"), Last_Modified="Mon, 01 Jan 2024 00:00:00 GMT")
    loopback.answer("/data/waf/bawah/b.XML", fixture("iso19115_3.xml").replace(b"iso3-1", b"iso3-2"))
    loopback.answer("/data/waf/feed.xml", b"<rss/>")
    loopback.answer("/data/waf/rusak.xml", b"<rusak")
    source = reader("waf", url=f"{loopback.url}/data/waf/")
    items = {item.identifier: item for item in source.items()}
    assert {name for name, item in items.items() if not item.fault} == {"iso3-1", "iso3-2"}
    assert items[f"{loopback.url}/data/waf/rusak.xml"].fault
    assert items["iso3-2"].raw["url"] == f"{loopback.url}/data/waf/bawah/b.XML"
    [remark] = source.remarks
    assert remark.startswith("1 ")
    assert not any("rahasia" in path for path in loopback.requested)
    assert len(loopback.requested) == len(set(loopback.requested)) == 6


def test_dkan_by_its_metastore_and_by_data_json(loopback, monkeypatch):
    """The metastore's bare list and the catalogue of an older DKAN give the same datasets."""
    monkeypatch.setattr("ckanext.satudata.harvest.readers.portal_addresses", lambda: {"http://sini.example"})
    body = json.loads(fixture("aceh_data.json"))
    loopback.answer("/baru/api/1/metastore/schemas/dataset/items", json.dumps(body["dataset"]))
    loopback.answer("/lama/data.json", json.dumps(body))
    new = list(reader("dkan", url=f"{loopback.url}/baru").items())
    old = list(reader("dkan", url=f"{loopback.url}/lama/").items())
    assert [item.identifier for item in new] == [item.identifier for item in old]
    assert len(new) == 8
    assert new[0].raw["resources"][0]["mimetype"] == "text/html"
    loopback.answer("/bukan/api/1/metastore/schemas/dataset/items", "{}")
    with pytest.raises(BrokenAnswer, match="DKAN"):
        list(reader("dkan", url=f"{loopback.url}/bukan").items())


def test_one_broken_dataset_of_data_json_stops_no_other(loopback, monkeypatch):
    """What is no dataset is a broken item; identifiers may be objects, distributions single."""
    monkeypatch.setattr("ckanext.satudata.harvest.readers.portal_addresses", lambda: {"http://sini.example"})
    datasets = [
        {"identifier": {"@id": "http://x/1"}, "title": "A", "distribution": {"downloadURL": {"@id": "/a.csv"}}},
        None,
        "teks",
        {"identifier": "b", "title": "B", "distribution": [None, 7, {"accessURL": "http://x/b"}]},
    ]
    loopback.answer("/data.json", json.dumps({"dataset": datasets}))
    items = list(reader("data_json", url=f"{loopback.url}/data.json").items())
    assert [item.identifier for item in items] == ["http://x/1", "", "", "b"]
    assert [bool(item.fault) for item in items] == [False, True, True, False]
    assert items[0].raw["resources"][0]["url"] == "/a.csv"


DCAT_AP = {
    "@context": "https://semiceu.github.io/DCAT-AP/releases/3.0.0/context/dcat-ap.jsonld",
    "@id": "http://x/katalog",
    "@type": "Catalogue",
    "dataset": [
        {
            "@id": "http://x/d/1",
            "@type": "Dataset",
            "title": [{"@value": "Rice", "@language": "en"}, {"@value": "Beras", "@language": "id"}],
            "issued": "2024-01-31",
            "distribution": [
                {
                    "@type": "Distribution",
                    "accessURL": {"@id": "http://x/1.csv"},
                    "license": {"@id": "http://creativecommons.org/licenses/by/4.0/"},
                    "format": {"@id": "http://publications.europa.eu/resource/authority/file-type/CSV"},
                }
            ],
        }
    ],
}
DCAT_US = {
    "@context": "https://raw.githubusercontent.com/DOI-DO/dcat-us/main/context/dcat-us-3.0.jsonld",
    "@type": "Catalog",
    "dataset": [
        {
            "@id": "http://x/d/1",
            "@type": "Dataset",
            "title": "Beras",
            "issued": "2024-01-31",
            "license": "http://creativecommons.org/licenses/by/4.0/",
            "distribution": [{"@type": "Distribution", "downloadURL": "http://x/1.csv", "mediaType": "text/csv"}],
        }
    ],
}
SCHEMA_ORG = {
    "@context": "https://schema.org/",
    "@type": "Dataset",
    "@id": "http://x/d/1",
    "name": "Beras",
    "keywords": "beras, padi",
    "datePublished": "2024-01-31",
    "license": "http://creativecommons.org/licenses/by/4.0/",
    "distribution": [{"@type": "DataDownload", "contentUrl": "http://x/1.csv", "encodingFormat": "text/csv"}],
}


@pytest.mark.services
@pytest.mark.usefixtures("with_plugins")
@pytest.mark.parametrize(
    "body",
    [DCAT_AP, DCAT_US, SCHEMA_ORG, {**SCHEMA_ORG, "@context": {"@vocab": "http://schema.org/"}}],
    ids=["DCAT-AP", "DCAT-US 3", "schema.org", "schema.org inline"],
)
def test_contexts_of_the_standards_are_shipped(loopback, body):
    """The catalogue is read without asking anybody for its context."""
    loopback.answer("/k.jsonld", json.dumps(body), Content_Type="application/ld+json")
    [item] = reader("dcat_rdf", url=f"{loopback.url}/k.jsonld").items()
    assert (item.identifier, item.raw["title"], item.raw["issued"]) == ("http://x/d/1", "Beras", "2024-01-31")
    assert licenses.find(item.raw["license"]).code == "CC-BY-4.0"
    [file] = item.raw["resources"]
    assert file["url"] == "http://x/1.csv"
    assert loopback.requested == ["/k.jsonld"]


@pytest.mark.services
@pytest.mark.usefixtures("with_plugins")
def test_dcat_of_germany_says_its_licence(loopback):
    """The licence of the files of a real record of GovData is that of the dataset."""
    loopback.answer("/d.rdf", fixture("govdata_jerman.rdf"), Content_Type="application/rdf+xml")
    items = list(reader("dcat_rdf", url=f"{loopback.url}/d.rdf").items())
    assert items
    assert {licenses.find(item.raw["license"]).code for item in items} == {"CC0-1.0"}


def test_each_reader_describes_itself():
    """Form and guide are made from it: each method and option has a title, a needed one an example or a help."""
    for name in readers.UNITS.names:
        module = readers.load(name)
        assert module.TITLE
        for option, declared in module.OPTIONS.items():
            assert declared.get("title"), (name, option)
            assert declared.get("needed") in {None, readers.ALWAYS, readers.LISTED}
            assert not declared.get("needed") or declared.get("examples") or declared.get("description")
        for option, declared in module.READ["properties"].items():
            assert declared.get("description") or declared.get("title"), (name, option)
