"""Which periods are held of what a reading asks, and which of them answer it."""

from __future__ import annotations

from dataclasses import dataclass

from ckanext.satudata.answers.replies import Caveat
from ckanext.satudata.answers.times import Span
from ckanext.satudata.observations import periods
from ckanext.satudata.observations.question import Question
from ckanext.satudata.standards.model import CUMULATIVE, FLOW


@dataclass(frozen=True)
class Choice:
    """The period to ask for, in the words of a `Question`, what must be said of it, and the last one that is in it."""

    period: str
    last: str
    caveats: tuple[Caveat, ...] = ()


def choose(question: Question, span: Span | None, time: str, held: list[str], *, all_time: bool) -> Choice | None:
    """Return the period that answers a question about one moment or span; None where nothing of it is held.

    `time` is what time does to the measure, `held` what `query.held_periods` gave, not empty.
    """
    if question.aggregate in ("max", "min", "mean"):
        time = FLOW
    if span is None:
        caveats = (Caveat("since", {"first": held[0], "last": held[-1]}),) if all_time else ()
        return Choice("" if all_time else held[-1], held[-1], caveats)
    if span.recent:
        within = recent(span, held)
        return _of_span(within[0], within[-1], within, time) if within else None
    grain = len(held[-1])
    if span.grain > grain:
        return _present(span, held)
    last = span.last or held[-1][: span.grain]
    within = [period for period in held if (span.first or "") <= period[: span.grain] <= last]
    if not within:
        return _present(span, held)
    if span.grain == grain and span.first == span.last:
        return Choice(within[-1], within[-1])
    return _of_span(span.first or within[0], last, within, time)


def _present(span: Span, held: list[str]) -> Choice | None:
    """Return the newest period where today's was asked for, and is not held yet."""
    if not span.is_present:
        return None
    return Choice(held[-1], held[-1], (Caveat("latest_not_asked", {"asked": span.last, "period": held[-1]}),))


def _of_span(first: str, last: str, within: list[str], time: str) -> Choice:
    newest = within[-1]
    if time != FLOW:
        caveat = () if time == CUMULATIVE else (Caveat("end_of_period", {"period": newest}),)
        return Choice(newest, newest, caveat)
    period = last if first == last else f"{first}/{last}"
    return Choice(period, newest, partial(first, last, within))


def partial(first: str, last: str, within: list[str]) -> tuple[Caveat, ...]:
    """Return what to say where only a part of a span is held."""
    grain = len(within[-1])
    if grain == periods.DAY:
        begin, end = within[0], within[-1]
        whole = begin[: len(first)] == first and begin.endswith("-01"[: 3 * (len(first) < grain)])
        finish = periods.end(last).isoformat()
        is_whole = whole and end >= finish
    else:
        is_whole = len(within) >= count_of(first, last, grain)
    return () if is_whole else (Caveat("partial_period", {"first": within[0], "last": within[-1]}),)


def count_of(first: str, last: str, grain: int) -> int:
    """Return how many periods of a grain a span of coarser ones has: 12 months a year."""
    begin = first if len(first) >= grain else f"{first}-01"
    end = last if len(last) >= grain else periods.end(last).isoformat()[:grain]
    return len(periods.between(begin, end))


def recent(span: Span, held: list[str]) -> list[str]:
    """Return the held periods of the last so many years, months or days, back from the newest."""
    grain = min(span.grain, len(held[-1]))
    if span.grain > grain:
        return held
    first = periods.shift(held[-1][:grain], 1 - span.recent)
    return [period for period in held if period[:grain] >= first]
