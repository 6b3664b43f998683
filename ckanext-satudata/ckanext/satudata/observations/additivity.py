"""What may be added up: rules of the standard alone, without a database.

A measure is added up over a dimension only where its standard says so (`jumlahkan`). A dimension that is grouped by,
or that has one value in what was asked, is not added up; whether it has one only the figures tell.
"""

from __future__ import annotations

from collections.abc import Collection

from ckanext.satudata.exceptions import N_, NotAdditive
from ckanext.satudata.observations import periods
from ckanext.satudata.observations.question import PERIOD, WEEKDAY, Question, measure_of
from ckanext.satudata.standards.model import FLOW, MONTH, YEAR, Standard

PERCENTAGE = "Persentase"


def check_mean(standard: Standard, question: Question) -> None:
    """Raise NotAdditive for the mean of percentages: ten people would weigh as much as a thousand."""
    if question.aggregate == "mean" and measure_of(standard, question.measure).ukuran == PERCENTAGE:
        raise NotAdditive(N_("The mean of percentages is not the percentage of the whole. Ask for the parts instead."))


def must_be_one(standard: Standard, measure: str, groups: Collection[str], grain: int) -> list[str]:
    """Return the dimensions that must have one value in each group, for the measure may not be added up over them.

    `groups` are those of a question, `grain` is the length of the finest period of its sources.
    """
    allowed = set(measure_of(standard, measure).jumlahkan)
    # a derived dimension goes with the dates of its rows: what may be added up at all may be over it
    allowed |= {derived.name for derived in standard.derived} if allowed else set()
    return [name for name in left_out(standard, groups, grain) if name not in allowed]


def end_of(standard: Standard, question: Question, grain: int) -> str:
    """Return the SQL of the time (year, month) of which only the last period is asked; "" where all of them are.

    A stock stands at the end of its period, and what is counted since 1 January holds all months before: of a year of
    months the last one that is held is the figure of the year. A flow is added up. Of a span of several periods
    nothing stands for the whole.
    """
    standard_time = standard.time_of(measure_of(standard, question.measure))
    if question.aggregate != "sum" or standard_time == FLOW or PERIOD in question.group_by:
        return ""
    lengths = [periods.GRAINS[name] for name in question.group_by if name in periods.GRAINS]
    if lengths:
        return f"left(period, {max(lengths)})" if max(lengths) < grain else ""
    # the last of several years is no figure of them all: who wants it asks for that year
    first, _slash, last = question.period.partition("/")
    is_one = periods.is_period(first) and last in ("", first)
    return "''" if is_one and len(first) < grain and WEEKDAY not in question.group_by else ""


def left_out(standard: Standard, groups: Collection[str], grain: int) -> list[str]:
    """Return the dimensions that a question neither groups by nor groups at their own grain."""
    kept = max((grain if name == PERIOD else periods.GRAINS.get(name, 0) for name in groups), default=0)
    # one grouped by the month still adds the days up, one grouped by the year the months
    finer = {YEAR: periods.YEAR, MONTH: periods.MONTH, **dict.fromkeys(standard.dates, periods.DAY)}
    others = [name for name in standard.breakdowns if name not in groups]
    return others + [name for name in standard.times if finer[name] > kept]
