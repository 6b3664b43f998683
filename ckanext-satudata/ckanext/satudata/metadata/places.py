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
# Solr's rectangle (west, east, north, south) and PostGIS' box (west south, east north)
ENVELOPE = re.compile(r"ENVELOPE\s*\(([^()]*)\)", re.IGNORECASE)
BOX = re.compile(r"(?:BOX|BOX2D)\s*\(([^()]*)\)", re.IGNORECASE)
# west, south, east, north, as catalogues call them
SIDES = [
    ("west", "south", "east", "north"),
    ("minx", "miny", "maxx", "maxy"),
    ("xmin", "ymin", "xmax", "ymax"),
    ("westboundlongitude", "southboundlatitude", "eastboundlongitude", "northboundlatitude"),
    ("westlimit", "southlimit", "eastlimit", "northlimit"),
]
# under what an object keeps the geometry that it only wraps
INSIDE = ("geometry", "geo", "bbox", "box")
DECIMAL_COMMA = re.compile(r"^\s*(-?\d+),(\d+)\s*$")
DEEPEST = 4
LONGEST = 500_000
FARTHEST_EAST, FARTHEST_NORTH = 180, 90


def parse_geometry(value: Any) -> str | None:
    """Return a geometry as GeoJSON text, longitude before latitude; None for what is none, e.g. the name of a place.

    `value` is GeoJSON (data or text, a feature too), WKT, a place of schema.org, or a box: west, south, east, north by
    name, as list or as text. Where only the other order is on earth, latitudes came first.
    """
    geometry = _geometry(value)
    return json.dumps(geometry) if geometry else None


def _geometry(value: Any, depth: int = 0) -> dict[str, Any] | None:
    if depth > DEEPEST:
        return None
    if isinstance(value, str):
        return _of_text(PREFIX.sub("", value.strip()), depth) if len(value) < LONGEST else None
    if isinstance(value, list | tuple):
        return _of_list(list(value), depth)
    if not isinstance(value, Mapping):
        return None
    if value.get("type") in KINDS:
        coordinates = _ordered(_numbers(value.get("coordinates")))
        return {"type": value["type"], "coordinates": coordinates} if coordinates else None
    return _of_object(value, depth)


def _of_text(text: str, depth: int) -> dict[str, Any] | None:
    if text.startswith(("{", "[")):
        return _geometry(_data(text), depth + 1)
    envelope, box = ENVELOPE.fullmatch(text), BOX.fullmatch(text)
    if envelope:
        sides = envelope[1].split(",")
        return _box([sides[0], sides[3], sides[1], sides[2]]) if len(sides) == len(SIDES[0]) else None
    if box:
        return _box(re.split(r"[\s,]+", box[1].strip()))
    if text[:1].isalpha():
        return _geometry(_wkt(text), depth + 1)
    return _box(re.split(r"\s*,\s*|\s+", text))


def _of_list(values: list[Any], depth: int) -> dict[str, Any] | None:
    if len(values) == 1:
        return _geometry(values[0], depth + 1)
    # two corners
    if len(values) == 2 and all(isinstance(corner, list | tuple) and len(corner) == 2 for corner in values):
        return _box([*values[0], *values[1]])
    return _box(values)


def _of_object(value: Mapping[str, Any], depth: int) -> dict[str, Any] | None:
    named = {str(key).rpartition(":")[2].casefold(): item for key, item in value.items()}
    for sides in SIDES:
        if all(side in named for side in sides):
            return _box([named[side] for side in sides])
    if "latitude" in named and "longitude" in named:
        return _box([named["longitude"], named["latitude"]] * 2)
    if str(value.get("@type", "")).endswith("GeoShape") and isinstance(named.get("box"), str):
        # schema.org writes latitudes first
        south, west, north, east = (re.split(r"[\s,]+", named["box"].strip()) + [""] * 4)[:4]
        return _box([west, south, east, north])
    features = named.get("features")
    if isinstance(features, list):
        return _geometry(features[0], depth + 1) if len(features) == 1 else None
    return next(filter(None, (_geometry(named[key], depth + 1) for key in INSIDE if named.get(key))), None)


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


def _box(values: list[Any]) -> dict[str, Any] | None:
    numbers = _numbers(values)
    if not isinstance(numbers, list) or len(numbers) != len(SIDES[0]):
        return None
    for west, south, east, north in (numbers, [numbers[1], numbers[0], numbers[3], numbers[2]]):
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        if west <= east and south <= north and _are_degrees(ring):
            if (west, south) == (east, north):
                return {"type": "Point", "coordinates": [west, south]}
            return {"type": "Polygon", "coordinates": [ring]}
    return None


def _numbers(values: Any, depth: int = 0) -> Any:
    """Return nested numbers, those that are written as texts too; None where one is none."""
    if isinstance(values, str):
        try:
            return float(DECIMAL_COMMA.sub(r"\1.\2", values))
        except ValueError:
            return None
    if isinstance(values, list | tuple) and depth <= DEEPEST:
        numbers = [_numbers(value, depth + 1) for value in values]
        return None if None in numbers else numbers
    return values if isinstance(values, int | float) and not isinstance(values, bool) else None


def _ordered(coordinates: Any) -> list[Any] | None:
    """Return positions with the longitude first; None where they are on no place of the earth."""
    swapped = _swapped(coordinates)
    return next((positions for positions in (coordinates, swapped) if _are_degrees(positions)), None)


def _swapped(values: Any) -> Any:
    if not isinstance(values, list):
        return values
    if len(values) > 1 and not any(isinstance(value, list) for value in values):
        return [values[1], values[0], *values[2:]]
    return [_swapped(value) for value in values]


def _are_degrees(values: Any, depth: int = 0) -> bool:
    """Return whether nested positions are longitudes and latitudes: metres of a map projection are no place to us."""
    if not isinstance(values, list) or not values or depth > DEEPEST:
        return False
    if all(isinstance(number, int | float) for number in values):
        return len(values) in {2, 3} and abs(values[0]) <= FARTHEST_EAST and abs(values[1]) <= FARTHEST_NORTH
    return all(_are_degrees(part, depth + 1) for part in values)


def satudata_geometry(value: str) -> str:
    """A geometry of GeoJSON."""
    parsed = parse_geometry(value) if value.strip() else ""
    if parsed is None:
        raise tk.Invalid(tk._("This is no geometry of GeoJSON in degrees of longitude and latitude."))
    return parsed
