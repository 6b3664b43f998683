"""Catalogues of metadata: data.json, DCAT, CSW."""

import json

import pytest
from ckanext.satudata.exceptions import (
    BrokenAnswer,
)

from harvest.reading import fixture, reader


def test_data_json_of_aceh(loopback, monkeypatch):
    """The recorded catalogue of Satu Data Aceh: identifiers, resources, Aceh's own fields."""
    monkeypatch.setattr("ckanext.satudata.config.site_url", lambda: "https://satudata.example")
    loopback.answer("/data.json", fixture("aceh_data.json"))
    items = list(reader("data_json", url=f"{loopback.url}/data.json").items())
    assert len(items) == 8
    assert items[0].identifier == "ebd7c2d0-524b-4368-aac3-889403920290"
    assert items[0].raw["resources"][0]["format"] == "html"
    assert items[0].raw["kategori"] == "Uncategorized"


PAGE = """@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix hydra: <http://www.w3.org/ns/hydra/core#> .
<{url}/d/{number}> a dcat:Dataset ; dct:title "Data {number}" ; dcat:keyword "air" ;
  dcat:distribution [ a dcat:Distribution ; dcat:accessURL <http://x.example/{number}.csv> ; dct:format "CSV" ] .
<{url}/katalog> a hydra:PagedCollection ; hydra:nextPage "{next}" ."""


def dcat_pages(loopback, *following):
    """Serve one page for each address of a next page."""
    for number, place in enumerate(following, 1):
        body = PAGE.format(url=loopback.url, number=number, next=f"{loopback.url}{place}")
        loopback.answer(f"/k{number}.ttl", body, Content_Type="text/turtle")


@pytest.mark.services
@pytest.mark.usefixtures("with_plugins")
def test_dcat_pages_that_go_in_a_circle(loopback):
    """The last page names the first as the next one: each page is read once."""
    dcat_pages(loopback, "/k2.ttl", "/k3.ttl", "/k1.ttl")
    items = list(reader("dcat_rdf", url=f"{loopback.url}/k1.ttl").items())
    assert [item.raw["title"] for item in items] == ["Data 1", "Data 2", "Data 3"]
    assert items[0].identifier == f"{loopback.url}/d/1"
    assert items[0].raw["resources"][0]["format"] == "CSV"
    assert items[0].raw["tags"] == [{"name": "air"}]


@pytest.mark.services
@pytest.mark.usefixtures("with_plugins")
def test_dcat_record_of_a_real_portal(loopback):
    """A record of datos.gob.es, as it is."""
    loopback.answer("/d.ttl", fixture("datos_gob_es.ttl"))
    [item] = reader("dcat_rdf", url=f"{loopback.url}/d.ttl").items()
    assert item.raw["title"].startswith("Estudio de Satisfacci")
    assert item.raw["resources"]


@pytest.mark.services
@pytest.mark.usefixtures("with_plugins")
def test_dcat_that_attacks_or_is_broken(loopback):
    """XML bombs and remote contexts are refused; a page of HTML is told."""
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "x">]><a>&b;</a>'
    loopback.answer("/x.rdf", bomb, Content_Type="application/rdf+xml")
    with pytest.raises(BrokenAnswer, match="entities"):
        list(reader("dcat_rdf", url=f"{loopback.url}/x.rdf").items())
    loopback.answer("/x.jsonld", json.dumps({"@context": "http://10.0.0.1/c"}), Content_Type="application/ld+json")
    with pytest.raises(BrokenAnswer, match="context"):
        list(reader("dcat_rdf", url=f"{loopback.url}/x.jsonld").items())
    loopback.answer("/x.ttl", b"<html>Masuk</html>", Content_Type="text/turtle")
    with pytest.raises(BrokenAnswer, match="RDF"):
        list(reader("dcat_rdf", url=f"{loopback.url}/x.ttl").items())


def test_csw_pages_of_a_real_geonetwork(loopback):
    """Recorded first and last page: four records, and the last page says that none follows."""
    pages = {'startPosition="1"': fixture("csw_1.xml").replace(b'nextRecord="3"', b'nextRecord="5"')}
    pages['startPosition="5"'] = fixture("csw_5.xml")

    def route(request):
        return 200, {}, next(page for mark, page in pages.items() if mark.encode() in request.body)

    loopback.routes["/csw"] = route
    items = list(reader("csw", url=f"{loopback.url}/csw", constraint="AnyText LIKE '%a&b%'").items())
    assert len(items) == 4
    assert items[0].identifier == "fr-120066022-ldd-56fce164-04b2-41ae-be87-9f256f39dd44"
    assert all(item.raw["title"] for item in items)
    assert any(item.raw["resources"] for item in items)
    assert any(len(item.raw["bbox"]) == 4 for item in items)


def test_csw_of_version_3(loopback):
    """A server that refuses 2.0.2 is asked in 3.0.0, once for all pages; the recorded page, put into its namespace."""
    versions = []
    answer = fixture("csw_5.xml").replace(
        b"http://www.opengis.net/cat/csw/2.0.2", b"http://www.opengis.net/cat/csw/3.0"
    )

    def route(request):
        version = "3.0.0" if b'version="3.0.0"' in request.body else "2.0.2"
        versions.append(version)
        return (
            200,
            {},
            answer if version == "3.0.0" else b"<ExceptionReport>VersionNegotiationFailed</ExceptionReport>",
        )

    loopback.routes["/csw"] = route
    source = reader("csw", url=f"{loopback.url}/csw")
    assert [item.raw["title"] for item in source.items()]
    assert list(source.items())
    assert versions == ["2.0.2", "3.0.0", "3.0.0"]


def test_csw_that_never_ends_or_refuses(loopback):
    """A server whose next record is where it began is left; an exception report is told."""
    loopback.answer("/csw", fixture("csw_1.xml").replace(b'nextRecord="3"', b'nextRecord="1"'))
    assert len(list(reader("csw", url=f"{loopback.url}/csw").items())) == 2
    loopback.answer("/csw", b"<ExceptionReport>Tidak dikenal</ExceptionReport>")
    with pytest.raises(BrokenAnswer, match="Tidak dikenal"):
        list(reader("csw", url=f"{loopback.url}/csw").items())
