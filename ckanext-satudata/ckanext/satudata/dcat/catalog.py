"""The catalogue itself: who answers for it, in which language, about which region, and its applications."""

from __future__ import annotations

from ckanext.satudata import config
from ckanext.satudata.dcat import agents, places, services
from ckanext.satudata.dcat.fields import INDONESIAN
from rdflib import DCAT, RDF, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, FOAF, SKOS

THEMES = URIRef("http://publications.europa.eu/resource/authority/data-theme")


def complete(graph: Graph, catalog: URIRef) -> None:
    """Add what DCAT-AP wants of a catalogue to the triples that ckanext-dcat made."""
    graph.set((catalog, DCTERMS.language, URIRef(INDONESIAN)))
    graph.add((URIRef(INDONESIAN), RDF.type, DCTERMS.LinguisticSystem))
    for homepage in graph.objects(catalog, FOAF.homepage):
        graph.add((homepage, RDF.type, FOAF.Document))
    graph.add((catalog, DCTERMS.publisher, _publisher(graph, catalog)))
    graph.add((catalog, DCTERMS.spatial, places.add(graph, config.wilayah())))
    graph.add((catalog, DCAT.themeTaxonomy, THEMES))
    graph.add((THEMES, RDF.type, SKOS.ConceptScheme))
    graph.add((THEMES, DCTERMS.title, Literal("Tema data Uni Eropa", lang="id")))
    services.add_services(graph, catalog)


def _publisher(graph: Graph, catalog: URIRef) -> URIRef:
    agent = agents.top()
    if agent:
        return agents.add(graph, agent)
    # a portal that has no organization yet
    portal = URIRef(f"{catalog}#penerbit")
    graph.add((portal, RDF.type, FOAF.Agent))
    graph.add((portal, FOAF.name, Literal(config.site_title(), lang="id")))
    return portal
