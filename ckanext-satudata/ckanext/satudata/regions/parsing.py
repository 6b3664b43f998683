"""Reads outlines of regions from the files in which they are handed out; all give {kode wilayah: outline}.

GeoJSON (of BIG and others), Shapefile in a ZIP, SQL of cahyadsn/wilayah_boundaries.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import shapefile
import shapely
from ckanext.satudata.exceptions import N_, BadMap
from ckanext.satudata.regions import coverage
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

# columns of codes: ours, BIG's (desa, kecamatan, kabupaten), Kemendagri's, those of common conversions
CODE_FIELDS = ("kode", "kode_wilayah", "kdepum", "kdcpum", "kdpkab", "kode_desa", "kode_kec", "kode_kd", "id")
# what the libraries raise for a file that is none
BROKEN = (
    ValueError,
    TypeError,
    KeyError,
    OSError,
    zipfile.BadZipFile,
    shapefile.ShapefileException,
    shapely.errors.ShapelyError,
)
# a code with or without dots, as long as that of a kabupaten, kecamatan or desa
DIGITS = {4: (2, 2), 6: (2, 2, 2), 10: (2, 2, 2, 4)}
# ('33.16.01','Jati',-7.2,111.2,'[[[lat,lng],…]]')
ROW = re.compile(r"\('([\d.]+)','(?:[^'\\]|\\.|'')*',[^,]*,[^,]*,'(\[.*?\])'")
Pairs = Iterable[tuple[Mapping[str, Any], Any]]


def parse(path: Path) -> coverage.Areas:
    """Return {code: outline} of all regions in a file; several parts of one region are joined. Raises BadMap."""
    ending = path.suffix.lower()
    if ending not in FORMATS:
        raise BadMap(N_("{0} is no map: what can be read are {1}."), path.name, ", ".join(sorted(FORMATS)))
    areas: dict[str, list[BaseGeometry]] = {}
    try:
        for code, area in FORMATS[ending](path):
            if area.is_empty:
                continue
            areas.setdefault(code, []).append(area)
    except BROKEN as error:
        text = N_("{0} cannot be read: {1}. Download it again, or save it as GeoJSON.")
        raise BadMap(text, path.name, error) from error
    if not areas:
        text = N_("{0} holds no region with a kode wilayah. Codes are looked for in the columns {1}.")
        raise BadMap(text, path.name, ", ".join(CODE_FIELDS))
    return {code: shapely.union_all(parts) for code, parts in areas.items()}


def rows_of_sql(text: str) -> Iterator[tuple[str, BaseGeometry]]:
    """Yield code and outline of each row of a file of cahyadsn/wilayah_boundaries: pairs of latitude, longitude.

    Its rings stand alone: none is a hole.
    """
    for row in ROW.finditer(text):
        rings = [shapely.Polygon([(x, y) for y, x in ring]) for ring in _rings(json.loads(row[2])) if len(ring) > 2]
        yield row[1], coverage.polygons(shapely.union_all([shapely.make_valid(ring) for ring in rings]))


def _rings(nested: list[Any]) -> Iterator[list[list[float]]]:
    if isinstance(nested[0][0], int | float):
        yield nested
        return
    for part in nested:
        yield from _rings(part)


def _sql(path: Path) -> Iterator[tuple[str, BaseGeometry]]:
    yield from rows_of_sql(path.read_text(encoding="utf-8"))


def _geojson(path: Path) -> Iterator[tuple[str, BaseGeometry]]:
    content = json.loads(path.read_text(encoding="utf-8-sig"))
    yield from _coded((feature["properties"] or {}, feature["geometry"]) for feature in content["features"])


def _shapefile(path: Path) -> Iterator[tuple[str, BaseGeometry]]:
    with zipfile.ZipFile(path) as archive:
        parts = {Path(name).suffix.lower(): name for name in archive.namelist()}
        if not {".shp", ".dbf"} <= set(parts):
            raise ValueError(".shp, .dbf?")
        endings = [ending for ending in (".shp", ".dbf", ".shx") if ending in parts]
        streams = {ending[1:]: io.BytesIO(archive.read(parts[ending])) for ending in endings}
        with shapefile.Reader(**streams) as reader:
            rows = reader.iterShapeRecords()
            yield from _coded((row.record.as_dict(), row.shape.__geo_interface__) for row in rows)


def _coded(pairs: Pairs) -> Iterator[tuple[str, BaseGeometry]]:
    """Yield code and outline of each region that has both."""
    for properties, geometry in pairs:
        code = _code({name.lower(): value for name, value in properties.items()})
        if code and geometry:
            yield code, coverage.polygons(shapely.make_valid(shapely.force_2d(shape(geometry))))


def _code(properties: Mapping[str, Any]) -> str:
    """Return the code of a region with its dots; "" where no column has one."""
    for name in CODE_FIELDS:
        bare = re.sub(r"\D", "", str(properties.get(name) or ""))
        if len(bare) in DIGITS:
            cuts = iter(bare)
            return ".".join("".join(next(cuts) for _ in range(size)) for size in DIGITS[len(bare)])
    return ""


FORMATS = {".geojson": _geojson, ".json": _geojson, ".sql": _sql, ".zip": _shapefile}
