"""Tables inside a packed file, read as an uploaded table is: with title rows, other sheets, and all around."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import duckdb
from ckanext.satudata.exceptions import UnreadableTable, WrongStep
from ckanext.satudata.personal.companions.part import Limits, Loose, Part, Records, Tabular, broken
from ckanext.satudata.tables import around, inferred, margins, properties, reader, reading, table

ENDINGS = tuple(f".{name}" for name in reader.FORMATS)


def parts(path: Path, place: str, folder: Path, _limits: Limits) -> Iterator[Part]:
    """Yield the table and the cells around it; where rows are torn, all cells."""
    try:
        proposal = reading.propose(path, path.name, folder)
    except (UnreadableTable, WrongStep):
        yield broken(place)
        return
    try:
        with table.opened(proposal.file, inferred.schema(proposal.file)) as opened:
            yield Tabular(place, opened)
    except duckdb.Error:
        yield Loose(place, _cells(proposal))
    yield Loose(place, around.cells(path, path.name, folder, proposal))
    # packed with others it is not written anew, so who is named in it must be told
    yield Loose(place, margins.texts(path))
    yield Records(place, ["nama"], list(enumerate([[name] for name in properties.authors(path)], 1)))


def _cells(proposal: reading.Reading) -> Iterator[tuple[str, int, int, str]]:
    with proposal.file.path.open(encoding="utf-8-sig", newline="") as stream:
        for row, cells in enumerate(csv.reader(stream, delimiter=proposal.file.delimiter), 1):
            yield from (("", row, column, text) for column, text in enumerate(cells, 1))
