"""A figure of a region: its newest value, its way, and what stands beside it.

It is set beside another figure only where both are of the same count: of the same sources, with no break between them,
and over the same part of their period. What is suppressed stays so, and takes no rank.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.satudata import config
from ckanext.satudata.charts import sparkline, words
from ckanext.satudata.charts.offers import Held
from ckanext.satudata.exceptions import BadQuestion, NotAdditive
from ckanext.satudata.observations import lines, periods, query
from ckanext.satudata.observations.answer import Answer
from ckanext.satudata.observations.lines import Lines
from ckanext.satudata.observations.query import Sources
from ckanext.satudata.observations.question import REGION, Question, measure_of
from ckanext.satudata.observations.source import Source
from ckanext.satudata.observations.values import number
from ckanext.satudata.profiles import places
from ckanext.satudata.profiles.places import Place
from ckanext.satudata.standards.model import CUMULATIVE, FLOW, STOCK, Standard

Number = int | float
Row = dict[str, Any]
# so many periods make its way: a month and the same month of the year before are among them
WAY = 13


@dataclass(frozen=True)
class Change:
    """The difference to an earlier figure of the same count; `is_better` is None where the standard does not say."""

    size: Number
    period: str
    is_better: bool | None


@dataclass(frozen=True)
class Rank:
    """The place of a figure among regions of one level, the largest first; `within` is the region that has them."""

    level: str
    place: int
    among: int
    within: Place


@dataclass(frozen=True)
class Neighbour:
    """A region of the same level beside the one that is shown (itself too), None for a suppressed figure."""

    place: Place
    value: Number | None


@dataclass(frozen=True)
class Figure:
    """The newest figure of a measure in a region; `value` is None where it is suppressed.

    `wholes` are the figures of the regions that it lies in, of the same period; `lines` the points of an SVG polyline
    for each stretch of one count, `breaks` what `observations.lines` says between them. `overruled` says whose figures
    do not count, "" where nobody else has them.
    """

    standard: Standard
    measure: str
    unit: str
    period: str
    value: Number | None
    tables: tuple[str, ...] = ()
    is_chosen: bool = False
    change: Change | None = None
    ranks: tuple[Rank, ...] = ()
    wholes: tuple[tuple[Place, Number], ...] = ()
    neighbours: tuple[Neighbour, ...] = ()
    lines: tuple[str, ...] = ()
    breaks: tuple[dict[str, Any], ...] = ()
    source: Source | None = None
    overruled: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Its standard and measure."""
        return self.standard.name, self.measure

    @property
    def name(self) -> str:
        """What it is called where no standard stands above it."""
        return words.named(self.standard, self.measure)

    @property
    def text(self) -> str:
        """The figure with its unit, "" for a suppressed one."""
        return words.figure(self.value, self.unit)

    @property
    def period_label(self) -> str:
        """Its period for people."""
        return periods.label(self.period)


@dataclass(frozen=True)
class _Series:
    """The rows of a measure by period and region of a level, and what they come from; `last` is the newest period."""

    place: Place
    standard: Standard
    measure: str
    last: str
    sources: Sources
    answer: Answer
    rows: Mapping[str, Mapping[str, Row]]
    hidden: frozenset[tuple[str, str]]

    @property
    def row(self) -> Row | None:
        """The row of the region in the newest period."""
        return self.rows.get(self.last, {}).get(self.place.code)

    def is_of_sources(self, row: Row, other: Row, more: Iterable[Source] = ()) -> bool:
        """Return whether two rows are of the same sources; `more` are those of another answer."""
        by_resource = {source.resource_id: source for source in [*self.answer.used, *more]}
        return lines.is_same_source(row["resources"], other["resources"], by_resource.values())


def find(place: Place, standard: Standard, measure: str, sources: Sources) -> Figure | None:
    """Return the newest figure of a measure in a region, None where there is no one figure of it."""
    tables = sources.get((standard.name, measure), [])
    has_regions = REGION in standard.breakdowns
    levels = {level for source in tables for level in source.levels}
    if not tables or standard.forecasts or (has_regions and max(levels, default=0) < len(place.code)):
        return None
    if not has_regions and not place.is_district:
        return None
    try:
        series = _series(place, standard, measure, sources)
    except (BadQuestion, NotAdditive):
        return None
    if series.row is not None:
        return _figure(series, series.row)
    if (series.last, place.code) in series.hidden:
        return Figure(standard, measure, series.answer.unit, series.last, None)
    return None


def _figure(series: _Series, row: Row) -> Figure:
    place, used = series.place, series.answer.used
    rows = {period: at[place.code] for period, at in series.rows.items() if place.code in at}
    drawn = lines.drawn({place.code: rows}, used)
    return Figure(
        standard=series.standard,
        measure=series.measure,
        unit=series.answer.unit,
        period=series.last,
        value=number(row["value"]),
        tables=tuple(row["resources"]),
        is_chosen=bool(row["chosen"]),
        change=_change(series, rows, drawn),
        ranks=_ranks(series, row),
        wholes=tuple(
            (above, whole) for above in reversed(place.parents) if (whole := _whole(series, above, row)) is not None
        ),
        neighbours=_neighbours(series, row),
        lines=tuple(sparkline.points(drawn.lines[place.code])),
        breaks=tuple(drawn.breaks),
        source=next(source for source in used if source.resource_id in row["resources"]),
    )


