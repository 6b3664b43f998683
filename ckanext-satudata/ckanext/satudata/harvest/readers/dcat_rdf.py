"""A DCAT catalogue in any serialisation of RDF, paged by Hydra or not, read by ckanext-dcat's own parser."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin

from ckanext.dcat.processors import RDFParser
from ckanext.satudata.exceptions import N_, BrokenAnswer
from ckanext.satudata.harvest import contexts
from ckanext.satudata.harvest.failures import describe_failure
from ckanext.satudata.harvest.hardened import parse_xml
from ckanext.satudata.harvest.readers import LISTED, BaseReader, Item, is_ours
from ckanext.satudata.metadata import places
from ckanext.satudata.web.answers import Answer
from rdflib import DCAT, RDFS, BNode, Literal, Namespace
from rdflib.namespace import DCTERMS
from rdflib.term import Node

LOCN = Namespace("http://www.w3.org/ns/locn#")
GSP = Namespace("http://www.opengis.net/ont/geosparql#")
ACCEPT = "text/turtle, application/rdf+xml, application/ld+json, application/n-triples"
FORMATS = {
    "text/turtle": "turtle",
    "application/x-turtle": "turtle",
    "application/rdf+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
    "application/ld+json": "json-ld",
    "application/json": "json-ld",
    "application/n-triples": "nt",
}
SUFFIXES = {"ttl": "turtle", "rdf": "xml", "xml": "xml", "jsonld": "json-ld", "json": "json-ld", "nt": "nt"}
MOST_PAGES = 5000
TITLE = N_("DCAT catalogue (RDF, JSON-LD)")
OPTIONS = {
    "url": {
        "type": "string",
        "title": N_("Address of the catalogue"),
        "examples": ["https://satudata.contoh.go.id/catalog.ttl"],
        "needed": LISTED,
    },
    "format": {
        "enum": ["turtle", "xml", "json-ld", "nt"],
        "title": N_("Kind of RDF"),
        "description": N_("Only when the source does not say it rightly."),
    },
}
READ: dict[str, Any] = {"properties": {}}
RECORD = {
    "uri": N_("address that identifies the dataset"),
    "identifier": N_("what identifies the dataset"),
    "title": N_("title"),
    "notes": N_("description"),
    "tags": N_("keywords"),
    "license": N_("licence, an address or a name"),
    "issued": N_("when the source issued it"),
    "modified": N_("when the source changed it"),
    "url": N_("page at the source"),
    "spatial": N_("geometry of the place"),
    "spatial_text": N_("name of the place"),
    "temporal_start": N_("first day of the data"),
    "temporal_end": N_("last day of the data"),
    "frequency": N_("how often it is renewed"),
    "publisher_name": N_("who publishes it"),
    "contact_email": N_("e-mail address of its keeper"),
    "resources": N_("its files: url, name, description, format, mimetype, size, hash, issued, modified"),
}


class Reader(BaseReader):
    """Yields each dataset as the parser's dictionary, with its extras as fields of their own."""

    def items(self) -> Iterator[Item]:
        """Yield the datasets of every page; a page that names an earlier one as the next ends the list."""
        url: str | None = self.access["url"]
        visited: set[str] = set()
        while url and url not in visited:
            if len(visited) >= MOST_PAGES:
                raise BrokenAnswer(N_("{0} has more than {1} pages."), self.access["url"], MOST_PAGES)
            visited.add(url)
            answer = self.client.get(url, accept=ACCEPT)
            parser = self._parsed(answer)
            # the order of a graph is not that of its file
            nodes = sorted(set(parser._datasets()), key=str)
            geometries = {node: next(_geometries(parser, node), "") for node in nodes}
            # DCAT-AP 3 wants a node there, at which the parser breaks off
            parser.g.remove((None, LOCN.geometry, None))
            for node in nodes:
                item = _item(parser, node, geometries[node])
                if not is_ours((item.raw or {}).get("uri"), (item.raw or {}).get("identifier")):
                    yield item
            following = parser.next_page()
            url = urljoin(url, str(following)) if following else None

    def _parsed(self, answer: Answer) -> RDFParser:
        form, content = self._format(answer), answer.content
        if form == "xml":
            parse_xml(content, answer.url)
        if form == "json-ld":
            content = json.dumps(contexts.resolve(answer.json(), answer.url)).encode()
        parser = RDFParser(profiles=["euro_dcat_ap_2"])
        try:
            # relative addresses are meant below the answer's own
            parser.g.parse(data=content, format=form, publicID=answer.url)
        except Exception as error:
            # each of rdflib's parsers raises errors of its own kind
            reason = str(error).strip().split("\n")[0][:200]
            raise BrokenAnswer(N_("{0} is no RDF that can be read: {1}"), answer.url, reason) from error
        return parser

    def _format(self, answer: Answer) -> str:
        if "format" in self.access:
            return self.access["format"]
        media = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media in FORMATS:
            return FORMATS[media]
        suffix = answer.url.partition("?")[0].rpartition(".")[2].lower()
        if suffix in SUFFIXES:
            return SUFFIXES[suffix]
        text = N_("{0} does not say which RDF it is ({1}). Say `format` in the agency's file.")
        raise BrokenAnswer(text, answer.url, media)


def _item(parser: RDFParser, node: Node, geometry: str) -> Item:
    """Return a dataset; one at which the parser breaks off does not stop the others."""
    made: dict[str, Any] = {}
    try:
        for profile in parser._profiles:
            profile(parser.g, dataset_type=parser.dataset_type).parse_dataset(made, node)
    except Exception as error:
        return Item("" if isinstance(node, BNode) else str(node), None, None, describe_failure(error))
    raw = _flat(made)
    raw["license"] = _licence(parser, node)
    raw["spatial"] = geometry
    return Item(str(raw.get("uri") or raw.get("identifier") or ""), None, raw)


def _licence(parser: RDFParser, node: Node) -> str:
    """Return the licence of the dataset or of its files; several in one text."""
    files = parser.g.objects(node, DCAT.distribution)
    licenses = [value for subject in (node, *files) for value in parser.g.objects(subject, DCTERMS.license)]
    return "; ".join(dict.fromkeys(filter(None, (_words(parser, value) for value in licenses))))


def _geometries(parser: RDFParser, node: Node) -> Iterator[str]:
    """Yield the geometries of the dataset's places, outlines before boxes, however a profile of DCAT writes them."""
    nodes = list(parser.g.objects(node, DCTERMS.spatial))
    for predicate in (LOCN.geometry, GSP.hasGeometry, DCAT.bbox, DCAT.centroid):
        for value in (value_of_place for place in nodes for value_of_place in parser.g.objects(place, predicate)):
            inner = (text for predicate in (GSP.asWKT, GSP.asGeoJSON) for text in parser.g.objects(value, predicate))
            for text in [value] if isinstance(value, Literal) else inner:
                geometry = places.parse_geometry(str(text))
                if geometry:
                    yield geometry


def _words(parser: RDFParser, value: Node) -> str:
    if not isinstance(value, BNode):
        return str(value)
    labels = (parser.g.value(value, predicate) for predicate in (DCTERMS.identifier, DCTERMS.title, RDFS.label))
    return next((str(label) for label in labels if label), "")


def _flat(dataset: Mapping[str, Any]) -> dict[str, Any]:
    extras = {extra["key"]: extra["value"] for extra in dataset.get("extras", [])}
    whole = {**extras, **{key: value for key, value in dataset.items() if key != "extras"}}
    # which the parser makes up: it is that of this portal
    whole.pop("homepage", None)
    return whole
