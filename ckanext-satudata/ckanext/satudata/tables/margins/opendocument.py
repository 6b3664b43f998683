"""OpenDocument spreadsheets (OASIS OpenDocument 1.3): annotations, shapes, links; headers and footers of pages."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from ckanext.satudata.tables import margins
from ckanext.satudata.tables.margins import Text
from lxml import etree

SAFE = {"resolve_entities": False, "no_network": True, "huge_tree": True}
NAMESPACES = ("table", "office", "drawing", "text")
TABLE, OFFICE, DRAW, WORDS = (f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in NAMESPACES)
LINK = "{http://www.w3.org/1999/xlink}href"
HEADERS = ("header", "footer", "header-left", "footer-left", "header-first", "footer-first")
WRITTEN = {"title", "subject", "description", "keyword", "user-defined"}


def is_format(path: Path, start: bytes) -> bool:
    """Return whether this is the format of a workbook. Raises BadZipFile."""
    return margins.is_packed_with(path, start, "content.xml") is True


def texts(path: Path) -> Iterator[Text]:
    """Yield the texts of all parts. Raises BadZipFile and XMLSyntaxError where the file is broken."""
    with zipfile.ZipFile(path) as pack:
        yield from _texts(pack)


def _texts(pack: zipfile.ZipFile) -> Iterator[Text]:
    names = pack.namelist()
    if "meta.xml" in names:
        words = (
            element for element in _root(pack, "meta.xml").iter("{*}*") if etree.QName(element).localname in WRITTEN
        )
        yield from margins.numbered(margins.PROPERTIES, map(_text, words))
    if "styles.xml" in names:
        parts = _root(pack, "styles.xml").iter(*(f"{{*}}{name}" for name in HEADERS))
        lines = (_text(line) for part in parts for line in part.iter(f"{WORDS}p"))
        yield from margins.numbered(margins.HEADERS, lines)
    yield from _content(pack)


def _root(pack: zipfile.ZipFile, name: str) -> etree._Element:
    return etree.fromstring(pack.read(name), etree.XMLParser(**SAFE))


def _text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def _content(pack: zipfile.ZipFile) -> Iterator[Text]:
    """Yield what stands beside cells; rows are let go as they are read."""
    gathered: dict[str, list[str]] = {margins.COMMENTS: [], margins.BOXES: [], margins.LINKS: [], margins.HINTS: []}
    tags = {
        f"{OFFICE}annotation": margins.COMMENTS,
        f"{DRAW}text-box": margins.BOXES,
        f"{DRAW}custom-shape": margins.BOXES,
        f"{WORDS}a": margins.LINKS,
        f"{TABLE}help-message": margins.HINTS,
        f"{TABLE}error-message": margins.HINTS,
    }
    with pack.open("content.xml") as stream:
        for _event, element in etree.iterparse(stream, tag=[*tags, f"{TABLE}table-row"], **SAFE):
            place = tags.get(str(element.tag))
            if place is None:
                element.clear()
            elif place == margins.LINKS:
                gathered[place].append(element.get(LINK, "").removeprefix("mailto:").partition("?")[0])
            else:
                lines = [_text(line) for line in element.iter(f"{WORDS}p")]
                gathered[place] += [*lines, element.get(f"{TABLE}title", "")]
    for place, lines in gathered.items():
        yield from margins.numbered(place, iter(lines))
