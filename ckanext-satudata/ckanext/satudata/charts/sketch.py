"""A small map without a script: the regions of the district in classes, for a card beside its table."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Iterable, Mapping
from typing import Any

from ckanext.satudata.regions import boundaries
from markupsafe import Markup

WIDTH = 600
CLASSES = 4
# the colours are those of the maps that a script draws: `satudata-sketch-1` … in charts.css
NO_DATA = 0

Ring = list[tuple[float, float]]
Outlines = dict[str, list[Ring]]


def sketch(regions: Outlines, values: Mapping[str, float], texts: Mapping[str, str], label: str) -> Markup:
    """Return the map as SVG; nothing where two values cannot be told apart.

    `values` and `texts` are by kode wilayah; `label` says in a sentence what the map shows, for those who hear it.
    """
    shown = {code: value for code, value in values.items() if code in regions}
    if len(set(shown.values())) < 2:
        return Markup("")
    left, top, right, bottom = _frame(point for rings in regions.values() for ring in rings for point in ring)
    # a degree of longitude is shorter than one of latitude: the ground keeps its shape
    stretch = math.cos(math.radians((top + bottom) / 2))
    scale = WIDTH / ((right - left) * stretch)
    paths = Markup()
    for code, rings in regions.items():
        drawn = " ".join(
            "M" + " L".join(f"{(x - left) * stretch * scale:.1f} {(bottom - y) * scale:.1f}" for x, y in ring) + "Z"
            for ring in rings
        )
        step = class_of(shown[code], shown.values()) if code in shown else NO_DATA
        paths += Markup('<path class="satudata-sketch-{}" d="{}"><title>{}</title></path>').format(
            step, drawn, texts.get(code, code)
        )
    return Markup('<svg class="satudata-sketch" viewBox="-1 -1 {} {}" role="img" aria-label="{}">{}</svg>').format(
        WIDTH + 2, math.ceil((bottom - top) * scale) + 2, label, paths
    )


def class_of(value: float, values: Iterable[float]) -> int:
    """Return the class of a value, 1 to CLASSES, of as many steps of the same width from the least to the largest."""
    numbers = list(values)
    low, high = min(numbers), max(numbers)
    return min(CLASSES, 1 + int((value - low) / (high - low) * CLASSES)) if high > low else 1


def load_outlines(district: str) -> Outlines:
    """Return the outlines of the kecamatan of a district; none where there is no map of it."""
    content = boundaries.find(district)
    return parse_outlines(content) if content is not None else {}


@functools.lru_cache(maxsize=4)
def parse_outlines(content: bytes) -> Outlines:
    """Return the rings of each region of a GeoJSON with `kode` by its code."""
    features = json.loads(content)["features"]
    return {feature["properties"]["kode"]: _rings(feature["geometry"]) for feature in features}


def _rings(geometry: Mapping[str, Any]) -> list[Ring]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [[(point[0], point[1]) for point in ring] for polygon in polygons for ring in polygon]


def _frame(points: Iterable[tuple[float, float]]) -> tuple[float, float, float, float]:
    """Return the least longitude, the least latitude, the largest longitude, the largest latitude."""
    across, along = zip(*points, strict=True)
    return min(across), min(along), max(across), max(along)
