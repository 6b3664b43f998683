"""Rules between the figures of a Standar Data, and the dimensions that it derives from its dates.

Each is written as {kind: {…}} in the file of its standard; schemas/standard.schema.json says what each means.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from ckanext.satudata.standards.building import Key, Keyed


class Rule(Keyed):
    """What holds between figures; one of the kinds below."""


@dataclass(frozen=True)
class Total(Rule):
    """In each row the parts add up to the total."""

    KEY: ClassVar[str] = "total"

    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class RegionTotal(Rule):
    """Where a region and the regions below it are both in the table, these add up to it."""

    KEY: ClassVar[str] = "region_total"

    region: str
    measures: tuple[str, ...]


@dataclass(frozen=True)
class Equals(Rule):
    """Added up to the coarser region of both, a measure is the measure `of` of another standard."""

    KEY: ClassVar[str] = "equals"

    measure: str
    standard: str
    of: str


@dataclass(frozen=True)
class Order(Rule):
    """In each row the first is at most the second."""

    KEY: ClassVar[str] = "order"

    lower: str
    upper: str


@dataclass(frozen=True)
class Change(Rule):
    """The largest credible change of a measure from one period to the next, in percent."""

    KEY: ClassVar[str] = "change"

    measure: str
    period: str
    percent: int | float


@dataclass(frozen=True)
class Series(Rule):
    """Between the first and the last period of a table none is missing."""

    KEY: ClassVar[str] = "series"

    period: str


@dataclass(frozen=True)
class Ratio(Rule):
    """In each row a percentage is what its two parts give, within a tolerance in percentage points."""

    KEY: ClassVar[str] = "ratio"

    percentage: str
    part: str
    whole: str
    tolerance: int | float


@dataclass(frozen=True)
class WorkingDays:
    """Working days after the first date up to and with the second."""

    start: Annotated[str, Key("from")]
    end: Annotated[str, Key("to")]

    @property
    def fields(self) -> set[str]:
        """The columns that it is computed from."""
        return {self.start, self.end}


@dataclass(frozen=True)
class Due:
    """The last day of a promise; `days` is the column of the kind's code list that has its working days."""

    start: Annotated[str, Key("from")]
    kind: str
    days: str

    @property
    def fields(self) -> set[str]:
        """The columns that it is computed from."""
        return {self.start, self.kind}


@dataclass(frozen=True)
class InTime:
    """Whether the second date keeps the promise: ya or tidak."""

    start: Annotated[str, Key("from")]
    end: Annotated[str, Key("to")]
    kind: str
    days: str

    @property
    def fields(self) -> set[str]:
        """The columns that it is computed from."""
        return {self.start, self.end, self.kind}


@dataclass(frozen=True)
class Derived:
    """A dimension that observations have beside those of the table; exactly one of the three says how.

    `istilah` are words by which people ask for its median.
    """

    name: str
    title: str
    istilah: tuple[str, ...] = ()
    working_days: WorkingDays | None = None
    due: Due | None = None
    in_time: InTime | None = None

    @property
    def computed(self) -> WorkingDays | Due | InTime:
        """How it is computed."""
        return next(rule for rule in (self.working_days, self.due, self.in_time) if rule)
