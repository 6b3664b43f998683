"""The binary format of Excel 97 to 2003 ([MS-XLS], BIFF8; [MS-OLEPS] for properties), record by record."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import xlrd
from ckanext.satudata.tables import margins, reader
from ckanext.satudata.tables.margins import Text

# numbers of records: header and footer of a page; a text box or comment, whose text is in the record that follows;
# a text that a pivot table keeps
HEADER, FOOTER, BOX, CONTINUED, PIVOT = 0x14, 0x15, 0x1B6, 0x3C, 0xCD
WIDE = 1


def is_format(_path: Path, start: bytes) -> bool:
    """Return whether this is the format of a workbook: that of Excel 97 to 2003."""
    return start == reader.OLE_SIGNATURE


def texts(path: Path) -> Iterator[Text]:
    """Yield the texts of all records. Raises struct.error where the file is broken."""
    content = path.read_bytes()
    headers: list[str] = []
    boxes: list[str] = []
    pivots: list[str] = []
    before = 0
    for kind, body in _records(_stream(content)):
        if kind in {HEADER, FOOTER}:
            headers += margins.header_lines(_text(body, 2))
        elif kind == CONTINUED and before == BOX and body:
            boxes.append(_decoded(body[1:], body[0]))
        before = kind
    for number in range(1, 100):
        records = list(_records(_stream(content, f"_SX_DB_CUR/{number:04X}")))
        pivots += [_text(body, 2) for kind, body in records if kind == PIVOT]
        if not records:
            break
    for place, lines in ((margins.HEADERS, headers), (margins.BOXES, boxes), (margins.COPIES, pivots)):
        yield from margins.numbered(place, iter(lines))


def _stream(content: bytes, *names: str) -> bytes:
    """Return the stream of a workbook in its container, nothing where there is none of the name."""
    try:
        container = xlrd.compdoc.CompDoc(content, logfile=_Silent())
        for name in names or ("Workbook", "Book"):
            stream = container.get_named_stream(name)
            if stream:
                return bytes(stream)
    except (xlrd.compdoc.CompDocError, AssertionError, IndexError, struct.error):
        return b""
    return b""


class _Silent:
    """Where the library writes what it thinks of a container."""

    def write(self, _text: str) -> None:
        """Forget it."""


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _text(body: bytes, size: int) -> str:
    """Return a text with its count of characters in front, in `size` bytes."""
    return _decoded(body[size + 1 :], body[size]) if len(body) > size else ""


def _decoded(characters: bytes, flags: int) -> str:
    return characters.decode("utf-16-le" if flags & WIDE else "latin-1", errors="replace")
