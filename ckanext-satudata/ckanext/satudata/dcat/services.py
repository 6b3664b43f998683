"""The district's applications as `dcat:DataService`."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.dcat.utils import catalog_uri, dataset_uri
from rdflib import DCAT, RDF, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS

MOST = 1000


def add_services(graph: Graph, catalog: URIRef) -> None:
    """Add each public application that has an address to the catalogue's graph."""
    search = {"fq": "dataset_type:layanan", "rows": MOST, "sort": "name asc"}
    for record in tk.get_action("package_search")({"user": ""}, search)["results"]:
        if record.get("alamat_layanan"):
            _add_service(graph, catalog, record)


def _add_service(graph: Graph, catalog: URIRef, record: dict[str, Any]) -> None:
    service = URIRef(f"{catalog_uri().rstrip('/')}/layanan/{record['id']}")
    graph.add((catalog, DCAT.service, service))
    graph.add((service, RDF.type, DCAT.DataService))
    graph.add((service, DCTERMS.title, Literal(record["title"], lang="id")))
    graph.add((service, DCTERMS.description, Literal(record["notes"], lang="id")))
    graph.add((service, DCAT.endpointURL, URIRef(record["alamat_layanan"])))
    if record.get("alamat_dokumentasi"):
        graph.add((service, DCAT.endpointDescription, URIRef(record["alamat_dokumentasi"])))
    if record.get("dataset_dilayani"):
        graph.add((service, DCAT.servesDataset, URIRef(dataset_uri({"id": record["dataset_dilayani"]}))))
