"""The way of a figure over its last periods, in stretches of one count."""

from __future__ import annotations

from ckanext.satudata.charts.offers import LATEST, Held
from ckanext.satudata.exceptions import BadQuestion, NotAdditive
from ckanext.satudata.observations import lines, periods, query
from ckanext.satudata.observations.lines import Line, Lines
from ckanext.satudata.observations.query import Sources
from ckanext.satudata.observations.question import Question
from ckanext.satudata.standards.model import Standard


def find(standard: Standard, measure: str, there: Held, sources: Sources, *, last: str = "") -> Lines | None:
    """Return the line of a measure in the whole district, None where it has no one figure for each period.

    `last` is a coarser period than those held, for a line of months of what comes in by days.
    """
    newest = last or there.last
    grain = next(name for name, size in periods.GRAINS.items() if size == len(newest))
    first = max(there.first[: len(newest)], periods.shift(newest, 1 - LATEST[len(newest)]))
    question = Question(
        standard.name, measure, period=f"{first}/{newest}", group_by=(grain,), by_source=True, explain=False
    )
    try:
        answer = query.run(question, sources)
    except (BadQuestion, NotAdditive):
        return None
    drawn = lines.drawn({"": {str(row[grain]): row for row in answer.rows}}, answer.used or answer.sources)
    return drawn if drawn.lines else None


def only(way: Lines) -> Line:
    """Return the one line of a way."""
    return way.lines[""]
