"""What a chart is, whoever draws it: a value that follows from figures, and that no drawing changes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

Number = int | float


@dataclass(frozen=True)
class Category:
    """A place on the axis of names or periods; `code` is for links and maps, people read the label."""

    code: str
    label: str


@dataclass(frozen=True)
class Series:
    """A figure for each category, None where it is missing.

    `pieces` are the figures once more, one list for each stretch that is of one count: a line is drawn for each.
    """

    name: str
    values: tuple[Number | None, ...]
    pieces: tuple[tuple[Number | None, ...], ...] = ()


@dataclass(frozen=True)
class Mark:
    """Something that must be known where a category begins: `at` is its place, `text` a sentence."""

    at: int
    text: str


@dataclass(frozen=True)
class Axis:
    """The ends of the axis of figures, and the distance of its lines."""

    low: Number
    high: Number
    step: Number


@dataclass(frozen=True)
class Body:
    """What a kind makes of figures: what is drawn, without the words around it."""

    categories: tuple[Category, ...]
    series: tuple[Series, ...]
    axis: Axis
    marks: tuple[Mark, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unit:
    """The unit of figures: its name, and what stands before and after one of them."""

    label: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Chart:
    """A chart with all that stands in its picture.

    `title` and `subtitle` tell measure, place, period and unit, `sentence` what it shows in words, `source` whose
    figures they are and under which licence, `example` is the mark of made-up figures, "" for real ones.
    """

    kind: str
    title: str
    subtitle: str
    sentence: str
    source: str
    example: str
    unit: Unit
    body: Body
    notes: tuple[str, ...] = ()

    def describe(self) -> dict[str, Any]:
        """Return the chart as JSON holds it: the keys of this class and of its body."""
        described = asdict(self)
        return {**described, **described.pop("body"), "notes": [*self.body.notes, *self.notes]}
