"""Requests to the feed: conditional, compressed, since a moment, searching, wrong."""

import gzip
import json

import pytest
from ckan.plugins import toolkit as tk
from ckan.tests import helpers
from ckanext.dcat.utils import catalog_uri
from ckanext.satudata.dcat import renderings
from dcat.test_dcat_profile import show
from factories_satudata import Organization, act, dataset_dict, kegiatan_dict
from rdflib import DCAT, RDF, URIRef

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]


def test_conditional_requests(app):
    """A client that has it already gets 304; after any change, also one that leaves no date, it gets the news."""
    office = Organization()["id"]
    for name in ("satu", "dua"):
        act("package_create", **dataset_dict(owner_org=office, name=name))
    for path in ("/catalog.ttl", "/catalog.jsonld?full=1", "/dataset/satu.rdf"):
        first = app.get(path)
        assert first.get_data()
        marks = [{"If-None-Match": first.headers["ETag"]}, {"If-Modified-Since": first.headers["Last-Modified"]}]
        for mark in marks:
            again = app.get(path, headers=mark)
            assert (again.status_code, again.get_data()) == (304, b""), (path, mark)
    first = app.get("/catalog.ttl")
    assert first.get_data()
    marks = {"If-None-Match": first.headers["ETag"], "If-Modified-Since": first.headers["Last-Modified"]}
    act("package_delete", id="dua")
    for name, value in marks.items():
        again = app.get("/catalog.ttl", headers={name: value})
        assert (again.status_code, b"dcat:Catalog" in again.get_data()) == (200, True), name


def test_gzip_is_the_same_document(app):
    """Compressed for whoever wants it, with a mark of its own."""
    act("package_create", **dataset_dict(owner_org=Organization()["id"]))
    plain = app.get("/catalog.ttl?full=1")
    content = plain.get_data()
    packed = app.get("/catalog.ttl?full=1", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.get_data()) == content
    assert packed.headers["ETag"] != plain.headers["ETag"]
    refused = app.get("/catalog.ttl?full=1", headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in refused.headers


def test_modified_since(fetch):
    """Only what changed since then, in any time zone; the whole stays what it is."""
    office = Organization()["id"]
    for name in ("lama", "baru"):
        act("package_create", **dataset_dict(owner_org=office, name=name))
    fetch("/catalog.ttl")
    moment = act("package_patch", id="baru", notes="Diubah.")["metadata_modified"]
    [dataset] = fetch(f"/catalog.ttl?modified_since={moment}").objects(None, DCAT.dataset)
    assert str(dataset).endswith(show("baru")["id"])
    assert not list(fetch("/catalog.ttl?modified_since=2999-01-01T00:00:00%2B08:00").objects(None, DCAT.dataset))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/catalog.ttl?page=-1", 400),
        ("/catalog.ttl?full=1&page=-1", 400),
        ("/catalog.ttl?page=0", 400),
        ("/catalog.ttl?page=dua", 400),
        ("/catalog.ttl?page=%00", 400),
        ("/catalog.ttl?page=99999999999999999999", 400),
        ("/catalog.ttl?page=999", 200),
        ("/catalog.ttl?modified_since=yesterday", 400),
        ("/catalog.ttl?modified_since=0001-01-01T00:00:00%2B14:00", 400),
        ("/catalog.ttl?modified_since=%00", 400),
        ("/catalog.pdf", 404),
        ("/catalog.", 404),
        ("/catalog.ttl?profiles=tidak_ada", 400),
        ("/catalog.ttl?profiles=euro_dcat_ap_3", 200),
        ("/catalog.ttl?fq=a:(", 400),
        ("/catalog.ttl?fq=a%20OR%20b", 200),
        ("/catalog.ttl?fq=a%20OR%20b&profiles=euro_dcat_ap_3", 200),
        ("/catalog.rdf?q=jumlah%20%22penduduk%22%20%26%20%3Cb%3E&page=2", 200),
        ("/catalog.jsonld?q=jumlah%20penduduk&modified_since=2020-01-01", 200),
        ("/catalog.nt?fq=%7B!join%20from=id%20to=id%7Da", 400),
        ("/catalog.ttl?fq=%2Bstate:draft", 200),
        ("/catalog.ttl?q=a%00b", 400),
        ("/catalog.ttl?q=%5B*%20TO", 200),
        ("/catalog.ttl?q=x&modified_since=yesterday", 400),
        ("/catalog.ttl?q=x&page=999999999", 400),
        ("/catalog.ttl?apa=saja&rows=-1&sort=x", 200),
        ("/catalog.ttl?q=stunting&page=-1", 400),
        ("/dataset/tidak-ada.ttl", 404),
        ("/dataset/jumlah-penduduk-uji.pdf", 404),
        ("/dataset/jumlah-penduduk-uji.ttl?profiles=tidak_ada", 400),
        ("/dataset/%00.ttl", 404),
    ],
)
def test_bad_requests_get_a_clear_answer(app, path, status):
    """Never a server error: 4xx with a sentence, or a valid document."""
    act("package_create", **dataset_dict(owner_org=Organization()["id"]))
    response = app.get(path, expect_errors=True)
    assert response.status_code == status
    assert response.get_data()


@pytest.mark.ckan_config("ckanext.dcat.datasets_per_page", "2")
def test_a_client_that_follows_the_pages_of_a_search_gets_what_is_found(fetch):
    """Words with spaces and alternatives: the pages name each other, and say what the whole feed says of each."""
    office = Organization()["id"]
    for n in range(5):
        act("package_create", **dataset_dict(owner_org=office, name=f"data-{n}", title=f"Judul {n} di Kota"))
    act("package_create", **kegiatan_dict(owner_org=office, title="Judul Kegiatan 2025"))
    hydra = "http://www.w3.org/ns/hydra/core#"
    address, identifiers = "/catalog.ttl?q=judul%20kota&fq=name:data-0%20OR%20name:data-2%20OR%20name:data-4", []
    while address:
        graph = fetch(address)
        identifiers += [
            str(dataset).rpartition("/")[2] for dataset in graph.objects(URIRef(catalog_uri()), DCAT.dataset)
        ]
        [view] = graph.subjects(RDF.type, URIRef(f"{hydra}PagedCollection"))
        assert graph.value(view, URIRef(f"{hydra}totalItems")).toPython() == 3
        following = graph.value(view, URIRef(f"{hydra}next"))
        address = str(following).removeprefix(catalog_uri()) if following else None
    assert sorted(identifiers) == sorted(show(f"data-{n}")["id"] for n in (0, 2, 4))
    one = fetch("/catalog.ttl?q=judul%20kota&fq=name:data-0")
    ref = URIRef(renderings.address(show("data-0")))
    assert set(one.predicates(ref)) == set(renderings.graph(show("data-0")).predicates(ref))


def test_action_serves_the_stored_page():
    """CKAN's action gives the same page, as JSON-LD for instance; bad input is a validation error."""
    act("package_create", **dataset_dict(owner_org=Organization()["id"]))
    text = helpers.call_action("dcat_catalog_show", format="jsonld")
    assert "@graph" in json.loads(text)
    with pytest.raises(tk.ValidationError):
        helpers.call_action("dcat_catalog_show", format="ttl", page="-1")
