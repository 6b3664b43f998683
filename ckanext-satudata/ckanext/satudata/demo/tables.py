"""Tables of the demonstration: from a small declaration to rows, the same ones each time."""

from __future__ import annotations

import csv
import datetime
import io
import itertools
import random
from collections.abc import Callable
from typing import Any

from ckanext.satudata import clock
from ckanext.satudata.metadata import codelists
from ckanext.satudata.workdays import is_working_day
from openpyxl import Workbook

TIME = {"tahun", "bulan", "tanggal", "hari", "jam"}
SWING = 0.06
# values of a dimension that are several columns
WIDE = {
    "kecamatan": ["kode_wilayah", "nama_kecamatan"],
    "kabupaten": ["kode_wilayah", "nama_kabupaten_kota"],
    "opd": ["kode_opd", "nama_opd"],
    "desa": ["kode_wilayah", "nama_desa_kelurahan"],
}
Offices = list[tuple[str, str]]
Table = tuple[list[str], list[list[Any]]]


def rows(
    spec: dict[str, Any],
    wilayah: str,
    name: str,
    offices: Offices | None = None,
    other: Callable[[str], Table] | None = None,
) -> Table:
    """Return header and rows of a declared table for a district; `other` gives the tables of datasets by their names.

    `spec["over"]` maps dimension columns to their values; the words `desa`, `kecamatan`, `kabupaten` and `opd` give
    code and name, {"months": n}, {"days": n} and {"workdays": n} the last n of them, a list of lists several columns
    named by a key with commas. `spec["measures"]` maps measure columns to [low, high, decimals], or to {"by": column,
    value: [low, high, decimals], …}. `split` columns are parts of another dataset's figures and add up to them: {"of":
    dataset, "measure": its column or {"by": column, value: its column, …}, "weights": [low, high] or {"by": …}}; rows
    of the same time in the same region share them. `sum_of` columns add up others, `share_of` columns are a part
    [column, low, high] of another, of which by the month only that part of the year is reached where a fourth item
    says so; `percent_of` divides the first column by the second.
    """
    dimensions = [(column, _values(values, wilayah, offices or [])) for column, values in spec["over"].items()]
    header = [part for column, _values_ in dimensions for part in _columns(column, spec["over"][column])]
    measures: dict[str, Any] = spec.get("measures", {})
    splits: dict[str, Any] = spec.get("split", {})
    shares, sums = spec.get("share_of", {}), spec.get("sum_of", {})
    percents = spec.get("percent_of", {})
    combinations = itertools.product(*(values for _column, values in dimensions))
    cases = [[cell for value in combination for cell in value] for combination in combinations]
    rows_of_cells = [dict(zip(header, cells, strict=True)) for cells in cases]
    parts = {column: _split(rule, rows_of_cells, f"{wilayah}/{name}", other) for column, rule in splits.items()}
    result = []
    for number, (cells, row) in enumerate(zip(cases, rows_of_cells, strict=True)):
        moment = [value for column, value in row.items() if column in TIME]
        place = [value for column, value in row.items() if column not in TIME]
        key = f"{wilayah}/{name}/{place}"
        figures = {
            column: _figure(key, f"{column}/{moment}", *_limits(limits, row)) for column, limits in measures.items()
        }
        figures.update({column: divided_parts[number] for column, divided_parts in parts.items()})
        figures.update({column: sum(figures[column_name] for column_name in added) for column, added in sums.items()})
        for column, share in shares.items():
            figures[column] = _share(figures, row, key, share)
        for column, (part, whole) in percents.items():
            figures[column] = round(figures[part] / figures[whole] * 100, 2)
        result.append([*cells, *figures.values()])
    return [*header, *measures, *splits, *sums, *shares, *percents], result


def _split(
    rule: dict[str, Any], rows_of_cells: list[dict[str, Any]], key: str, other: Callable[[str], Table] | None
) -> list[int]:
    """Return for each row its part of the other dataset's figures."""
    if other is None:
        raise LookupError(f"{rule['of']}: there are no other datasets")
    header, table = other(rule["of"])
    wholes = [dict(zip(header, row, strict=True)) for row in table]
    shared: dict[tuple[str, tuple[int, ...]], list[int]] = {}
    for index, row in enumerate(rows_of_cells):
        measure = rule["measure"] if isinstance(rule["measure"], str) else rule["measure"][row[rule["measure"]["by"]]]
        there = tuple(number for number, whole in enumerate(wholes) if _is_part(row, whole))
        shared.setdefault((measure, there), []).append(index)
    parts = [0] * len(rows_of_cells)
    for (measure, there), members in shared.items():
        weights = [_weight(rule.get("weights", [1, 1]), rows_of_cells[index], key) for index in members]
        for index, part in zip(members, divided(sum(wholes[place][measure] for place in there), weights), strict=True):
            parts[index] = part
    return parts


def divided(total: int, weights: list[float]) -> list[int]:
    """Return whole parts of a total by weight, which add up to it."""
    edges = [0, *(round(total * upto / sum(weights)) for upto in itertools.accumulate(weights))]
    return [after - before for before, after in itertools.pairwise(edges)]


def _is_part(row: dict[str, Any], whole: dict[str, Any]) -> bool:
    one, other = row["kode_wilayah"], whole["kode_wilayah"]
    there = f"{one}.".startswith(f"{other}.") or f"{other}.".startswith(f"{one}.")
    return there and all(row[column] == whole[column] for column in TIME & row.keys() & whole.keys())


