"""Takes the map of a district in from a file: its kecamatan, or its desa, one map for each kecamatan."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import shapely
from ckanext.satudata import config
from ckanext.satudata.exceptions import N_, BadMap
from ckanext.satudata.metadata import codelists
from ckanext.satudata.regions import boundaries, coverage, parsing

# Indonesia, in degrees: west, south, east, north
COUNTRY = (94.0, -12.0, 142.0, 7.0)


@dataclass(frozen=True)
class Taken:
    """What an import has kept: the codes of the maps, how many regions they show, and whose outlines are missing."""

    maps: tuple[str, ...]
    regions: int
    missing: tuple[str, ...]
    # regions of the file that lie elsewhere, or whose code no list has
    unused: tuple[str, ...]


def take(path: Path) -> Taken:
    """Keep the outlines of the district's regions that a file has. Raises BadMap; nothing is kept then."""
    district = config.wilayah()
    wilayah = codelists.load("wilayah")
    areas = parsing.parse(path)
    inside = {code: area for code, area in areas.items() if code.startswith(f"{district}.") and wilayah.is_valid(code)}
    if not inside:
        district_name, examples = codelists.wilayah_label(district), ", ".join(sorted(areas)[:3])
        raise BadMap(N_("{0} has no region of {1}; it has {2}, …"), path.name, district_name, examples)
    _check_place(path, inside)
    finest = max(len(code) for code in inside)
    # simplified together, so that neighbours in two kecamatan share their border as well
    shown = {code: inside[code] for code in sorted(inside) if len(code) == finest}
    simple = coverage.simplified(coverage.cleaned(shown))
    maps: dict[str, coverage.Areas] = defaultdict(dict)
    for code, area in simple.items():
        maps[code.rpartition(".")[0]][code] = area
    for parent, group in maps.items():
        boundaries.save(parent, coverage.geojson(group, {code: wilayah.codes[code].name for code in group}))
    expected = [region.code for parent in maps for region in wilayah.children(parent)]
    return Taken(
        tuple(maps),
        len(simple),
        tuple(code for code in expected if code not in simple),
        tuple(sorted(set(areas) - set(simple))),
    )


def _check_place(path: Path, areas: coverage.Areas) -> None:
    """Raise BadMap for metres in place of degrees, and for latitude before longitude."""
    west, south, east, north = shapely.total_bounds(list(areas.values()))
    if COUNTRY[0] <= west and east <= COUNTRY[2] and COUNTRY[1] <= south and north <= COUNTRY[3]:
        return
    raise BadMap(
        N_("{0} does not lie in Indonesia: {1}. It must be in degrees, longitude first (EPSG:4326)."),
        path.name,
        ", ".join(f"{number:.1f}" for number in (west, south, east, north)),
    )
