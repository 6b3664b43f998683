"""The geometry of shapefiles: it is passed without being looked into, as it has no words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ckanext.satudata.personal.companions.part import Limits, Part

ENDINGS = (".shp", ".shx", ".sbn", ".sbx", ".qix", ".idx", ".fix", ".atx")


def parts(_path: Path, _place: str, _folder: Path, _limits: Limits) -> Iterator[Part]:
    """Yield nothing."""
    yield from ()
