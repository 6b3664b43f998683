"""`modified_since` tells removals, so that a partner need not read the whole feed to notice them."""

import json

import pytest
from ckan import model
from ckan.tests import helpers
from ckanext.satudata import clock
from ckanext.satudata.dcat import check, renderings
from ckanext.satudata.dcat.model import Removal
from factories_satudata import Organization, act, dataset_dict
from rdflib import DCAT, DCTERMS, RDF, Graph, Namespace, URIRef
from rdflib.namespace import FOAF

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]
ADMS = Namespace("http://www.w3.org/ns/adms#")
PARSERS = {"ttl": "turtle", "rdf": "xml", "jsonld": "json-ld", "nt": "nt"}
SECRET = "Rahasia Judul Yang Ditarik"


@pytest.fixture
def feed(app):
    """Return a function that fetches a document and returns (its graph, the addresses of what was removed)."""

    def fetch(query, ending="ttl"):
        text = app.get(f"/catalog.{ending}{query}").get_data(as_text=True)
        graph = Graph().parse(data=text, format=PARSERS[ending])
        records = list(graph.subjects(RDF.type, DCAT.CatalogRecord))
        assert f"{SECRET} pergi" not in text or not records
        return graph, sorted(str(graph.value(record, FOAF.primaryTopic)) for record in records)

    return fetch


@pytest.fixture
def office():
    """Two datasets that were in the feed; the id of their office."""
    organization = Organization()["id"]
    for name in ("tetap", "pergi"):
        act("package_create", **dataset_dict(owner_org=organization, name=name, title=f"{SECRET} {name}"))
    renderings.refresh()
    return organization


GOING = {
    "private": lambda: act("package_patch", id="pergi", private=True),
    "deleted": lambda: act("package_delete", id="pergi"),
    "purged": lambda: helpers.call_action("dataset_purge", id="pergi"),
    "draft": lambda: act("package_patch", id="pergi", state="draft"),
}


@pytest.mark.parametrize("way", GOING)
def test_what_went_is_listed_once_with_its_moment_and_nothing_else(app, feed, office, way):
    """Deleted, purged, made private or a draft again: alike, at the next request, with no job between."""
    gone = act("package_show", id="pergi")
    address = renderings.address(gone)
    before = clock.now().isoformat() + "Z"
    act("package_patch", id="tetap", notes="Catatan")
    GOING[way]()
    for ending in PARSERS:
        graph, removed = feed(f"?full=1&modified_since={before}", ending)
        assert removed == [address]
        [record] = graph.subjects(RDF.type, DCAT.CatalogRecord)
        assert str(graph.value(record, DCTERMS.identifier)) == gone["id"]
        assert str(graph.value(record, ADMS.status)) == "http://purl.org/adms/status/Withdrawn"
        assert str(graph.value(record, DCTERMS.modified)) >= before
        assert len(list(graph.predicate_objects(record))) == 5
        assert list(graph.predicate_objects(URIRef(address))) == [(RDF.type, DCAT.Resource)], "nothing of the dataset"
    document = app.get(f"/data.json?modified_since={before}").get_data(as_text=True)
    [removal] = json.loads(document)["record"]
    assert (removal["identifier"], removal["primaryTopic"]) == (gone["id"], address)
    assert removal.keys() == {"@type", "identifier", "primaryTopic", "modified", "status"}
    assert f"{SECRET} pergi" not in document


def test_a_partner_that_goes_on_from_its_last_visit_misses_nothing_and_hears_it_once(feed, office):
    """The moment is when the feed noticed it, which is after the visit before, even if the job was late."""
    act("package_delete", id="pergi")
    visit = clock.now().isoformat() + "Z"
    assert feed(f"?modified_since={visit}")[1]
    again = clock.now().isoformat() + "Z"
    assert feed(f"?modified_since={again}")[1] == []
    assert feed("")[1] == [], "the whole feed speaks of what is there"


def test_what_comes_back_is_a_dataset_again(feed, office):
    """Published anew: among the changes, and no removal any more."""
    act("package_patch", id="pergi", private=True)
    start = "2020-01-01"
    assert len(feed(f"?modified_since={start}")[1]) == 1
    moment = clock.now().isoformat() + "Z"
    act("package_patch", id="pergi", private=False)
    graph, removed = feed(f"?modified_since={moment}")
    assert removed == []
    assert len(list(graph.objects(None, DCAT.dataset))) == 1
    assert not model.Session.query(Removal).count()


def test_what_was_never_in_the_feed_leaves_no_trace(feed, office):
    """A dataset that was private all the time is not told of when it is deleted."""
    act("package_create", **dataset_dict(owner_org=office, name="tersembunyi", private=True))
    act("package_delete", id="tersembunyi")
    assert feed("?modified_since=2020-01-01")[1] == []


@pytest.mark.ckan_config("ckanext.dcat.datasets_per_page", "1")
def test_removals_stand_on_the_first_page_only(feed, office):
    """So that a client that follows the pages reads each once."""
    act("package_create", **dataset_dict(owner_org=office, name="lain"))
    act("package_delete", id="pergi")
    assert [len(feed(f"?modified_since=2020-01-01&page={page}")[1]) for page in (1, 2, 3)] == [1, 0, 0]


def test_the_answer_has_a_new_mark_when_something_went(app, office):
    """A client that asks with its ETag gets the news."""
    path = "/catalog.ttl?modified_since=2020-01-01"
    first = app.get(path).headers["ETag"]
    assert app.get(path, headers={"If-None-Match": first}).status_code == 304
    act("package_delete", id="pergi")
    assert app.get(path, headers={"If-None-Match": first}).status_code == 200


def test_records_conform_to_dcat_ap(feed, office):
    """The SHACL shapes of DCAT-AP 3 have nothing against the record of a removal."""
    act("package_delete", id="pergi")
    graph, _removed = feed("?modified_since=2020-01-01")
    [record] = graph.subjects(RDF.type, DCAT.CatalogRecord)
    assert [violation for violation in check.violations(graph) if violation.node == str(record)] == []
