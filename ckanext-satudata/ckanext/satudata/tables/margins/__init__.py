"""What people wrote into a workbook outside of its cells: it is published with the file all the same.

Headers and footers of printed pages, text boxes, comments, links, hints beside cells, titles, and the copies of rows
that pivot tables and links to other workbooks keep. One module for each format of workbooks, with
`is_format(path, start) -> bool`, which looks at a file and its first bytes, and `texts(path) -> Iterator[Text]`. Both
raise what their libraries raise where the file is broken.
"""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from ckanext.satudata.exceptions import N_
from ckanext.satudata.tables import reader
from ckanext.satudata.units import Units

UNITS = Units(__name__, {"is_format": Callable, "texts": Callable})
# in the place of a sheet: where in the workbook a text stands
COMMENTS, PROPERTIES, HEADERS, BOXES, LINKS, HINTS, COPIES = PLACES = (
    N_("comments"),
    N_("properties of the workbook"),
    N_("headers and footers of its pages"),
    N_("text boxes"),
    N_("links"),
    N_("hints beside cells"),
    N_("rows that a pivot table or a link to another workbook has copied"),
)
# place, row and column from 1, text
Text = tuple[str, int, int, str]
# lxml's own error is a SyntaxError
BROKEN = (zipfile.BadZipFile, SyntaxError, NotImplementedError, RuntimeError, OSError, ValueError, struct.error)
# codes in headers and footers: parts of the page, "font,style", colour, size, and page, date, file …; && is a sign
PARTS, CODES = re.compile(r"&[LCR]"), re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|K\d\d[+-]\d{3}|\d{1,3}|[A-Za-z])')


def texts(path: Path) -> Iterator[Text]:
    """Yield what stands in no cell of a workbook; of a file that is none, or is broken, what can be read."""
    with path.open("rb") as stream:
        start = stream.read(8)
    # of other files nothing is read, and no library is loaded for them
    if not start.startswith((reader.OLE_SIGNATURE, reader.ZIP_SIGNATURE)):
        return
    try:
        for module in UNITS.values():
            if module.is_format(path, start):
                yield from module.texts(path)
    except BROKEN:
        return


def is_packed_with(path: Path, start: bytes, name: str) -> bool | None:
    """Return whether a packed file has a part of this name; None for what is not packed. Raises BadZipFile."""
    if not start.startswith(reader.ZIP_SIGNATURE):
        return None
    with zipfile.ZipFile(path) as pack:
        return name in pack.namelist()


def numbered(place: str, words: Iterator[str]) -> Iterator[Text]:
    """Yield texts one below the other, without needless spaces; empty ones are left out."""
    for number, text in enumerate(words, 1):
        if tidy := " ".join(text.split()):
            yield place, number, 1, tidy


def header_lines(text: str) -> Iterator[str]:
    """Yield the left, middle and right part of a header or footer of Excel without its codes ([MS-XLS] 2.4.136)."""
    for part in PARTS.split(text.replace("&&", "\x00")):
        yield CODES.sub(" ", part).replace("\x00", "&")
