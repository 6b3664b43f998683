"""The table of a shapefile (dBASE III): a header of 32 bytes, one of 32 for each column, then rows of fixed width.

The layout is that of the "dBASE .DBF File Structure" and ESRI's technical description of shapefiles (1998).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from ckanext.satudata.personal.companions.part import Limits, Part, Records
from ckanext.satudata.personal.companions.readers.structured import decoded

ENDINGS = (".dbf",)
ROWS = 5_000
HEAD, END, DELETED = 32, 0x0D, b"*"


def parts(path: Path, place: str, _folder: Path, _limits: Limits) -> Iterator[Part]:
    """Yield the rows, deleted ones too: they are in the file. Raises ValueError where it is no such table."""
    with path.open("rb") as stream:
        start = stream.read(HEAD)
        if len(start) < HEAD:
            raise ValueError
        _version, _day, count, head, width = struct.unpack("<B3sIHH", start[:12])
        described = stream.read(head - HEAD)
        columns = []
        for at in range(0, len(described) - HEAD + 1, HEAD):
            if described[at] == END:
                break
            columns.append((decoded(described[at : at + 11].split(b"\x00")[0]), described[at + 16]))
        if not columns or sum(size for _name, size in columns) + 1 != width:
            raise ValueError
        for first in range(0, count, ROWS):
            rows = list(_rows(stream, columns, width, first, min(ROWS, count - first)))
            yield Records(place, [name for name, _size in columns], rows)


def _rows(
    stream: object, columns: list[tuple[str, int]], width: int, first: int, count: int
) -> Iterator[tuple[int, list[str]]]:
    for number in range(first + 1, first + count + 1):
        record = stream.read(width)  # type: ignore[attr-defined]
        if len(record) < width:
            return
        cells, at = [], 1
        for _name, size in columns:
            cells.append(decoded(record[at : at + size].replace(b"\x00", b" ")).strip())
            at += size
        yield number, cells
