"""A catalogue of spatial data by CSW 2.0.2 or 3.0.0, its ISO 19115 records read by OWSLib."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ckan.plugins.toolkit import _
from ckanext.satudata.exceptions import BrokenAnswer
from ckanext.satudata.harvest.hardened import parse_xml
from ckanext.satudata.harvest.http import Answer
from ckanext.satudata.harvest.readers import BaseReader, Item
from lxml import etree
from owslib.iso import MD_Metadata

PAGE = 50
MOST_PAGES = 5000
# the namespace of each version, the one that most servers speak first
VERSIONS = {"2.0.2": "http://www.opengis.net/cat/csw/2.0.2", "3.0.0": "http://www.opengis.net/cat/csw/3.0"}
GMD = "http://www.isotc211.org/2005/gmd"
OPTIONS = {
    "url": {"type": "string"},
    "constraint": {"type": "string", "description": "CQL, e.g. AnyText LIKE '%Buleleng%'"},
}
READ: dict[str, Any] = {"properties": {}}
REQUEST = """<?xml version="1.0" encoding="UTF-8"?>
<csw:GetRecords xmlns:csw="{csw}" xmlns:gmd="{gmd}" service="CSW" version="{version}" resultType="results"
 startPosition="{start}" maxRecords="{size}" outputFormat="application/xml" outputSchema="{gmd}">
 <csw:Query typeNames="gmd:MD_Metadata"><csw:ElementSetName>full</csw:ElementSetName>{constraint}</csw:Query>
</csw:GetRecords>"""
CONSTRAINT = '<csw:Constraint version="1.1.0"><csw:CqlText>{0}</csw:CqlText></csw:Constraint>'


class Reader(BaseReader):
    """Asks for records by the page until the source says that the last one is reached."""

    _versions: tuple[str, ...] = tuple(VERSIONS)

    def items(self) -> Iterator[Item]:
        """Yield each record, with its date stamp as version."""
        start = 1
        for _page in range(MOST_PAGES):
            results = self._results(start)
            # OWSLib takes what it knows from an element that lxml has read safely
            found = results.findall(f"{{{GMD}}}MD_Metadata")
            for element in found:
                raw = record(element)
                yield Item(raw["identifier"], raw["datestamp"] or None, raw)
            following = int(results.get("nextRecord") or 0)
            matched = int(results.get("numberOfRecordsMatched") or 0)
            # some servers answer the last page with the number of a page that was, or one beyond the end
            if not found or following <= start or following > matched:
                return
            start = following
        raise BrokenAnswer(_("{0} has more than {1} pages.").format(self.access["url"], MOST_PAGES))

    def _results(self, start: int) -> etree._Element:
        """Return the search results in the version that the server speaks, which is found out once."""
        said = ""
        for version in self._versions:
            root, answer = self._ask(version, start)
            results = root.find(f"{{{VERSIONS[version]}}}SearchResults")
            if results is not None:
                self._versions = (version,)
                return results
            said = said or " ".join(" ".join(root.itertext()).split())[:200]
        raise BrokenAnswer(_("{0} answers to GetRecords with: {1}").format(answer.url, said))

    def _ask(self, version: str, start: int) -> tuple[etree._Element, Answer]:
        condition = etree.Element("text")
        condition.text = self.access.get("constraint", "")
        text = etree.tostring(condition, encoding="unicode").removeprefix("<text>").removesuffix("</text>")
        constraint = CONSTRAINT.format(text) if self.access.get("constraint") else ""
        body = REQUEST.format(
            csw=VERSIONS[version], version=version, gmd=GMD, start=start, size=PAGE, constraint=constraint
        )
        answer = self.client.post(self.access["url"], body.encode(), "application/xml")
        return parse_xml(answer.content, answer.url), answer


def record(element: etree._Element) -> dict[str, Any]:
    """Return an ISO 19115 record as data; what the record lacks is empty."""
    metadata = MD_Metadata(element)
    identification = metadata.identification[0] if metadata.identification else None
    online = metadata.distribution.online if metadata.distribution else []
    keywords = [word for group in getattr(identification, "keywords", []) or [] for word in _words(group)]
    box = getattr(getattr(identification, "extent", None), "boundingBox", None)
    return {
        "identifier": metadata.identifier or "",
        "datestamp": metadata.datestamp or "",
        "title": getattr(identification, "title", None) or "",
        "abstract": getattr(identification, "abstract", None) or "",
        "keywords": [word for word in keywords if word],
        "topics": list(getattr(identification, "topiccategory", []) or []),
        "organisation": next((each.organization for each in metadata.contact if each.organization), ""),
        "bbox": [box.minx, box.miny, box.maxx, box.maxy] if box else [],
        "resources": [
            {
                "url": each.url or "",
                "name": each.name or "",
                "description": each.description or "",
                "format": _form(each.protocol or "", each.url or ""),
            }
            for each in online
            if each.url
        ],
    }


def _words(group: Any) -> list[str]:
    words = group.keywords if hasattr(group, "keywords") else group.get("keywords", [])
    return [getattr(word, "name", word) for word in words]


def _form(protocol: str, url: str) -> str:
    for known in ("WMS", "WFS", "WCS", "CSW"):
        if known in protocol.upper() or f"SERVICE={known}" in url.upper():
            return known
    suffix = url.partition("?")[0].rpartition("/")[2].rpartition(".")[2]
    return suffix.upper() if 2 <= len(suffix) <= 5 and "." in url.rpartition("/")[2] else "HTML"
