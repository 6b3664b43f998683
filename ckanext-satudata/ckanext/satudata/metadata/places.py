"""Where data is about, as other portals write it, and as we keep it: a geometry of GeoJSON (RFC 7946)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from ckan.plugins import toolkit as tk
from geomet import wkt

KINDS = {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"}
PREFIX = re.compile(
    r"^(?:SRID=4326;|<http://www\.opengis\.net/def/crs/(?:OGC/1\.3/CRS84|EPSG/0/4326)>)\s*", re.IGNORECASE
)
SIDES = 4
LONGEST = 500_000


def parse_geometry(value: Any) -> str | None:
    """Return a geometry as GeoJSON text, longitude before latitude; None for what is none, e.g. the name of a place.

    `value` is GeoJSON (data or text), WKT, or a box: west, south, east, north as list or text with commas.
    """
    if isinstance(value, list | tuple):
        return _box(value)
    if isinstance(value, str) and len(value) < LONGEST:
        text = PREFIX.sub("", value.strip())
        if text.startswith("{"):
            value = _data(text)
        elif text[:1].isalpha():
            value = _wkt(text)
        else:
            return _box(text.split(","))
    if not isinstance(value, Mapping) or value.get("type") not in KINDS:
        return None
    coordinates = value.get("coordinates")
    if not isinstance(coordinates, list) or not _are_degrees(coordinates):
        return None
    return json.dumps({"type": value["type"], "coordinates": coordinates})


def _data(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _wkt(text: str) -> Any:
    try:
        return wkt.loads(text)
    except (ValueError, KeyError, NotImplementedError, StopIteration, RuntimeError):
        return None


def _box(values: Any) -> str | None:
    try:
        west, south, east, north = map(float, values)
    except (TypeError, ValueError):
        return None
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    if west > east or south > north or not _are_degrees(ring):
        return None
    if (west, south) == (east, north):
        return json.dumps({"type": "Point", "coordinates": [west, south]})
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


def _are_degrees(values: Any, depth: int = 0) -> bool:
    """Return whether nested positions are longitudes and latitudes: metres of a map projection are no place to us."""
    if not isinstance(values, list) or not values or depth > SIDES:
        return False
    if all(isinstance(number, int | float) and not isinstance(number, bool) for number in values):
        return len(values) in {2, 3} and abs(values[0]) <= 180 and abs(values[1]) <= 90
    return all(_are_degrees(part, depth + 1) for part in values)


def satudata_geometry(value: str) -> str:
    """A geometry of GeoJSON."""
    parsed = parse_geometry(value) if value.strip() else ""
    if parsed is None:
        raise tk.Invalid(tk._("This is no geometry of GeoJSON in degrees of longitude and latitude."))
    return parsed
