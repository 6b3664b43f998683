"""The district's applications as `dcat:DataService`."""

from __future__ import annotations

from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.dcat.utils import dataset_uri
from ckanext.satudata.dcat import agents, uris
from rdflib import DCAT, RDF, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDFS

MOST = 1000


def add_services(graph: Graph, catalog: URIRef) -> None:
    """Add each public application that has an address to the catalogue's graph."""
    search = {"fq": "dataset_type:layanan", "rows": MOST, "sort": "name asc"}
    for service in tk.get_action("package_search")({"user": ""}, search)["results"]:
        record = uris.writable(service)
        assert isinstance(record, dict)
        if uris.link(record.get("alamat_layanan")):
            _add_service(graph, catalog, record)


def _add_service(graph: Graph, catalog: URIRef, record: dict[str, Any]) -> None:
    service = URIRef(uris.record("layanan", record["id"]))
    graph.add((catalog, DCAT.service, service))
    graph.add((service, RDF.type, DCAT.DataService))
    graph.add((service, DCTERMS.title, Literal(record["title"], lang="id")))
    graph.add((service, DCTERMS.description, Literal(record["notes"], lang="id")))
    addresses = {
        DCAT.endpointURL: record["alamat_layanan"],
        DCAT.endpointDescription: record.get("alamat_dokumentasi"),
    }
    for predicate, text in addresses.items():
        address = uris.link(text)
        if address:
            graph.add((service, predicate, URIRef(address)))
            graph.add((URIRef(address), RDF.type, RDFS.Resource))
    served = _public(record.get("dataset_dilayani"))
    if served:
        graph.add((service, DCAT.servesDataset, URIRef(dataset_uri({"id": served}))))
    agent = agents.find(record.get("owner_org"))
    if agent:
        graph.add((service, DCTERMS.publisher, agents.add(graph, agent)))


def _public(dataset: str | None) -> str | None:
    """Return the id of a dataset that everybody may see, None for any other."""
    package = model.Package.get(dataset) if dataset else None
    return package.id if package and package.state == model.State.ACTIVE and not package.private else None
