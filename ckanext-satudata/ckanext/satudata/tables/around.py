"""The cells of an officer's file that did not become the table: they are in the download all the same."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterator
from pathlib import Path

from ckanext.satudata.tables import opening, reader, workbook
from ckanext.satudata.tables.origin import Origin
from ckanext.satudata.tables.reading import Reading
from ckanext.satudata.tables.source import Source

# sheet, row and column from 1, text
Loose = tuple[str, int, int, str]


def cells(path: Path, filename: str, folder: Path, reading: Reading) -> Iterator[Loose]:
    """Yield the cells of title rows, footers and all other sheets, hidden ones too, in the order of the file."""
    held = (step.options["format"] for step in reading.steps if step.kind == "contents")
    if next(held, reader.format_of(filename)) not in workbook.FORMATS:
        if reading.steps:
            opened = opening.opened(path.read_bytes(), filename, folder, None, reading.steps)
            yield from _of(opened.source, "", reading)
        return
    with workbook.opened(path, filename) as book:
        if len(book.sheet_names) == 1 and not reading.steps:
            return
        for name in book.sheet_names:
            yield from _of(workbook.sheet_source(book, name), name, reading if name == reading.origin.sheet else None)


def _of(source: Source, sheet: str, reading: Reading | None) -> Iterator[Loose]:
    """Yield a sheet's cells but those that the reading has put into the table."""
    taken = _taken(reading) if reading else set()
    columns = _columns(reading.origin) if reading else set()
    for number, row in source.rows():
        for column, text in enumerate(row):
            if text.strip() and (number not in taken or (columns and column + source.shift not in columns)):
                yield sheet, number, column + 1, text


def _columns(origin: Origin) -> set[int]:
    """Return the columns of the source (from 0) that the table has; none where it has all of them."""
    places = itertools.chain.from_iterable(origin.columns or [])
    return {place.column for place in places if place}


def _taken(reading: Reading) -> set[int]:
    """Return the numbers of the rows that are in the table, with its header."""
    origin = reading.origin
    with reading.file.path.open(encoding="utf-8-sig", newline="") as stream:
        count = sum(1 for _row in csv.reader(stream, delimiter=reading.file.delimiter)) - 1
    starts = [*origin.starts, (count // origin.groups, 0)]
    rows = {
        row
        for (start, number), (end, _next) in itertools.pairwise(starts)
        for row in range(number, number + end - start)
    }
    return rows | _header(origin)


def _header(origin: Origin) -> set[int]:
    if origin.columns is None:
        return {origin.starts[0][1] - 1}
    return {place.row for place in origin.header if place and place.row}
