"""A DCAT catalogue in any serialisation of RDF, paged by Hydra or not, read by ckanext-dcat's own parser."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin

from ckan.plugins.toolkit import _
from ckanext.dcat.processors import RDFParser, RDFParserException
from ckanext.satudata.exceptions import BrokenAnswer
from ckanext.satudata.harvest.hardened import parse_xml
from ckanext.satudata.harvest.http import Answer
from ckanext.satudata.harvest.readers import BaseReader, Item, is_ours
from rdflib import Literal, Namespace

LOCN = Namespace("http://www.w3.org/ns/locn#")
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
OPTIONS = {
    "url": {"type": "string"},
    "format": {"enum": ["turtle", "xml", "json-ld", "nt"], "description": "when the source does not say it rightly"},
}
READ: dict[str, Any] = {"properties": {}}


class Reader(BaseReader):
    """Yields each dataset as the parser's dictionary, with its extras as fields of their own."""

    def items(self) -> Iterator[Item]:
        """Yield the datasets of every page; a page that names an earlier one as the next ends the list."""
        url: str | None = self.access["url"]
        seen: set[str] = set()
        while url and url not in seen:
            if len(seen) >= MOST_PAGES:
                raise BrokenAnswer(_("{0} has more than {1} pages.").format(self.access["url"], MOST_PAGES))
            seen.add(url)
            answer = self.client.get(url, accept=ACCEPT)
            parser = self._parsed(answer)
            for dataset in parser.datasets():
                raw = _flat(dataset)
                identifier = raw.get("uri") or raw.get("identifier") or ""
                if not is_ours(raw.get("uri"), raw.get("identifier")):
                    yield Item(str(identifier), None, raw)
            following = parser.next_page()
            url = urljoin(url, str(following)) if following else None

    def _parsed(self, answer: Answer) -> RDFParser:
        form = self._format(answer)
        if form == "xml":
            parse_xml(answer.content, answer.url)
        if form == "json-ld":
            _refuse_remote_contexts(answer.json(), answer.url)
        parser = RDFParser(profiles=["euro_dcat_ap_2"])
        try:
            parser.parse(answer.content, form)
        except RDFParserException as error:
            reason = str(error).strip().split("\n")[0][:200]
            raise BrokenAnswer(_("{0} is no RDF that can be read: {1}").format(answer.url, reason)) from error
        for triple in list(parser.g.triples((None, LOCN.geometry, None))):
            # DCAT-AP 3 wants a node there, at which the parser breaks off
            if not isinstance(triple[2], Literal):
                parser.g.remove(triple)
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
        text = _("{0} does not say which RDF it is ({1}). Say `format` in the agency's file.")
        raise BrokenAnswer(text.format(answer.url, media))


def _refuse_remote_contexts(value: Any, url: str) -> None:
    """Refuse JSON-LD that names a context by its address: the parser would fetch it past our client."""
    if isinstance(value, list):
        for each in value:
            _refuse_remote_contexts(each, url)
    if not isinstance(value, Mapping):
        return
    contexts = value.get("@context", [])
    for context in contexts if isinstance(contexts, list) else [contexts]:
        if isinstance(context, str):
            text = _("{0} refers to the context {1}, which is not fetched. Ask for Turtle instead.")
            raise BrokenAnswer(text.format(url, context))
    for key, each in value.items():
        if key != "@context":
            _refuse_remote_contexts(each, url)


def _flat(dataset: Mapping[str, Any]) -> dict[str, Any]:
    extras = {each["key"]: each["value"] for each in dataset.get("extras", [])}
    return {**extras, **{key: value for key, value in dataset.items() if key != "extras"}}
