"""Office Open XML (ECMA-376): each part of the package that may hold words of people, but the cells of sheets."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from ckanext.satudata.tables import margins
from ckanext.satudata.tables.margins import Text
from lxml import etree

CHUNK, OVERLAP = 1 << 20, 64
ROWS_BEGIN = re.compile(rb"<(?:\w+:)?sheetData(?=[\s>/])")
ROWS_END = re.compile(rb"</(?:\w+:)?sheetData\s*>|(?<=<sheetData)\s*/>")
HEADERS = {f"{page}{what}" for page in ("odd", "even", "first") for what in ("Header", "Footer")}
HINTS = ("promptTitle", "prompt", "errorTitle", "error")
# what people wrote of the workbook as a whole; the other elements of these parts are dates and programs
WRITTEN = {"title", "subject", "description", "keywords", "category", "contentStatus", "lpwstr", "lpstr"}


def is_format(path: Path, start: bytes) -> bool:
    """Return whether this is the format of a workbook. Raises BadZipFile."""
    return margins.is_packed_with(path, start, "content.xml") is False


def texts(path: Path) -> Iterator[Text]:
    """Yield the texts of all parts. Raises BadZipFile and XMLSyntaxError where the file is broken."""
    with zipfile.ZipFile(path) as pack:
        yield from _texts(pack)


def _texts(pack: zipfile.ZipFile) -> Iterator[Text]:
    for name in pack.namelist():
        for pattern, read in PARTS.items():
            if re.fullmatch(pattern, name):
                yield from read(pack, name)


def _root(pack: zipfile.ZipFile, name: str) -> etree._Element:
    return etree.fromstring(pack.read(name), _parser())


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


def _words(place: str, *locals_: str) -> Callable[[zipfile.ZipFile, str], Iterator[Text]]:
    """Return the reader of a part whose elements of these names hold texts."""

    def read(pack: zipfile.ZipFile, name: str) -> Iterator[Text]:
        root = _root(pack, name)
        elements = root.iter(*(f"{{*}}{local}" for local in locals_))
        return margins.numbered(place, ("".join(map(str, element.itertext())) for element in elements))

    return read


def _links(pack: zipfile.ZipFile, name: str) -> Iterator[Text]:
    targets = (
        element.get("Target", "")
        for element in _root(pack, name).iter("{*}Relationship")
        if element.get("TargetMode") == "External"
    )
    return margins.numbered(margins.LINKS, (target.removeprefix("mailto:").partition("?")[0] for target in targets))


def _sheet(pack: zipfile.ZipFile, name: str) -> Iterator[Text]:
    with pack.open(name) as stream:
        root = etree.fromstring(_without_rows(stream), _parser())
    headers = (element.text or "" for element in root.iter("{*}*") if etree.QName(element).localname in HEADERS)
    lines = (line for text in headers for line in margins.header_lines(text))
    yield from margins.numbered(margins.HEADERS, lines)
    hints = (element.get(hint, "") for element in root.iter("{*}dataValidation") for hint in HINTS)
    yield from margins.numbered(margins.HINTS, hints)
    tips = (element.get("tooltip", "") for element in root.iter("{*}hyperlink"))
    yield from margins.numbered(margins.LINKS, tips)


def _without_rows(stream: IO[bytes]) -> bytes:
    """Return a sheet without its rows, which may be many; the whole where its bytes do not say where they are."""
    head = stream.read(CHUNK)
    while not (begin := ROWS_BEGIN.search(head)):
        more = stream.read(CHUNK)
        if not more:
            return head
        head += more
    before, rest = head[: begin.start()], head[begin.start() :]
    while not (end := ROWS_END.search(rest)):
        more = stream.read(CHUNK)
        if not more:
            return before + rest
        rest = rest[-OVERLAP:] + more
    return before + rest[end.end() :] + stream.read()


def _pivot_values(pack: zipfile.ZipFile, name: str) -> Iterator[Text]:
    """Yield the values that a pivot table keeps of each column, below its name."""
    fields = list(_root(pack, name).iter("{*}cacheField"))
    columns = [[field.get("name", ""), *_values(field)] for field in fields]
    for row in range(max(map(len, columns), default=0)):
        for column, values in enumerate(columns, 1):
            if row < len(values):
                yield margins.COPIES, row + 1, column, values[row]


def _values(field: etree._Element) -> list[str]:
    shared = next(field.iter("{*}sharedItems"), None)
    return [item.get("v", "") for item in shared] if shared is not None else []


def _pivot_rows(pack: zipfile.ZipFile, name: str) -> Iterator[Text]:
    """Yield what the rows of a pivot table hold themselves, not by number."""
    with pack.open(name) as stream:
        for row, (_event, record) in enumerate(etree.iterparse(stream, tag="{*}r", **SAFE), 1):
            for column, item in enumerate(record, 1):
                if etree.QName(item).localname != "x" and item.get("v"):
                    yield margins.COPIES, row, column, item.get("v", "")
            record.clear()


SAFE = {"resolve_entities": False, "no_network": True, "huge_tree": True}
PARTS = {
    r"docProps/(?:core|custom)\.xml": _words(margins.PROPERTIES, *WRITTEN),
    r"xl/(?:comments\d*|comments/[^/]+|threadedComments/[^/]+)\.xml": _words(margins.COMMENTS, "text"),
    r"xl/(?:worksheets|chartsheets|dialogsheets)/[^/]+\.xml": _sheet,
    # text boxes and shapes, titles in charts: a paragraph each
    r"xl/(?:drawings|charts|diagrams)/[^/]+\.xml": _words(margins.BOXES, "p"),
    r"xl/drawings/[^/]+\.vml": _words(margins.BOXES, "div"),
    r"xl/(?:worksheets|drawings)/_rels/[^/]+\.rels": _links,
    r"xl/pivotCache/pivotCacheDefinition[^/]*\.xml": _pivot_values,
    r"xl/pivotCache/pivotCacheRecords[^/]*\.xml": _pivot_rows,
    r"xl/externalLinks/[^/]+\.xml": _words(margins.COPIES, "v"),
}
