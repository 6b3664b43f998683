"""What is worth seeing at once: what moved most of late, and where regions lie furthest apart.

A figure has moved much where its last change is large beside its usual one: the median of its earlier changes, of
figures of the same count. What is counted since January, and what is older than some months, is left out.
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Iterator
from dataclasses import dataclass

from ckan.plugins import toolkit as tk
from ckanext.satudata import clock
from ckanext.satudata.charts import addresses, sparkline, ways, words
from ckanext.satudata.charts.asking import Request
from ckanext.satudata.charts.figures import KECAMATAN
from ckanext.satudata.charts.offers import Held
from ckanext.satudata.exceptions import BadQuestion, NotAdditive
from ckanext.satudata.late import _
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations import lines, model, periods, query
from ckanext.satudata.observations.lines import Lines
from ckanext.satudata.observations.query import Sources
from ckanext.satudata.observations.question import LEVELS, REGION, Question, measure_of
from ckanext.satudata.standards import model as standards
from ckanext.satudata.standards.model import CUMULATIVE, FLOW, Standard

MOST_MOVERS, MOST_GAPS = 6, 4
# a usual change is told from so many earlier ones
FEWEST_CHANGES = 4
# what is older is no news
MONTHS_BACK = 3
# a change that is no larger than usual is no news
LEAST_STRENGTH = 1.5
# so many regions make a comparison
FEWEST_REGIONS = 3


@dataclass(frozen=True)
class Insight:
    """Something worth seeing: a sentence with its figures, the line of the figure, and the page of its chart."""

    name: str
    sentence: str
    address: str
    strength: float
    is_better: bool | None = None
    lines: tuple[str, ...] = ()
    is_example: bool = False


@dataclass(frozen=True)
class News:
    """What is worth seeing now."""

    movers: tuple[Insight, ...]
    gaps: tuple[Insight, ...]


_kept: dict[str, tuple[tuple[str, str], News]] = {}


def load() -> News:
    """Return what is worth seeing, the strongest first; kept for a day and one state of the figures."""
    language, state = tk.h.lang(), (model.state(), clock.today().isoformat())
    if language not in _kept or _kept[language][0] != state:
        sources = query.load_sources()
        movers = sorted(_movers(sources), key=lambda one: -one.strength)
        gaps = sorted(_gaps(sources), key=lambda one: -one.strength)
        _kept[language] = (state, News(tuple(_once(movers)[:MOST_MOVERS]), tuple(_once(gaps)[:MOST_GAPS])))
    return _kept[language][1]


def _once(insights: list[Insight]) -> list[Insight]:
    """Return the strongest of each standard: its measures move together."""
    return list({one.address.rpartition("/")[0].partition("?")[0]: one for one in reversed(insights)}.values())[::-1]


def _measures(sources: Sources) -> Iterator[tuple[Standard, str, Held]]:
    for (name, measure), tables in sorted(sources.items()):
        if tables and name in standards.names() and not standards.load(name).forecasts:
            yield standards.load(name), measure, Held(tuple(tables))


def _movers(sources: Sources) -> Iterator[Insight]:
    oldest = periods.shift(clock.today().isoformat()[: periods.MONTH], -MONTHS_BACK)
    for standard, measure, held in _measures(sources):
        last = _last_month(standard, measure, held)
        if not last or last < oldest:
            continue
        way = ways.find(standard, measure, held, sources, last=last)
        insight = _mover(standard, measure, held, way) if way else None
        if insight:
            yield insight


def _last_month(standard: Standard, measure: str, held: Held) -> str:
    """Return the last whole month of a measure that is held by months or comes in by days; "" of any other."""
    time = standard.time_of(measure_of(standard, measure))
    if time == CUMULATIVE:
        return ""
    if held.grain == periods.MONTH:
        return held.last
    if held.grain == periods.DAY and time == FLOW:
        month = periods.shift(held.last[: periods.MONTH], -1)
        return month if held.first <= f"{month}-01" else ""
    return ""


def _mover(standard: Standard, measure: str, held: Held, way: Lines) -> Insight | None:
    """Return how a figure has moved, None where its last stretch is too short to say what is usual."""
    line = ways.only(way)
    # a month that is missing in between makes no change from one month to the next
    backwards = itertools.takewhile(lambda value: value is not None, reversed(line.pieces[-1]))
    stretch = [value for value in backwards if value is not None][::-1]
    if len(stretch) < FEWEST_CHANGES + 2:
        return None
    changes = [after - before for before, after in itertools.pairwise(stretch)]
    usual = statistics.median(abs(change) for change in changes[:-1])
    if not usual or abs(changes[-1]) < LEAST_STRENGTH * usual:
        return None
    entry = measure_of(standard, measure)
    text = (
        _("{name} rose by {size} to {figure} in {period}; usually it changes by {usual}.")
        if changes[-1] > 0
        else _("{name} fell by {size} to {figure} in {period}; usually it changes by {usual}.")
    )
    return Insight(
        name=words.named(standard, measure),
        sentence=text.format(
            name=words.named(standard, measure),
            size=words.difference(abs(changes[-1]), entry.satuan),
            figure=words.figure(stretch[-1], entry.satuan),
            period=way.labels[-1],
            usual=words.difference(usual, entry.satuan),
        ),
        address=addresses.url("show", Request(Question(standard.name, measure))),
        strength=abs(changes[-1]) / usual,
        is_better=(changes[-1] > 0) == (entry.arah == "naik") if entry.arah else None,
        lines=tuple(sparkline.points(line)),
        is_example=any(source.is_example for source in held.sources),
    )


def _gaps(sources: Sources) -> Iterator[Insight]:
    """Yield how far kecamatan lie apart in what is no sum: of sums the largest place has the most of all."""
    for standard, measure, held in _measures(sources):
        entry = measure_of(standard, measure)
        is_sum = REGION in entry.jumlahkan
        if is_sum or REGION not in standard.breakdowns or max(held.levels, default=0) < LEVELS["kecamatan"]:
            continue
        question = Question(
            standard.name, measure, period=held.last, group_by=(KECAMATAN,), by_source=True, explain=False
        )
        try:
            answer = query.run(question, sources)
        except (BadQuestion, NotAdditive):
            continue
        rows = [row for row in answer.rows if row["value"] is not None and row[KECAMATAN]]
        is_one = all(lines.is_same_source(row["resources"], rows[0]["resources"], answer.used) for row in rows)
        if len(rows) < FEWEST_REGIONS or not is_one:
            continue
        low, high = (pick(rows, key=lambda row: row["value"]) for pick in (min, max))
        if low["value"] <= 0 or low["value"] == high["value"]:
            continue
        names = codelists.load("wilayah").codes
        text = _("{name} in {period} is highest in {high} ({most}) and lowest in {low} ({least}).")
        yield Insight(
            name=words.named(standard, measure),
            sentence=text.format(
                name=words.named(standard, measure),
                period=periods.label(held.last),
                high=names[high[KECAMATAN]].name,
                most=words.figure(high["value"], answer.unit),
                low=names[low[KECAMATAN]].name,
                least=words.figure(low["value"], answer.unit),
            ),
            address=addresses.url("show", Request(Question(standard.name, measure, group_by=(KECAMATAN,)))),
            strength=float(high["value"] / low["value"]),
            is_example=any(source.is_example for source in held.sources),
        )
