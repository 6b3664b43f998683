"""Makes the maps of all districts: `docs/boundaries.py REPOSITORY TARGET.zip`, REPOSITORY a clone of
cahyadsn/wilayah_boundaries.

Each kecamatan is the union of its desa, which are finer there than its kecamatan; a desa that the source lacks is
filled in from the coarse kecamatan. All regions of a map are one coverage: a border that two of them share stays
shared, there are neither gaps nor overlaps. Runs in the environment of the portal: `.satudata/venv/bin/python`.
"""

from __future__ import annotations

import csv
import functools
import gzip
import subprocess
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import shapely
from ckanext.satudata.regions import coverage, parsing
from shapely.geometry.base import BaseGeometry

CODES = Path(__file__).parents[1] / "config" / "codelists" / "wilayah.csv.gz"
KECAMATAN = len("33.16.01")
KABUPATEN = len("33.16")
PROVINCE = len("33")


def main(repository: Path, target: Path) -> None:
    """Write one GeoJSON for each kabupaten/kota (its kecamatan) and each province (its kabupaten/kota)."""
    names = _names()
    districts = [code for code in names if len(code) == KABUPATEN]
    with ProcessPoolExecutor(2) as pool:
        maps = dict(zip(districts, pool.map(_district, [repository] * len(districts), districts), strict=True))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for province in sorted({code[:PROVINCE] for code in districts}):
            inside = {code: _union(maps[code]) for code in districts if code.startswith(province)}
            _add(archive, province, coverage.simplified(coverage.cleaned(inside)), names)
        for code in districts:
            _add(archive, code, maps[code], names)


@functools.cache
def _names() -> dict[str, str]:
    with gzip.open(CODES, "rt", encoding="utf-8") as stream:
        return {row["code"]: row["name"] for row in csv.DictReader(stream)}


def _union(areas: coverage.Areas) -> BaseGeometry:
    return shapely.union_all(list(areas.values()))


def _district(repository: Path, district: str) -> coverage.Areas:
    """Return {code of a kecamatan: its outline}; what the source does not have is left out, and printed."""
    province = district[:PROVINCE]
    codes = [code for code in _names() if code.startswith(f"{district}.")]
    kecamatan = [code for code in codes if len(code) == KECAMATAN]
    desa = dict(_rows(repository, f"db/kel/{province}/wilayah_boundaries_kel_{district}.sql"))
    parts: dict[str, list[BaseGeometry]] = defaultdict(list)
    for code, area in desa.items():
        parts[code[:KECAMATAN]].append(area)
    lacking = {code[:KECAMATAN] for code in codes if len(code) > KECAMATAN and code not in desa}
    coarse = _coarse(repository, province) if lacking else {}
    whole = shapely.union_all([area for areas in parts.values() for area in areas]) if lacking else None
    for code in sorted(lacking & set(coarse)):
        parts[code].append(_rest(coarse[code], whole))
    areas = {code: shapely.union_all(parts[code]) for code in kecamatan if parts[code]}
    simple = coverage.simplified(coverage.cleaned(areas))
    missing = [code for code in kecamatan if code not in simple or simple[code].is_empty]
    if missing:
        print(f"{district}: {len(missing)} of {len(kecamatan)} without outline: {', '.join(missing)}", flush=True)
    return simple


@functools.lru_cache(1)
def _coarse(repository: Path, province: str) -> coverage.Areas:
    return dict(_rows(repository, f"db/kec/wilayah_boundaries_kec_{province}.sql"))


def _rest(area: BaseGeometry, taken: BaseGeometry) -> BaseGeometry:
    """Return what of a coarse outline no desa covers, without the slivers along coarse lines."""
    rest = area.difference(taken)
    sliver = 0.004
    return coverage.polygons(rest.buffer(-sliver).buffer(sliver).intersection(rest))


def _rows(repository: Path, path: str) -> Iterator[tuple[str, BaseGeometry]]:
    """Yield code and outline of each row of one of the source's SQL files."""
    command = ["/usr/bin/git", "-C", repository, "show", f"HEAD:{path}"]
    shown = subprocess.run(command, capture_output=True, text=True, check=True)
    yield from parsing.rows_of_sql(shown.stdout)


def _add(archive: zipfile.ZipFile, code: str, areas: coverage.Areas, names: dict[str, str]) -> None:
    # a date that never changes: the same source makes the same file
    member = zipfile.ZipInfo(f"{code}.geojson", (2026, 1, 1, 0, 0, 0))
    text = coverage.geojson(areas, names)
    archive.writestr(member, text, zipfile.ZIP_DEFLATED, 9)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
