"""Makes a small map of a district out of detailed boundaries: `docs/boundaries.py FROM TO`.

The regions are simplified together, as one coverage: a border that two of them share stays shared: there are neither
gaps nor overlaps. Needs shapely 2.1 or newer (`pip install shapely`), which the portal itself does not.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import shapely
from shapely.geometry import mapping, shape

# of a degree: about 200 m, one pixel of a map of 100 km on a screen of 500
TOLERANCE = 0.002
# smaller islands (about 0.1 square kilometres) are no pixel
SMALLEST = 8e-6
DIGITS = 4


def main(source: Path, target: Path) -> None:
    """Write the simplified map; end with an error where the regions have gaps or overlaps."""
    features = json.loads(source.read_text(encoding="utf-8"))["features"]
    # rounded first: afterwards a corner could leave the line of its neighbour
    rounded = shapely.set_precision([shape(feature["geometry"]) for feature in features], 10**-DIGITS)
    simple = shapely.coverage_simplify(rounded, TOLERANCE)
    simple = shapely.set_precision(simple, 10**-DIGITS)
    kept = [
        shapely.multipolygons([part for part in shapely.get_parts(area) if part.area >= SMALLEST]) for area in simple
    ]
    if not shapely.coverage_is_valid(kept):
        sys.exit(f"{source}: regions have gaps or overlaps")
    made = [
        {
            "type": "Feature",
            "properties": {"kode": feature["properties"]["kode"], "nama": feature["properties"]["nama"]},
            "geometry": _plain(mapping(shapely.normalize(area))),
        }
        for feature, area in zip(features, kept, strict=True)
    ]
    text = json.dumps({"type": "FeatureCollection", "features": made}, ensure_ascii=False, separators=(",", ":"))
    target.write_text(text + "\n", encoding="utf-8")


def _plain(geometry: dict) -> dict:
    """Return a geometry with as many digits as were kept; one polygon alone is no list of them."""
    polygons = [
        [[[round(x, DIGITS), round(y, DIGITS)] for x, y in ring] for ring in one] for one in geometry["coordinates"]
    ]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
