"""Texts without structure, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ckanext.satudata.personal.companions.part import Limits, Loose, Part
from ckanext.satudata.personal.companions.readers.structured import decoded

ENDINGS = (".txt", ".md", ".rst", ".log", ".yaml", ".yml", ".ini", ".sql", ".wkt", ".prj", ".cpg", ".qpj", ".r", ".py")


def parts(path: Path, place: str, _folder: Path, _limits: Limits) -> Iterator[Part]:
    """Yield the lines."""
    lines = decoded(path.read_bytes()).splitlines()
    yield Loose(place, [("", number, 1, line) for number, line in enumerate(lines, 1)])
