"""Correlation of two lists of figures."""

from __future__ import annotations

import math
from collections.abc import Sequence

# with fewer pairs a correlation has no meaning
FEWEST = 3


def pearson(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Return Pearson's r, None where there are too few pairs or one side never varies."""
    number = len(first)
    if number < FEWEST:
        return None
    means = [math.fsum(side) / number for side in (first, second)]
    apart = [[value - mean for value in side] for side, mean in zip((first, second), means, strict=True)]
    spread = math.sqrt(
        math.fsum(difference * difference for difference in apart[0])
        * math.fsum(difference * difference for difference in apart[1])
    )
    if not spread:
        return None
    together = math.fsum(one * other for one, other in zip(*apart, strict=True))
    return max(-1.0, min(1.0, together / spread))


def spearman(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Return Spearman's rank correlation: Pearson's r of the ranks, equal values sharing the mean of theirs."""
    return pearson(ranks(first), ranks(second))


def ranks(values: Sequence[float]) -> list[float]:
    """Return the rank of each value, 1 for the smallest; equal ones share the mean of their ranks."""
    places: dict[float, list[int]] = {}
    for place, value in enumerate(sorted(values), 1):
        places.setdefault(value, []).append(place)
    return [sum(places[value]) / len(places[value]) for value in values]


def chance(number: int) -> float:
    """Return the size of r below which chance alone gives one in twenty times as much, about 2 / √n."""
    return min(1.0, 2 / math.sqrt(number))
