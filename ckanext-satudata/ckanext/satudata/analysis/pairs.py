"""Figures made of two: a year beside another one, and one measure for each of another."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, replace

from ckanext.satudata.analysis.choices import Choice
from ckanext.satudata.charts import words
from ckanext.satudata.exceptions import NotAdditive
from ckanext.satudata.late import _
from ckanext.satudata.metadata import codelists
from ckanext.satudata.metadata.helpers import satudata_figure
from ckanext.satudata.observations import lines, periods, query
from ckanext.satudata.observations.answer import Answer
from ckanext.satudata.observations.notes import breaks
from ckanext.satudata.observations.question import REGION, Question, measure_of
from ckanext.satudata.observations.values import number
from ckanext.satudata.standards import model as standards
from ckanext.satudata.standards.model import CUMULATIVE, FLOW

Number = int | float
COUNT = "Jumlah"
# a ratio is told for so many that it is no tiny fraction
BASES = (1, 100, 1_000, 100_000)


@dataclass(frozen=True)
class Pair:
    """A region with two figures, None for a missing one, and what is made of them (None where they do not compare)."""

    code: str
    label: str
    before: Number | None
    after: Number | None
    made: Number | None


@dataclass(frozen=True)
class Years:
    """A measure in two periods side by side; `notes` say why some are not compared."""

    before: str
    after: str
    unit: str
    rows: tuple[Pair, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Ratio:
    """One count for so many (`base`) of another, by region, the largest first."""

    title: str
    base: int
    rows: tuple[Pair, ...]
    notes: tuple[str, ...]


def years(choice: Choice, level: str, period: str) -> Years:
    """Return each region's figure of a period beside that of the year before; the largest first."""
    group = f"{REGION}:{level}"
    question = Question(
        choice.standard, choice.measure, period=period, group_by=(group,), compare="year", by_source=True
    )
    answer, period = _answer(choice, question)
    standard, before = standards.load(choice.standard), periods.year_before(period)
    cuts = [entry.sebab for entry in breaks(standard, choice.measure, before, period)]
    rows = []
    others = 0
    for row in answer.rows:
        is_one = bool(row["previous_resources"]) and lines.is_same_source(
            row["resources"], row["previous_resources"], answer.sources
        )
        others += bool(row["previous_resources"]) and not is_one
        change = number(row["change"]) if is_one and not cuts else None
        rows.append(Pair(str(row[group]), _name(row[group]), number(row["previous"]), number(row["value"]), change))
    rows.sort(key=lambda pair: (-(pair.after or 0), pair.code))
    notes = list(cuts)
    if others:
        notes.append(
            _("{count} regions had another source a year before; they are not compared.").format(count=others)
        )
    return Years(periods.label(before), periods.label(period), choice.unit, tuple(rows), tuple(notes))


def _answer(choice: Choice, question: Question) -> tuple[Answer, str]:
    """Return an answer and the period that it is of: of a stock the last period within it stands for it."""
    try:
        return query.run(question), question.period
    except NotAdditive:
        last = min(choice.last, periods.end(question.period).isoformat()[: choice.grain])
        return query.run(replace(question, period=last)), last


def may_divide(one: Choice, other: Choice) -> bool:
    """Return whether one measure may be told for each of another: both are counts that add up over regions.

    What is counted since January is not the count of a period, and the same unit would make a share, not a ratio.
    """
    for choice in (one, other):
        standard = standards.load(choice.standard)
        measure = measure_of(standard, choice.measure)
        if measure.ukuran != COUNT or REGION not in measure.jumlahkan or standard.time_of(measure) == CUMULATIVE:
            return False
    # an event for each event of another kind says nothing; people, schools and beds are there
    return one.unit != other.unit and not _is_flow(other)


def _is_flow(choice: Choice) -> bool:
    standard = standards.load(choice.standard)
    return standard.time_of(measure_of(standard, choice.measure)) == FLOW and choice.grain != periods.YEAR


def ratio(one: Choice, other: Choice, level: str, period: str) -> Ratio:
    """Return one count for so many of another in a period, of regions that have both, the largest first."""
    group = f"{REGION}:{level}"
    (first, notes), (second, _more) = (_of_period(choice, group, period) for choice in (one, other))
    values = {code: first[code] / second[code] for code in first if second.get(code)}
    middle = statistics.median(values.values()) if values else 1
    base = next((base for base in BASES if middle * base >= 1), BASES[-1])
    units = codelists.load("satuan").codes
    title = _("{one} ({period}) for each {base} {unit}").format(
        one=words.named(standards.load(one.standard), one.measure),
        period=periods.label(period),
        base=satudata_figure(base),
        unit=units[other.unit].name.lower(),
    )
    rows = [
        Pair(code, _name(code), first[code], second[code], number(round(value * base, words.DECIMALS)))
        for code, value in values.items()
    ]
    rows.sort(key=lambda pair: (-(pair.made or 0), pair.code))
    return Ratio(title, base, tuple(rows), tuple(notes))


def _of_period(choice: Choice, group: str, period: str) -> tuple[dict[str, Number], list[str]]:
    """Return the figures of a period by region, and what is to be known of them."""
    answer, _period = _answer(choice, Question(choice.standard, choice.measure, period=period, group_by=(group,)))
    notes = []
    spans = {(row["first"], row["last"]) for row in answer.rows}
    if spans and choice.grain > len(period) and _is_flow(choice):
        first, last = min(span[0] for span in spans), max(span[1] for span in spans)
        ends = f"{period}-01-01"[: choice.grain], periods.end(period).isoformat()[: choice.grain]
        if (first, last) != ends:
            text = _("{name}: only {span} is there, not the whole of {period}.")
            name = words.named(standards.load(choice.standard), choice.measure)
            notes.append(text.format(name=name, span=words.period(first, last), period=periods.label(period)))
    return {str(row[group]): number(row["value"]) or 0 for row in answer.rows if row[group]}, notes


def _name(code: str | None) -> str:
    regions = codelists.load("wilayah")
    return regions.codes[code].name if code and regions.is_valid(code) else str(code or "")
