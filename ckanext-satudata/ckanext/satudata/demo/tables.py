"""Tables of the demonstration: from a small declaration to rows, the same ones each time."""

from __future__ import annotations

import itertools
import random
from typing import Any

from ckanext.satudata.metadata import codelists

TIME = {"tahun", "bulan", "tanggal", "hari", "jam"}
SWING = 0.06


def rows(spec: dict[str, Any], wilayah: str, name: str) -> tuple[list[str], list[list[Any]]]:
    """Return header and rows of a declared table for a district.

    `spec["over"]` maps dimension columns to their values (the word `kecamatan` gives code and name columns);
    `spec["measures"]` maps measure columns to [low, high, decimals]; `sum_of` columns add up others, `percent_of`
    columns are the percentage of one measure in another.
    """
    dimensions = [(column, _values(values, wilayah)) for column, values in spec["over"].items()]
    header = [part for column, _values_ in dimensions for part in _columns(column)]
    sums: dict[str, list[str]] = spec.get("sum_of", {})
    percentages: dict[str, list[str]] = spec.get("percent_of", {})
    measures: dict[str, list[float]] = spec["measures"]
    result = []
    for combination in itertools.product(*(values for _column, values in dimensions)):
        cells = [cell for value in combination for cell in value]
        moment = [value for column, value in zip(header, cells, strict=True) if column in TIME]
        place = [value for column, value in zip(header, cells, strict=True) if column not in TIME]
        figures = {
            column: _figure(f"{wilayah}/{name}/{place}", f"{column}/{moment}", *limits)
            for column, limits in measures.items()
        }
        figures.update({column: sum(figures[part] for part in parts) for column, parts in sums.items()})
        figures.update(
            {column: round(100 * figures[part] / figures[whole], 2) for column, (part, whole) in percentages.items()}
        )
        result.append([*cells, *figures.values()])
    return [*header, *measures, *sums, *percentages], result


def desa_per_kecamatan(wilayah: str) -> tuple[list[str], list[list[Any]]]:
    """Return the real number of desa and kelurahan of each kecamatan, counted in the Kemendagri code list."""
    codes = codelists.load("wilayah")
    result: list[list[Any]] = []
    for kecamatan in codes.children(wilayah):
        units = codes.children(kecamatan.code)
        # the fourth part of a kelurahan's code begins with 1, a desa's with 2 (Kepmendagri 300.2.2-2138/2025)
        kelurahan = sum(unit.code.rpartition(".")[2].startswith("1") for unit in units)
        result.append([kecamatan.code, kecamatan.name, len(units) - kelurahan, kelurahan])
    return ["kode_wilayah", "nama_kecamatan", "jumlah_desa", "jumlah_kelurahan"], result


def _columns(column: str) -> list[str]:
    return ["kode_wilayah", "nama_kecamatan"] if column == "kecamatan" else [column]


def _values(values: Any, wilayah: str) -> list[tuple[Any, ...]]:
    if values == "kecamatan":
        return [(code.code, code.name) for code in codelists.load("wilayah").children(wilayah)]
    return [(value,) for value in values]


def _figure(place: str, moment: str, low: float, high: float, decimals: float = 0) -> float | int:
    """Return a figure that differs much between places and little between moments, as real ones do."""
    level = random.Random(f"{place}/{low}/{high}").uniform(low, high)
    change = random.Random(f"{place}/{moment}").uniform(-SWING, SWING)
    value = round(min(max(level * (1 + change), low), high), int(decimals))
    return int(value) if not decimals else value