def _last(standard: Standard, measure: str, held: Held) -> str:
    """Return the newest period; of what comes in by days the last month that is whole."""
    month = periods.shift(held.last[: periods.MONTH], -1)
    is_flow = standard.time_of(measure_of(standard, measure)) == FLOW
    return month if is_flow and held.grain == periods.DAY and held.first <= f"{month}-01" else held.last


def _series(place: Place, standard: Standard, measure: str, sources: Sources) -> _Series:
    """Return what is held of a measure over its last periods. Raises BadQuestion, NotAdditive."""
    held = Held(tuple(sources[standard.name, measure]))
    last = _last(standard, measure, held)
    grain = next(name for name, size in periods.GRAINS.items() if size == len(last))
    regions = (f"{REGION}:{place.level}",) if REGION in standard.breakdowns else ()
    first = max(held.first[: len(last)], periods.shift(last, 1 - WAY))
    question = Question(
        standard.name, measure, period=f"{first}/{last}", group_by=(*regions, grain), by_source=True, explain=False
    )
    answer = query.run(question, sources)
    rows: dict[str, dict[str, Row]] = {}
    for row in answer.rows:
        rows.setdefault(str(row[grain]), {})[_code(row, regions)] = row
    hidden = frozenset((str(row[grain]), _code(row, regions)) for row in answer.suppressed)
    return _Series(place, standard, measure, last, sources, answer, rows, hidden)


def _code(row: Row, regions: tuple[str, ...]) -> str:
    return str(row[regions[0]]) if regions else config.wilayah()


def _is_like(one: Row, other: Row, length: int, *, is_stock: bool) -> bool:
    """Return whether two sums have as many regions, and of what is no stock the same part of their period."""
    if one.get("regions") != other.get("regions"):
        return False
    parts = [(row["first"][length:], row["last"][length:]) for row in (one, other)]
    return is_stock or parts[0] == parts[1]


def _change(series: _Series, rows: Mapping[str, Row], drawn: Lines) -> Change | None:
    """Return the change from a year before, else from the period before; None where neither is of the same count."""
    last, entry = series.last, measure_of(series.standard, series.measure)
    time = series.standard.time_of(entry)
    pieces = drawn.lines[series.place.code].pieces
    for before in [periods.year_before(last), *([periods.shift(last, -1)] if time != CUMULATIVE else [])]:
        if before not in rows:
            continue
        places = drawn.periods.index(before), drawn.periods.index(last)
        is_one_stretch = any(all(piece[place] is not None for place in places) for piece in pieces)
        if is_one_stretch and _is_like(rows[before], rows[last], len(last), is_stock=time == STOCK):
            size = rows[last]["value"] - rows[before]["value"]
            better = (size > 0) == (entry.arah == "naik") if entry.arah and size else None
            return Change(number(size) or 0, before, better)
    return None


def _beside(series: _Series, above: Place, row: Row) -> dict[str, Row]:
    """Return the rows of the newest period of the regions in another one, those of the same sources; by code."""
    return {
        code: other
        for code, other in series.rows[series.last].items()
        if code.startswith(f"{above.code}.") and series.is_of_sources(row, other)
    }


def _ranks(series: _Series, row: Row) -> tuple[Rank, ...]:
    """Return the rank among the regions of the one that it lies in, then of each larger one; none among itself."""
    ranks = []
    for above in reversed(series.place.parents):
        values = [other["value"] for other in _beside(series, above, row).values()]
        if len(values) > 1 and min(values) != max(values):
            ranks.append(
                Rank(series.place.level, sum(value > row["value"] for value in values) + 1, len(values), above)
            )
    return tuple(ranks)


def _whole(series: _Series, above: Place, row: Row) -> Number | None:
    """Return the figure of a whole region for the newest period; None without one, and where others tell it."""
    question = Question(
        series.standard.name, series.measure, period=series.last, within=above.code, by_source=True, explain=False
    )
    try:
        answer = query.run(question, series.sources)
    except NotAdditive:
        return None
    if len(answer.rows) != 1:
        return None
    [whole] = answer.rows
    return number(whole["value"]) if series.is_of_sources(row, whole, answer.used) else None


def _neighbours(series: _Series, row: Row) -> tuple[Neighbour, ...]:
    """Return the regions beside one with their figures, the largest first, the suppressed ones last."""
    above = series.place.above
    if above is None:
        return ()
    beside = [
        Neighbour(places.load(code), number(other["value"])) for code, other in _beside(series, above, row).items()
    ]
    beside.sort(key=lambda one: (-(one.value or 0), one.place.code))
    hidden = sorted(
        code for period, code in series.hidden if period == series.last and code.startswith(f"{above.code}.")
    )
    return (*beside, *(Neighbour(places.load(code), None) for code in hidden))
