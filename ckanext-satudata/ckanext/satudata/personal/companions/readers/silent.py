"""Files that are passed without being looked into: shapes have no words in them; of a PDF people are told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ckanext.satudata.exceptions import N_
from ckanext.satudata.personal.companions.part import Limits, Part, Unread, broken

SHAPES = (".shp", ".shx", ".sbn", ".sbx", ".qix", ".idx", ".fix", ".atx")
ENDINGS = (*SHAPES, ".pdf")


def parts(path: Path, place: str, _folder: Path, _limits: Limits) -> Iterator[Part]:
    """Yield that a PDF was not looked into; what only calls itself one is broken."""
    if Path(place).suffix.lower() == ".pdf":
        with path.open("rb") as stream:
            if b"%PDF-" not in stream.read(1024):
                yield broken(place)
                return
        text = N_("{place} is not looked into: see yourself that no person is named in it before it is public.")
        yield Unread(text, {"place": place}, passes=True)
