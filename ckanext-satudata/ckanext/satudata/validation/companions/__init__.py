"""Files beside a table (GeoJSON, JSON, KML, ZIP …): the guard of personal data looks into them as into tables.

`find` is the one entry: it reads a file of any kind and returns problems, those that the guard found and those of
parts that it could not read. Each kind of file is one module of `readers/`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from pathlib import Path

from ckanext.satudata.exceptions import N_
from ckanext.satudata.validation import personal
from ckanext.satudata.validation.companions import readers
from ckanext.satudata.validation.companions.part import Limits, Loose, Records, Tabular, Unread
from ckanext.satudata.validation.personal.finding import Finding
from ckanext.satudata.validation.report import ERROR, WARNING, Problem

# types of problems: what the guard could not look into, and what it never looks into
UNREAD, NOT_LOOKED = "unread-file", "not-looked-into"


def find(path: Path, name: str, folder: Path, limits: Limits | None = None) -> list[Problem]:
    """Return what is personal in a file that its owner calls `name`, and what of it could not be read.

    `folder` takes what is unpacked. Memory and time are the caller's to bound: he runs this in the check's child.
    """
    unread: list[Problem] = []
    found: dict[tuple[str, str, tuple[str, ...]], tuple[Finding, int]] = {}
    for place, each in look(path, name, folder, limits):
        if isinstance(each, Unread):
            kind, level = (NOT_LOOKED, WARNING) if each.passes else (UNREAD, ERROR)
            unread.append(Problem(kind, None, None, each.text, dict(each.values), level))
            continue
        key = (place, each.kind, each.columns)
        before, count = found.get(key, (each, 0))
        found[key] = (before, count + each.count)
    return unread + [_problem(place, each, count) for (place, *_key), (each, count) in found.items()]


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


def _without_letters(found: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings of texts without columns: the letters by which they were called mean nothing there."""
    for finding in found:
        yield finding if finding.sheet else dataclasses.replace(finding, columns=("",))


def _problem(place: str, finding: Finding, count: int) -> Problem:
    one = N_(
        "{place}: {example} looks like personal data ({word}), and {count} values do. It must not be published "
        "(UU 27/2022). Take it out of the file, or upload the table without it."
    )
    column = f'"{finding.columns[0]}"' if finding.columns[0] else ""
    where = ", ".join(filter(None, (place, finding.sheet, column)))
    values = {
        "place": where,
        "kind": finding.kind,
        "word": finding.label,
        "example": finding.example,
        "count": count,
    }
    return Problem("personal-data", None, None, one, values)
