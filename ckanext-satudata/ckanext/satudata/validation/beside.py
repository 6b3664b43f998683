"""Personal data in a file that is no table, as problems of its check."""

from __future__ import annotations

from pathlib import Path

from ckanext.satudata.exceptions import N_
from ckanext.satudata.personal.companions import look
from ckanext.satudata.personal.companions.part import Limits, Unread
from ckanext.satudata.personal.finding import Finding
from ckanext.satudata.validation.report import ERROR, WARNING, Problem

# types of problems: what the guard could not look into, and what it never looks into
UNREAD, NOT_LOOKED = "unread-file", "not-looked-into"


def find(path: Path, name: str, folder: Path, limits: Limits | None = None) -> list[Problem]:
    """Return what is personal in a file that its owner calls `name`, and what of it could not be read.

    `folder` takes what is unpacked. Memory and time are the caller's to bound: he runs this in the check's child.
    """
    unread: list[Problem] = []
    places: dict[tuple[str, str, tuple[str, ...]], tuple[Finding, int]] = {}
    for place, finding in look(path, name, folder, limits):
        if isinstance(finding, Unread):
            kind, level = (NOT_LOOKED, WARNING) if finding.passes else (UNREAD, ERROR)
            unread.append(Problem(kind, None, None, finding.text, dict(finding.values), level))
            continue
        key = (place, finding.kind, finding.columns)
        before, count = places.get(key, (finding, 0))
        places[key] = (before, count + finding.count)
    return unread + [_problem(place, finding, count) for (place, *_key), (finding, count) in places.items()]


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