def _weight(limits: Any, row: dict[str, Any], key: str) -> float:
    place = [value for column, value in row.items() if column not in TIME]
    return random.Random(f"{key}/{place}").uniform(*_limits(limits, row))


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


def records(spec: dict[str, Any], wilayah: str, name: str, offices: Offices) -> tuple[list[str], list[list[Any]]]:
    """Return rows of single cases over the last days: `spec["per_day"]` [low, high] of them.

    `spec["columns"]` says how each column is filled: {"day": true}, {"number": "A"}, {"choice": [values]},
    {"office": "kode" | "nama"}, {"after": [column, low, high, share that has it]}, {"when": column, "then": value,
    "else": value}, {"value": value}.
    """
    columns = spec["columns"]
    chance = random.Random(f"{wilayah}/{name}")
    result: list[list[Any]] = []
    for day in _days(spec["days"], working=False):
        for _case in range(chance.randint(*spec["per_day"])):
            office = chance.choice(offices)
            row: dict[str, Any] = {}
            case = {"day": day, "office": office, "number": len(result) + 1}
            for column, rule in columns.items():
                row[column] = _case_cell(rule, row, case, chance)
            result.append(list(row.values()))
    return list(columns), result


def _case_cell(rule: dict[str, Any], row: dict[str, Any], case: dict[str, Any], chance: random.Random) -> Any:
    [kind] = set(rule) & CELLS.keys()
    return CELLS[kind](rule, row, case, chance)


def _later(row: dict[str, Any], rule: list[Any], chance: random.Random) -> str:
    column, low, high, share = rule
    days, happens = chance.randint(low, high), chance.random() < share
    if not row[column] or not happens:
        return ""
    moment = datetime.date.fromisoformat(row[column]) + datetime.timedelta(days=days)
    return "" if moment > clock.today() else moment.isoformat()


CELLS: dict[str, Any] = {
    "day": lambda _rule, _row, case, _chance: case["day"],
    "number": lambda rule, _row, case, _chance: f"{rule['number']}{case['number']:05d}",
    "choice": lambda rule, _row, _case, chance: chance.choice(rule["choice"]),
    "office": lambda rule, _row, case, _chance: case["office"][0 if rule["office"] == "kode" else 1],
    "after": lambda rule, row, _case, chance: _later(row, rule["after"], chance),
    "when": lambda rule, row, _case, _chance: rule["then"] if row[rule["when"]] else rule["else"],
    "value": lambda rule, _row, _case, _chance: rule["value"],
}


def _columns(column: str, values: Any) -> list[str]:
    if isinstance(values, dict) and "months" in values:
        return ["tahun", "bulan"]
    return WIDE.get(str(values), column.split(","))


def _values(values: Any, wilayah: str, offices: Offices) -> list[tuple[Any, ...]]:
    if values == "kecamatan":
        return [(code.code, code.name) for code in codelists.load("wilayah").children(wilayah)]
    if values == "desa":
        regions = codelists.load("wilayah")
        return [
            (code.code, code.name)
            for kecamatan in regions.children(wilayah)
            for code in regions.children(kecamatan.code)
        ]
    if values == "kabupaten":
        return [(wilayah, codelists.load("wilayah").codes[wilayah].name)]
    if values == "opd":
        return list(offices)
    if isinstance(values, dict):
        return _moments(values)
    return [tuple(value) if isinstance(value, list) else (value,) for value in values]


def _moments(rule: dict[str, int]) -> list[tuple[Any, ...]]:
    """Return the last months or days that are over, the newest last."""
    [(kind, number)] = rule.items()
    if kind == "months":
        today = clock.today()
        last = today.year * 12 + today.month - 2
        return [(month // 12, month % 12 + 1) for month in range(last - number + 1, last + 1)]
    return [(day,) for day in _days(number, working=kind == "workdays")]


def _days(number: int, working: bool) -> list[str]:
    days: list[str] = []
    day = clock.today()
    while len(days) < number:
        day -= datetime.timedelta(days=1)
        if not working or is_working_day(day):
            days.append(day.isoformat())
    return days[::-1]


def _limits(limits: Any, row: dict[str, Any]) -> list[float]:
    return limits[str(row[limits["by"]])] if isinstance(limits, dict) else limits


def _share(figures: dict[str, Any], row: dict[str, Any], key: str, rule: list[Any]) -> Any:
    column, low, high, *by_month = rule
    level = random.Random(f"{key}/{rule}").uniform(low, high)
    part = row["bulan"] / 12 if by_month else 1
    return round(figures[column] * level * part)


def _figure(place: str, moment: str, low: float, high: float, *rest: float) -> float | int:
    """Return a figure that differs much between places and little between moments, as real ones do.

    `rest` may hold the decimals and the share by which moments differ.
    """
    decimals = rest[0] if rest else 0
    swing = rest[1] if len(rest) > 1 else SWING
    level = random.Random(f"{place}/{low}/{high}").uniform(low, high)
    change = random.Random(f"{place}/{moment}").uniform(-swing, swing)
    value = round(min(max(level * (1 + change), low), high), int(decimals))
    return int(value) if not decimals else value


def as_bytes(header: list[str], rows: list[list[Any]], kind: str) -> io.BytesIO:
    """Return a table as a file of a kind: csv or xlsx."""
    if kind == "xlsx":
        book = Workbook()
        for row in [header, *rows]:
            book.active.append(row)
        stream = io.BytesIO()
        book.save(stream)
        stream.seek(0)
        return stream
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return io.BytesIO(text.getvalue().encode("utf-8"))
