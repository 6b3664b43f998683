"""A catalogue of spatial data by CSW 2.0.2 or 3.0.0, its ISO 19115 records read by OWSLib."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ckan.plugins.toolkit import ungettext
from ckanext.satudata.exceptions import N_, BrokenAnswer
from ckanext.satudata.harvest import iso, values
from ckanext.satudata.harvest.failures import describe_failure
from ckanext.satudata.harvest.hardened import parse_xml
from ckanext.satudata.harvest.readers import LISTED, BaseReader, Item
from ckanext.satudata.web.answers import Answer
from lxml import etree

PAGE = 50
MOST_PAGES = 5000
# the namespace of each version, the one that most servers speak first
VERSIONS = {"2.0.2": "http://www.opengis.net/cat/csw/2.0.2", "3.0.0": "http://www.opengis.net/cat/csw/3.0"}
# which form of ISO 19115 is asked for: (namespace, name of the type)
SCHEMAS = {"iso19139": (iso.GMD, "gmd:MD_Metadata"), "iso19115-3": (iso.MDB[1], "mdb:MD_Metadata")}
TITLE = N_("Catalogue of spatial data (CSW)")
OPTIONS = {
    "url": {
        "type": "string",
        "title": N_("Address of the CSW"),
        "examples": ["https://geoportal.contoh.go.id/csw"],
        "needed": LISTED,
    },
    "constraint": {
        "type": "string",
        "title": N_("Only these records"),
        "description": N_("A condition in CQL."),
        "examples": ["AnyText LIKE '%Blora%'"],
    },
    "schema": {
        "enum": list(SCHEMAS),
        "title": N_("Form of the records"),
        "description": N_("ISO 19139 where nothing is chosen; ISO 19115-2 comes with it."),
    },
}
READ: dict[str, Any] = {"properties": {}}
RECORD = iso.RECORD
REQUEST = """<?xml version="1.0" encoding="UTF-8"?>
<csw:GetRecords xmlns:csw="{csw}" xmlns:{prefix}="{schema}" service="CSW" version="{version}" resultType="results"
 startPosition="{start}" maxRecords="{size}" outputFormat="application/xml" outputSchema="{schema}">
 <csw:Query typeNames="{kind}"><csw:ElementSetName>full</csw:ElementSetName>{constraint}</csw:Query>
</csw:GetRecords>"""
CONSTRAINT = '<csw:Constraint version="1.1.0"><csw:CqlText>{0}</csw:CqlText></csw:Constraint>'


class Reader(BaseReader):
    """Asks for records by the page until the source says that the last one is reached."""

    _versions: tuple[str, ...] = tuple(VERSIONS)

    def items(self) -> Iterator[Item]:
        """Yield each record, with its date stamp as version."""
        start, others = 1, 0
        for _page in range(MOST_PAGES):
            results = self._results(start)
            elements = [element for element in results if isinstance(element.tag, str)]
            for element in elements:
                if iso.is_record(element):
                    yield _item(element)
                else:
                    others += 1
            following = values.number(results.get("nextRecord")) or 0
            matched = values.number(results.get("numberOfRecordsMatched"))
            # some servers answer the last page with the number of a page that was, or one beyond the end
            if not elements or following <= start or (matched is not None and following > matched):
                self._remark(others)
                return
            start = following
        raise BrokenAnswer(N_("{0} has more than {1} pages."), self.access["url"], MOST_PAGES)

    def _remark(self, others: int) -> None:
        if others:
            text = ungettext(
                "{0} record of another kind was not read.", "{0} records of another kind were not read.", others
            )
            self.remarks.append(text.format(others))

    def _results(self, start: int) -> etree._Element:
        """Return the search results in the version that the server speaks, which is found out once."""
        message = ""
        for version in self._versions:
            root, answer = self._ask(version, start)
            results = root.find(f"{{{VERSIONS[version]}}}SearchResults")
            if results is not None:
                self._versions = (version,)
                return results
            message = message or " ".join(" ".join(root.itertext()).split())[:200]
        raise BrokenAnswer(N_("{0} answers to GetRecords with: {1}"), answer.url, message)

    def _ask(self, version: str, start: int) -> tuple[etree._Element, Answer]:
        condition = etree.Element("text")
        condition.text = self.access.get("constraint", "")
        text = etree.tostring(condition, encoding="unicode").removeprefix("<text>").removesuffix("</text>")
        constraint = CONSTRAINT.format(text) if self.access.get("constraint") else ""
        schema, kind = SCHEMAS[self.access.get("schema", "iso19139")]
        body = REQUEST.format(
            csw=VERSIONS[version],
            version=version,
            schema=schema,
            prefix=kind.partition(":")[0],
            kind=kind,
            start=start,
            size=PAGE,
            constraint=constraint,
        )
        answer = self.client.post(self.access["url"], body.encode(), "application/xml")
        return parse_xml(answer.content, answer.url), answer


def _item(element: etree._Element) -> Item:
    """Return a record with its date stamp as version; one that OWSLib cannot read does not stop the others."""
    try:
        raw = iso.record(element)
    except Exception as error:
        return Item("", None, None, describe_failure(error))
    return Item(raw["identifier"], raw["datestamp"] or None, raw)
