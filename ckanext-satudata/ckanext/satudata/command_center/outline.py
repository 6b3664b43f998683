"""The district's kecamatan as a small SVG map: the boundaries of `config/command_center/boundaries/`, drawn once."""

from __future__ import annotations

import functools
import json
import math
from dataclasses import dataclass
from typing import Any

from ckanext.satudata.command_center.tiles import map as maps

WIDTH = 600


@dataclass(frozen=True)
class Outline:
    """A map of that size; `regions` are (kode wilayah, name, path of SVG)."""

    width: int
    height: int
    regions: tuple[tuple[str, str, str], ...]


def district() -> Outline | None:
    """Return the map of the district, None where no boundaries are shipped."""
    path = maps.boundaries()
    return None if path is None else _drawn(path.read_text(encoding="utf-8"))


@functools.cache
def _drawn(text: str) -> Outline:
    found = [(each["properties"], list(_rings(each["geometry"]))) for each in json.loads(text)["features"]]
    points = [point for _properties, rings in found for ring in rings for point in ring]
    west, east = min(x for x, _y in points), max(x for x, _y in points)
    south, north = min(y for _x, y in points), max(y for _x, y in points)
    scale = WIDTH / (east - west)
    # a degree of latitude is longer than one of longitude by this much
    stretch = scale / math.cos(math.radians((south + north) / 2))

    def line(ring: list[tuple[float, float]]) -> str:
        return "M" + "L".join(f"{(x - west) * scale:.1f} {(north - y) * stretch:.1f}" for x, y in ring) + "Z"

    regions = tuple(
        (properties["kode"], properties["nama"], "".join(line(ring) for ring in rings)) for properties, rings in found
    )
    return Outline(WIDTH, math.ceil((north - south) * stretch), regions)


def _rings(geometry: dict[str, Any]) -> Any:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        for ring in polygon:
            yield [(point[0], point[1]) for point in ring]
