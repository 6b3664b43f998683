"""Regions of one map as a coverage: neighbours share their borders exactly, before and after they are simplified.

Coordinates are degrees (EPSG:4326), x east and y north.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

Areas = dict[str, BaseGeometry]

# gaps between neighbours up to so many degrees (about 200 m) are faults of the source, not sea
GAP = 0.002
# about 10 m: points of neighbours that lie nearer to each other become one, and nothing finer is ever shown
GRID = 0.0001
# of the longer side of a map: a pixel of a screen of so many
PIXELS = 400
FINEST, COARSEST = 0.0002, 0.01


def polygons(area: BaseGeometry) -> BaseGeometry:
    """Return the polygons of a geometry alone: what is a line or a point has no place on a map of areas."""
    parts = [part for part in shapely.get_parts(area) if part.geom_type == "Polygon"]
    nested = [part for part in shapely.get_parts(area) if part.geom_type == "MultiPolygon"]
    return shapely.multipolygons([*parts, *(inner for part in nested for inner in shapely.get_parts(part))])


def cleaned(areas: Mapping[str, BaseGeometry]) -> Areas:
    """Return the areas without overlaps and small gaps, with the same vertices along each shared border."""
    snapped = shapely.set_precision([shapely.make_valid(area) for area in areas.values()], GRID)
    shapes = [polygons(area) for area in snapped]
    return dict(zip(areas, shapely.coverage_clean(shapes, gap_width=GAP), strict=True))


def simplified(areas: Areas) -> Areas:
    """Return the areas as a screen shows them: a corner less than a pixel away from a line is dropped, an island too.

    The only island of a region stays, however small.
    """
    shapes = list(areas.values())
    west, south, east, north = shapely.total_bounds(shapes)
    tolerance = min(max(max(east - west, north - south) / PIXELS, FINEST), COARSEST)
    simple = shapely.coverage_simplify(shapes, tolerance)
    kept = [_without_islets(area, tolerance**2) for area in simple]
    rounded = shapely.set_precision(kept, 10 ** -digits(tolerance))
    # rounding may let two lines cross
    return cleaned(dict(zip(areas, rounded, strict=True)))


def _without_islets(area: BaseGeometry, smallest: float) -> BaseGeometry:
    parts = sorted(shapely.get_parts(area), key=lambda part: part.area, reverse=True)
    return shapely.multipolygons([part for index, part in enumerate(parts) if index == 0 or part.area >= smallest])


def digits(tolerance: float) -> int:
    """Return how many digits after the point a coordinate needs."""
    return 4 if tolerance < 0.005 else 3


def geojson(areas: Areas, names: Mapping[str, str]) -> str:
    """Return a FeatureCollection, properties `kode` and `nama`; regions without an outline are left out."""
    features = [
        {
            "type": "Feature",
            "properties": {"kode": code, "nama": names.get(code, code)},
            "geometry": _geometry(area),
        }
        for code, area in areas.items()
        if not area.is_empty
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))


def _geometry(area: BaseGeometry) -> dict[str, object]:
    """Return a geometry for JSON; one polygon alone is no list of them."""
    shape = polygons(shapely.orient_polygons(area))
    rounded = shapely.transform(shape, lambda points: points.round(5))
    parts = shapely.get_parts(rounded)
    return dict(mapping(parts[0] if len(parts) == 1 else rounded))
