"""Files beside a table (GeoJSON, JSON, KML, ZIP …): the guard of personal data looks into them as into tables.

`look` is the one entry: it reads a file of any kind and yields what the guard found, and the parts that it could not
read. Each kind of file is one module of `readers/`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from pathlib import Path

from ckanext.satudata import personal
from ckanext.satudata.personal.companions import readers
from ckanext.satudata.personal.companions.part import Limits, Loose, Records, Tabular, Unread
from ckanext.satudata.personal.finding import Finding


def look(
    path: Path, name: str, folder: Path, limits: Limits | None = None
) -> Iterator[tuple[str, Finding] | tuple[str, Unread]]:
    """Yield what is found in each part of a file, with the part's place, and the parts that could not be read."""
    for part in readers.parts(path, name, folder, limits or Limits()):
        if isinstance(part, Unread):
            yield name, part
        else:
            for finding in _findings(part):
                yield part.place, finding


def _findings(part: Records | Tabular | Loose) -> Iterable[Finding]:
    if isinstance(part, Records):
        return personal.in_rows(part.header, part.rows)
    if isinstance(part, Tabular):
        return personal.find(part.table)
    return _without_letters(personal.scan(part.cells))


def _without_letters(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings of texts without columns: the letters by which they were called mean nothing there."""
    for finding in findings:
        yield finding if finding.sheet else dataclasses.replace(finding, columns=("",))
