"""What the national portal reads: datasets as datasets, applications as services, nothing that is not public."""

import pytest
from ckan.plugins import toolkit as tk
from factories_satudata import Organization, act, dataset_dict, indikator_dict, kegiatan_dict, layanan_dict
from rdflib import DCAT, DCTERMS, RDF, XSD, Graph, Literal, URIRef
from rdflib.namespace import TIME

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]


@pytest.fixture
def feed(app):
    """Return a function that fetches and parses the catalogue."""
    return lambda: Graph().parse(data=app.get("/catalog.ttl").body, format="turtle")


def test_only_datasets_are_datasets_and_applications_are_services(feed):
    """An activity or indicator is no dataset of the catalogue; an application serves its dataset."""
    organization = Organization()["id"]
    dataset = act("package_create", **dataset_dict(owner_org=organization))
    for make in (kegiatan_dict, indikator_dict):
        act("package_create", **make(owner_org=organization))
    act("package_create", **layanan_dict(owner_org=organization, dataset_dilayani=dataset["name"]))
    graph = feed()
    [reference] = graph.subjects(RDF.type, DCAT.Dataset)
    assert str(reference).endswith(dataset["id"])
    [service] = graph.subjects(RDF.type, DCAT.DataService)
    assert (service, DCAT.endpointURL, URIRef("https://aplikasi.satudata.example")) in graph
    assert (service, DCAT.servesDataset, reference) in graph
    assert (None, DCAT.service, service) in graph


def test_metadata_becomes_dcat(feed):
    """Region, period, frequency and access are stated in the vocabularies that a harvester knows."""
    act("package_create", **dataset_dict(owner_org=Organization()["id"]))
    graph = feed()
    [reference] = graph.subjects(RDF.type, DCAT.Dataset)
    assert Literal("51.08") in set(graph.objects(None, DCTERMS.identifier))
    assert str(graph.value(reference, DCTERMS.accrualPeriodicity)).endswith("/ANNUAL")
    assert str(graph.value(reference, DCTERMS.accessRights)).endswith("/PUBLIC")
    period = graph.value(reference, DCTERMS.temporal)
    days = [graph.value(period, name) for name in (DCAT.startDate, DCAT.endDate)]
    # a reader that knows no years, takes "2020" for a day of now
    assert days == [Literal("2020-01-01", datatype=XSD.date), Literal("2024-12-31", datatype=XSD.date)]
    years = [graph.value(graph.value(period, name), TIME.inXSDgYear) for name in (TIME.hasBeginning, TIME.hasEnd)]
    assert [str(year) for year in years] == ["2020", "2024"]


@pytest.mark.parametrize(
    "change",
    [
        {"private": True},
        {"private": True, "sifat_data": "terbatas", "dasar_hukum_pengecualian": "UU 14/2008 pasal 17"},
        {"state": "draft"},
    ],
)
def test_what_is_not_public_never_appears(feed, app, change):
    """Private, restricted and draft datasets are in no feed, and their pages are not readable."""
    dataset = act("package_create", **dataset_dict(owner_org=Organization()["id"], **change))
    assert not list(feed().subjects(RDF.type, DCAT.Dataset))
    assert app.get(f"/dataset/{dataset['name']}.ttl", expect_errors=True).status_code in {403, 404}
    with pytest.raises(tk.NotAuthorized):
        tk.get_action("package_show")({"user": "", "ignore_auth": False}, {"id": dataset["id"]})
