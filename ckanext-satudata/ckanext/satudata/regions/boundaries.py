"""Finds the map of a region: the outlines of what lies directly in it, as GeoJSON with `kode` and `nama`."""

from __future__ import annotations

import contextlib
import functools
import re
import zipfile
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from ckanext.satudata import config

# beside SOURCES.md, which names source and licence
PACKAGE, FILE = "ckanext.satudata.screens", "boundaries.zip"
# what lies directly in a region, by the length of its code; names as the observations use them
BELOW = {2: "kabupaten_kota", 5: "kecamatan", 8: "desa_kelurahan"}
CODE = re.compile(r"\d\d(\.\d\d){0,2}")


def level_below(code: str) -> str:
    """Return of which level the regions of a map are, e.g. "kecamatan" for a kabupaten; "" for a desa."""
    return BELOW.get(len(code), "")


def has(code: str) -> bool:
    """Return whether there is a map of a region; what is no code has none."""
    return bool(CODE.fullmatch(code)) and (_imported(code).is_file() or f"{code}.geojson" in _shipped())


def find(code: str) -> bytes | None:
    """Return the map of a region: the one that was imported, else the one of the package, else None."""
    if not has(code):
        return None
    path = _imported(code)
    if path.is_file():
        return path.read_bytes()
    with _archive() as archive:
        return archive.read(f"{code}.geojson")


def save(code: str, content: str) -> None:
    """Keep a map of the district, which goes before the one of the package."""
    path = _imported(code)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(content, encoding="utf-8")
    part.replace(path)


def _imported(code: str) -> Path:
    # without a folder nothing was imported
    return Path(config.maps_folder() or "/nonexistent") / f"{code}.geojson"


@functools.cache
def _shipped() -> frozenset[str]:
    with _archive() as archive:
        return frozenset(archive.namelist())


@contextlib.contextmanager
def _archive() -> Iterator[zipfile.ZipFile]:
    """Open the file anew: processes that were forked with it open would share its position."""
    with (resources.files(PACKAGE) / "boundaries" / FILE).open("rb") as stream, zipfile.ZipFile(stream) as archive:
        yield archive
