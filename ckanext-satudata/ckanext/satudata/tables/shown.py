"""What a number format makes of a stored number, as far as it says more than the number: 0.0585 is shown as 5.85%.

A workbook's cell is read as a spreadsheet program would write it into a CSV, with all of its digits; what then is to
be made of "5.85%" or "Rp 1500" is for the steps, which ask people.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ckanext.satudata.tables.words import MONTH_NAMES

# the only formats of ECMA-376's built-in ones (18.8.30) that say more than the number
BUILT_IN = {9: "0%", 10: "0.00%", 17: "mmm-yy"}
QUOTED = re.compile(r'"([^"]*)"|\\(.)')
# what stands for itself in a code's format, in quotes or not: (0362) 00000
CODE_SIGN = re.compile(r'"([^"]*)"|\\(.)|([ ()/+-])')
FILLING = re.compile(r"[_*].")
LOCALE = re.compile(r"\[\$([^\]-]*)[^\]]*\]")
BRACKETS = re.compile(r"\[[^\]]*\]")
RUPIAH = re.compile(r"\b(?:rp|idr)", re.IGNORECASE)
# a literal in a code keeps its place as one of these
LITERAL = "\x01"
DIGITS = re.compile(rf"[0{LITERAL}]+")
# commas behind the last digit: the number is shown in thousands, millions …
SCALED = re.compile(r"[0#?](,{1,4})(?![0#?,])")
SCALES = {1: "ribu", 2: "juta", 3: "miliar", 4: "triliun"}
CLOCK = re.compile(r"[hs]|am/pm", re.IGNORECASE)


@dataclass(frozen=True)
class Shown:
    """How a cell is shown. `text` returns what people see for a stored value, None where that is the value itself."""

    text: Callable[[Any], str | None]


@functools.lru_cache(maxsize=512)
def of(code: str) -> Shown | None:
    """Return what a format code (of Excel) adds to a number; None where it adds nothing."""
    section = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', code)[0]
    section = FILLING.sub("", section) if not section.startswith("@") else ""
    signs = "".join(LOCALE.findall(section))
    literals = [quoted or escaped for quoted, escaped in QUOTED.findall(section)]
    plain = QUOTED.sub(lambda match: LITERAL * len(match[1] or match[2] or ""), LOCALE.sub("", section))
    bare = BRACKETS.sub("", plain)
    if "%" in bare or any("%" in literal for literal in literals):
        return PERCENT if "%" in bare else POINTS
    scale = SCALED.search(bare)
    if scale:
        return _scaled(len(scale[1]))
    if RUPIAH.search(" ".join([signs, *literals])):
        return CURRENCY
    if re.search("[ymd]", bare, re.IGNORECASE) and "[" not in plain:
        return _of_date(bare.lower())
    return _of_code(LOCALE.sub("", section).strip())


def _of_code(section: str) -> Shown | None:
    """Return how the figures of a code are shown: each in its place, with what stands between and before them."""
    literals = "".join(quoted or escaped or sign for quoted, escaped, sign in CODE_SIGN.findall(section))
    digits = CODE_SIGN.sub(lambda match: LITERAL * len(match[1] or match[2] or match[3] or ""), section)
    if not DIGITS.fullmatch(digits) or digits.count("0") < 2:
        return None
    behind = literals[digits.index("0") :]
    # letters behind the figures are a unit: 05 orang
    return _padded(digits, literals) if set(behind) <= set(" .-/()") else None


def _of_date(code: str) -> Shown | None:
    if CLOCK.search(code) or "d" in code:
        return None
    return MONTHLY if "m" in code else YEARLY


def plain(value: float | Decimal) -> str:
    """Return a number with the 15 digits that a spreadsheet keeps, and no exponent: 12, 5.85."""
    return f"{Decimal(f'{value:.15g}').normalize():f}"


def _number(write: Callable[[float], str | None]) -> Shown:
    return Shown(lambda value: write(value) if type(value) in {int, float} else None)


def _date(write: Callable[[datetime.date], str]) -> Shown:
    return Shown(lambda value: write(value) if isinstance(value, datetime.date) else None)


def _padded(digits: str, literals: str) -> Shown:
    """Return how a code or a postcode is shown that is stored as a number: 10 as 010, 510801 as 51.08.01."""

    def write(value: float) -> str | None:
        if value < 0 or value != int(value):
            return None
        left, signs, shown = list(str(int(value))), list(literals), []
        for place in reversed(digits):
            shown.append(signs.pop() if place == LITERAL and signs else left.pop() if left else "0")
        return "".join([*left, *reversed(shown)])

    return _number(write)


def _scaled(commas: int) -> Shown:
    return _number(lambda value: f"{plain(Decimal(repr(float(value))) / 1000**commas)} {SCALES[commas]}")


PERCENT = _number(lambda value: f"{plain(Decimal(repr(float(value))) * 100)}%")
# the sign is written behind a number that is in percent already
POINTS = _number(lambda value: f"{plain(value)}%")
CURRENCY = _number(lambda value: f"{'-' if value < 0 else ''}Rp {plain(abs(value))}")
MONTHLY = _date(lambda value: f"{MONTH_NAMES[value.month]} {value.year}")
YEARLY = _date(lambda value: str(value.year))
