"""Axes of figures whose ends are round numbers and that make no mountain of noise."""

from __future__ import annotations

import math
from collections.abc import Iterable

from ckanext.satudata.charts.spec import Axis

LINES = 4
STEPS = (1, 2, 2.5, 5, 10)
# a line's axis spans at least this part of its largest figure, so that noise does not look like a movement
LEAST_SPAN = 0.2
# where the smallest figure is less than this part of the largest, the axis may as well begin at zero
NEAR_ZERO = 0.55


def from_zero(values: Iterable[float | int | None]) -> Axis:
    """Return the axis of bars, whose length is the figure: it has the zero in it."""
    there = [value for value in values if value is not None]
    return _rounded(min([0, *there]), max([0, *there]))


def around(values: Iterable[float | int | None]) -> Axis:
    """Return the axis of lines: from zero, unless the figures lie far from it, and never nearer than noise."""
    there = [value for value in values if value is not None]
    low, high = min(there, default=0), max(there, default=0)
    if low == high or (0 <= low < high * NEAR_ZERO) or low < 0:
        return from_zero(there)
    middle, half = (low + high) / 2, max((high - low) / 2, abs(high) * LEAST_SPAN / 2)
    return _rounded(max(0, middle - half), middle + half)


def _rounded(low: float, high: float) -> Axis:
    if low == high:
        high = low + 1
    rough = (high - low) / LINES
    power = 10 ** math.floor(math.log10(rough))
    step = next(size * power for size in STEPS if size * power >= rough - 1e-12 * power)
    ends = (math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step)
    return Axis(*(_short(number) for number in (*ends, step)))


def _short(number: float) -> float | int:
    """Return a number without the dust of binary fractions."""
    value = float(f"{number:.12g}")
    return int(value) if value == int(value) else value
