"""How the numbers of a column are written: what its cells, all together, say of points, commas, signs and units."""

from __future__ import annotations

from dataclasses import dataclass

from ckanext.satudata.tables.cells import Cells, Column
from ckanext.satudata.tables.table import literal

# "M" is miliar (10^9) and "T" triliun (10^12): so the budgets of SIKD and APBD name them
MAGNITUDES = {"rb": 3, "ribu": 3, "jt": 6, "juta": 6, "m": 9, "milyar": 9, "miliar": 9, "t": 12, "triliun": 12}
SUFFIX = "|".join(sorted(MAGNITUDES, key=len, reverse=True))
# a cell in its parts: parenthesis, sign, Rp, sign, digits, percent or magnitude
WHOLE = rf"(\(?)\s*(-?)\s*((?:rp|idr)\.?)?\s*(-?)\s*([\d.,]*\d)(?:,-)?\s*(%|{SUFFIX})?\.?\s*\)?"


@dataclass(frozen=True)
class Evidence:
    """How the cells of one column are written, in numbers of cells."""

    filled: int
    numbers: int
    units: int
    rupiah: int
    groups: int  # 1.234.567 or 1.234,5: the point is surely a thousands separator
    single: int  # 1.474
    comma: int  # 1,5 or 218,13: the comma is surely a decimal one
    comma_single: int  # 462,984
    comma_groups: int  # 1,234,567 or 1,234.5
    point: int  # 1.5: the point is surely a decimal one
    small: int  # whole numbers below 1000
    large: int  # whole numbers from 1000
    zero: int  # 0.994
    negative: int
    percent: int
    bare: int  # without a percent sign, not 0
    fractions: int  # the same, and at most 1: 0.125 may be 12.5% or an eighth of one
    magnitudes: list[str]
    exact: bool  # the file holds numbers as numbers: 1.474 is one and a half


def number_of(sql: str) -> str:
    """Return the SQL of the digits of a cell."""
    return f"regexp_extract({sql}, {literal(WHOLE)}, 5, 'i')"


# thousands of percent are rare: the three digits of 12.345% are decimals
COUNTED = "part.unit <> '%'"
FORMS = {
    "groups": ("true", r"\d{1,3}(\.\d{3}){2,}|\d{1,3}(\.\d{3})+,\d+"),
    "single": (COUNTED, r"[1-9]\d{0,2}\.\d{3}"),
    "comma": ("true", r"\d+,(\d{1,2}|\d{4,})|0,\d+|\d{4,},\d+"),
    "comma_single": (COUNTED, r"[1-9]\d{0,2},\d{3}"),
    "comma_groups": ("true", r"\d{1,3}(,\d{3}){2,}(\.\d+)?|\d{1,3}(,\d{3})+\.\d+"),
    "point": ("true", r"\d*\.(\d{1,2}|\d{4,})|0\.\d+|\d{4,}\.\d+"),
    "comma_percent": (f"NOT {COUNTED}", r"[1-9]\d{0,2},\d{3}"),
    "point_percent": (f"NOT {COUNTED}", r"[1-9]\d{0,2}\.\d{3}"),
    "small": ("true", r"\d{1,3}"),
    "large": ("true", r"\d{4,}"),
    "zero": ("true", r"0\.\d+"),
}


ZERO = "regexp_full_match(part.number, '[0.,]*')"
FRACTION = "regexp_full_match(part.number, '0?[.,][0-9]+|1([.,]0+)?')"


def evidence_of(cells: Cells, column: Column) -> Evidence:
    """Count how all cells of a column are written."""
    parts = f"regexp_extract(cell, {literal(WHOLE)}, ['open', 'sign', 'rp', 'minus', 'number', 'unit'], 'i')"
    counts = {
        "filled": "count(*)",
        "numbers": "count(*) FILTER (good)",
        "units": "count(*) FILTER (good AND (part.unit <> '' OR part.open <> ''))",
        "rupiah": "count(*) FILTER (good AND part.rp <> '')",
        **{
            name: f"count(*) FILTER (good AND {when} AND regexp_full_match(part.number, {literal(form)}))"
            for name, (when, form) in FORMS.items()
        },
        "negative": "count(*) FILTER (good AND (part.sign <> '' OR part.minus <> ''))",
        "percent": "count(*) FILTER (good AND part.unit = '%')",
        "bare": f"count(*) FILTER (good AND part.unit = '' AND NOT {ZERO})",
        "fractions": f"count(*) FILTER (good AND part.unit = '' AND NOT {ZERO} AND {FRACTION})",
        "magnitudes": "list(DISTINCT lower(part.unit)) FILTER (good AND part.unit NOT IN ('', '%'))",
    }
    select = ", ".join(f"{count} AS {name}" for name, count in counts.items())
    trimmed = f"(SELECT trim({column.sql}) AS cell FROM ({cells.query}) WHERE trim({column.sql}) <> '')"
    split = f"(SELECT {parts} AS part, regexp_full_match(cell, {literal(WHOLE)}, 'i') AS good FROM {trimmed})"
    row = cells.connection.execute(f"SELECT {select} FROM {split}").fetchone() or ()
    numbers = dict(zip(counts, row, strict=True))
    numbers.update(
        point=numbers["point"] + numbers.pop("point_percent"), comma=numbers["comma"] + numbers.pop("comma_percent")
    )
    return Evidence(**{**numbers, "magnitudes": numbers["magnitudes"] or []}, exact=column.exact)
