"""What must be known of figures beside them: notes, by this room and by those above it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ckan import plugins as p
from ckanext.satudata.exceptions import N_, say
from ckanext.satudata.metadata.breaks import Break
from ckanext.satudata.observations import additivity, periods
from ckanext.satudata.observations.answer import Answer
from ckanext.satudata.observations.question import Question, measure_of
from ckanext.satudata.observations.source import Source
from ckanext.satudata.standards.model import CUMULATIVE, FLOW, Standard

TEXTS = {
    "break": N_("Figures from {period} on are not of the same count as those before: {cause}"),
    "end_of_period": N_("A stock: of a span of time it is the figure of the last period that is held."),
    "cumulative": N_("Counted since 1 January: of a year it is the last value that is held."),
    "sum_of_periods": N_("The sum of the periods from {first} to {last}."),
    "older": N_("The newest of these figures is of {period}; others of this measure are of {newest}."),
    "suppressed": N_("{count} figures are suppressed, as so small a count could point at persons."),
    "incomplete": N_("Of {expected} regions, {regions} are held."),
    "discrepancy": N_("{count} open cases in which published figures of this disagree."),
    "example": N_("Example data: these figures are made up."),
    "as_of": N_("As it was released on {date}."),
}

# values that are periods, which people read in words
PERIODS = {"period", "newest", "first", "last", "date"}


@dataclass(frozen=True)
class Note:
    """Something that must be known of an answer: a key of TEXTS, and what stands in its braces or beside it."""

    code: str
    values: dict[str, Any] = field(default_factory=dict)

    def describe(self) -> dict[str, Any]:
        """Return the note for people and programs: {"code", "text", …}."""
        words = {name: periods.label(value) if name in PERIODS else value for name, value in self.values.items()}
        return {"code": self.code, "text": say(TEXTS[self.code], words), **self.values}


class IFigureNotes(p.Interface):
    """Implemented by a plugin that knows something of published figures that their readers must know."""

    def get_figure_notes(self, question: Question, packages: Collection[str], span: tuple[str, str]) -> list[Note]:  # noqa: ARG002 - who implements it reads them
        """Return notes on the figures of datasets (ids) within a span of periods ("" where it is open)."""
        return []


def notes(standard: Standard, question: Question, answer: Answer) -> Iterator[Note]:
    """Yield what must be known of an answer."""
    rows = answer.rows
    first = min((row["first"] for row in rows), default="")
    last = max((row["last"] for row in rows), default="")
    if question.as_of:
        yield Note("as_of", {"date": question.as_of})
    yield from _of_time(standard, question, answer)
    used = answer.used or answer.sources
    for entry in breaks(standard, question.measure, first, last, used):
        yield Note("break", {"period": entry.mulai, "cause": entry.sebab, "kind": entry.jenis})
    if question.period.startswith("latest") and last and last < answer.last_period[: len(last)]:
        yield Note("older", {"period": last, "newest": answer.last_period})
    if answer.suppressed:
        yield Note("suppressed", {"count": len(answer.suppressed)})
    regions = min((row["regions"] for row in rows), default=0)
    if rows and 0 < regions < answer.regions_expected:
        yield Note("incomplete", {"regions": regions, "expected": answer.regions_expected})
    packages = {source.package_id for source in used}
    for plugin in p.PluginImplementations(IFigureNotes):
        yield from plugin.get_figure_notes(question, packages, (first, last))
    if any(source.is_example for source in used):
        yield Note("example")


def breaks(standard: Standard, measure: str, first: str, last: str, sources: Iterable[Source] = ()) -> list[Break]:
    """Return the breaks of a measure within a span of periods: there are figures before them and from them on.

    They are declared by the standard, or by one of the sources.
    """
    declared = [*standard.putusan, *(entry for source in sources for entry in source.breaks)]
    return [
        entry
        for entry in dict.fromkeys(declared)
        if (not entry.ukuran or measure in entry.ukuran) and first < entry.mulai[: len(first)] and entry.mulai <= last
    ]


def _of_time(standard: Standard, question: Question, answer: Answer) -> Iterator[Note]:
    """Yield what time has done to the figures: the end of a period, or a sum of several."""
    time = standard.time_of(measure_of(standard, question.measure))
    grain = max((len(source.last_period) for source in answer.sources), default=0)
    if time == CUMULATIVE:
        yield Note("cumulative")
    elif time != FLOW and additivity.end_of(standard, question, grain):
        yield Note("end_of_period")
    summed = [row for row in answer.rows if row["first"] != row["last"]]
    if time == FLOW and question.aggregate == "sum" and summed:
        yield Note(
            "sum_of_periods",
            {"first": min(row["first"] for row in summed), "last": max(row["last"] for row in summed)},
        )


def period_of(row: dict[str, Any]) -> str:
    """Return the period of a row's figures: 2025-06, or 2025-01/2025-06 where there are several."""
    first, last = row["first"], row["last"]
    if first == last:
        return str(first)
    for length in (periods.YEAR, periods.MONTH):
        if len(first) > length and first[:length] == last[:length] and _is_whole(first, last, length):
            return str(first[:length])
    return f"{first}/{last}"


def _is_whole(first: str, last: str, length: int) -> bool:
    """Return whether two periods are the first and the last of a year or a month."""
    starts = first[length:].strip("-").replace("01", "").strip("-") == ""
    return starts and periods.end(last) == periods.end(first[:length])
