"""Where data is about: a kode wilayah as `dct:Location` with name, box and outline."""

from __future__ import annotations

from ckanext.satudata.dcat import uris
from ckanext.satudata.metadata import codelists
from rdflib import DCAT, RDF, BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, SKOS

LOCN = Namespace("http://www.w3.org/ns/locn#")
GSP = Namespace("http://www.opengis.net/ont/geosparql#")
KABUPATEN = len("51.08")


def add_outline(graph: Graph, dataset: URIRef, outline: str) -> None:
    """Write the place that a dataset is about, from its source: `outline` is a geometry as GeoJSON."""
    place, geometry = BNode(), BNode()
    graph.add((dataset, DCTERMS.spatial, place))
    graph.add((place, RDF.type, DCTERMS.Location))
    graph.add((place, GSP.hasGeometry, geometry))
    graph.add((geometry, RDF.type, LOCN.Geometry))
    graph.add((geometry, GSP.asGeoJSON, Literal(outline, datatype=GSP.geoJSONLiteral)))


def add(graph: Graph, code: str) -> URIRef:
    """Write a region; return its address.

    The box and outline are its own where the list `batas_wilayah` has them (kabupaten/kota everywhere, kecamatan of
    some districts), else the box is that of the kabupaten/kota in which it lies.
    """
    place = URIRef(uris.code("wilayah", code))
    graph.add((place, RDF.type, DCTERMS.Location))
    graph.add((place, DCTERMS.identifier, Literal(code)))
    graph.add((place, SKOS.prefLabel, Literal(codelists.wilayah_label(code), lang="id")))
    outlines = codelists.load("batas_wilayah").codes
    nearest = outlines.get(code) or outlines.get(code[:KABUPATEN])
    if nearest is None:
        return place
    west, south, east, north = (nearest.extra[side] for side in ("west", "south", "east", "north"))
    box = f"POLYGON (({west} {south}, {east} {south}, {east} {north}, {west} {north}, {west} {south}))"
    graph.add((place, DCAT.bbox, Literal(box, datatype=GSP.wktLiteral)))
    if nearest.code == code:
        outline = URIRef(f"{place}#batas")
        # DCAT-AP's shapes want a node as locn:geometry, and ckanext-dcat's harvester breaks off at anything but a text
        graph.add((place, GSP.hasGeometry, outline))
        graph.add((outline, RDF.type, LOCN.Geometry))
        graph.add((outline, GSP.asWKT, Literal(nearest.extra["wkt"], datatype=GSP.wktLiteral)))
    return place
