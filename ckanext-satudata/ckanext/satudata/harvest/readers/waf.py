"""A folder of metadata on the web (WAF): a page that lists XML files, each a record of ISO 19115."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from ckan.plugins.toolkit import _, ungettext
from ckanext.satudata.exceptions import N_, BrokenAnswer, HarvestError
from ckanext.satudata.harvest import iso
from ckanext.satudata.harvest.hardened import parse_xml
from ckanext.satudata.harvest.readers import LISTED, BaseReader, Item
from lxml import etree, html

DEEPEST = 5
MOST_FOLDERS, MOST_FILES = 500, 100_000
TITLE = N_("Folder of XML metadata on the web (WAF)")
OPTIONS = {
    "url": {
        "type": "string",
        "title": N_("Address of the folder"),
        "description": N_("The page that lists the .xml files; folders below it are read, too."),
        "examples": ["https://geoportal.contoh.go.id/metadata/"],
        "needed": LISTED,
    }
}
READ: dict[str, Any] = {"properties": {}}
RECORD = {**iso.RECORD, "url": N_("address of the XML file")}


class Reader(BaseReader):
    """Reads each file of the folder and of those below it; nothing outside of it."""

    def items(self) -> Iterator[Item]:
        """Yield each record; one whose file cannot be read is a broken item, one of another kind is counted."""
        others = 0
        for url in self._files():
            try:
                answer = self.client.get(url)
                element = parse_xml(answer.content, answer.url)
            except HarvestError as error:
                yield Item(url, None, None, str(error))
                continue
            if not iso.is_record(element):
                others += 1
                continue
            yield _item(element, url, answer.headers.get("last-modified"))
        if others:
            text = ungettext(
                "{0} file of another kind was not read.", "{0} files of another kind were not read.", others
            )
            self.remarks.append(text.format(others))

    def _files(self) -> Iterator[str]:
        """Yield the address of each XML file, in the order of the pages; folders only downwards, each once."""
        root = self.access["url"]
        waiting, visited, count = [(root, 0)], {root}, 0
        while waiting:
            folder, depth = waiting.pop(0)
            for link in self._links(folder):
                if link in visited or not link.startswith(folder.partition("?")[0].rpartition("/")[0] + "/"):
                    continue
                visited.add(link)
                path = urlsplit(link).path
                if path.casefold().endswith(".xml"):
                    count += 1
                    if count > MOST_FILES:
                        raise BrokenAnswer(N_("{0} lists more than {1} files."), root, MOST_FILES)
                    yield link
                elif path.endswith("/") and depth < DEEPEST and len(visited) < MOST_FOLDERS + count:
                    waiting.append((link, depth + 1))

    def _links(self, folder: str) -> list[str]:
        answer = self.client.get(folder)
        if not answer.content.strip():
            return []
        try:
            page = html.fromstring(answer.content)
        except (etree.ParserError, ValueError) as error:
            raise BrokenAnswer(N_("{0} is no page that lists files."), answer.url) from error
        links = [urldefrag(urljoin(answer.url, str(link))).url for link in page.xpath("//a/@href")]
        # the columns of a listing sort it by a query
        return [link for link in links if urlsplit(link).scheme in {"http", "https"} and not urlsplit(link).query]


def _item(element: etree._Element, url: str, modified: str | None) -> Item:
    try:
        raw = {**iso.record(element), "url": url}
    except Exception as error:
        return Item(url, None, None, _("The record cannot be read ({0}).").format(type(error).__name__))
    return Item(raw["identifier"] or url, raw["datestamp"] or modified, raw)
