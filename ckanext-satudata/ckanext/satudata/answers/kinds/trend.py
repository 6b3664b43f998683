"""A line over time: "perkembangan", "5 tahun terakhir", "tiap bulan"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ckanext.satudata.answers import held
from ckanext.satudata.answers.asker import Asker
from ckanext.satudata.answers.caveats import breaks
from ckanext.satudata.answers.held import Choice
from ckanext.satudata.answers.meanings import Meaning
from ckanext.satudata.answers.reading import time_grain
from ckanext.satudata.answers.replies import Caveat, Reply
from ckanext.satudata.answers.times import Span
from ckanext.satudata.observations import periods
from ckanext.satudata.observations.question import PERIOD, Question
from ckanext.satudata.standards.model import FLOW

ORDER = 70
GRAIN_NAMES = {periods.YEAR: "tahun", periods.MONTH: "bulan", periods.DAY: PERIOD}
# the days of a line where nobody says how many
DAYS = 30


def wants(asker: Asker) -> bool:
    """Tell whether a line is asked for."""
    is_series = any(span.is_series for span in asker.reading.spans)
    return is_series or bool(time_grain(asker.reading.cover)) or asker.reading.cover.has(Meaning.TREND, Meaning.CHANGE)


def reply(asker: Asker, question: Question, kept: list[str]) -> Reply:
    """Return a row for each period."""
    length = line_grain(asker, kept)
    within, period = line_periods(asker, kept, length)
    if not within:
        raise asker.no_period(question, kept)
    sent, answer = asker.run(replace(question, period=period, group_by=(GRAIN_NAMES[length],), by_source=True))
    choice = Choice(period, within[-1], tuple(line_caveats(asker.span, within, length)))
    figure = asker.figure(sent, answer, choice)
    return Reply("trend", replace(figure, chart="line", caveats=(*figure.caveats, *breaks(sent, answer))))


def line_grain(asker: Asker, kept: list[str]) -> int:
    """Return the length of the periods of a line: as asked, where figures of finer ones may be added up."""
    grain = len(kept[-1])
    length = periods.GRAINS.get(time_grain(asker.reading.cover), 0)
    if not length or length > grain or (length < grain and asker.time != FLOW):
        return periods.MONTH if grain == periods.DAY and asker.measure.seluruh_waktu else grain
    return length


def line_periods(asker: Asker, kept: list[str], length: int) -> tuple[list[str], str]:
    """Return the held periods of a line, and the period to ask for."""
    span = asker.span
    if span is None:
        if length < periods.DAY or asker.measure.seluruh_waktu:
            return kept, ""
        within = [period for period in kept if period >= periods.shift(kept[-1], 1 - DAYS)]
        return within, f"{within[0]}/{within[-1]}"
    if span.recent:
        within = held.recent(span, kept)
        return within, f"{within[0]}/{within[-1]}" if within else ""
    last = span.last or kept[-1]
    within = [period for period in kept if span.first <= period[: span.grain] <= last]
    return within, f"{span.first}/{last}" if span.first != last else span.first


def line_caveats(span: Span | None, within: list[str], length: int) -> Iterator[Caveat]:
    """Yield what to say where the span is held in part, or the last period of the line is not over."""
    if span and not span.recent and span.first and span.last:
        yield from held.partial(span.first, span.last, within)
    elif length < len(within[-1]) and within[-1] < periods.end(within[-1][:length]).isoformat():
        yield Caveat("partial_period", {"first": within[0], "last": within[-1]})
