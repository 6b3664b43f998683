"""Asks the observations for one reading: the question, its period, and what must be known beside the figures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from ckanext.satudata import clock, config
from ckanext.satudata.answers import held
from ckanext.satudata.answers.caveats import caveats_of
from ckanext.satudata.answers.computing import DIFFERENCE, compute_rows
from ckanext.satudata.answers.dimensions import OFFICE, REGION
from ckanext.satudata.answers.held import Choice
from ckanext.satudata.answers.lexicon import KABUPATEN, LEVEL_NAMES
from ckanext.satudata.answers.meanings import Meaning
from ckanext.satudata.answers.reading import Reading
from ckanext.satudata.answers.replies import Caveat, Figure
from ckanext.satudata.answers.times import Span
from ckanext.satudata.exceptions import BadQuestion, NotAdditive
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations import query
from ckanext.satudata.observations.additivity import PERCENTAGE
from ckanext.satudata.observations.answer import Answer
from ckanext.satudata.observations.query import Sources
from ckanext.satudata.observations.question import Question, measure_of
from ckanext.satudata.standards.model import Measure, Standard

# nobody reads a longer list of what may not be added up
MOST_ROWS = 400


class Hindered(Exception):
    """There is no figure for a reading: `reason` is a key of `replies.REASONS`, `near` what is held instead."""

    def __init__(self, reason: str, near: Figure | None = None, **values: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.near = near
        self.values = values


@dataclass(frozen=True)
class Asker:
    """Asks for one reading, with the sources of one moment."""

    reading: Reading
    sources: Sources

    @property
    def standard(self) -> Standard:
        """The standard that is asked."""
        return self.reading.standard

    @property
    def measure(self) -> Measure:
        """The first of the measures that are asked."""
        return measure_of(self.standard, self.reading.measures[0])

    @property
    def time(self) -> str:
        """What time does to the measure."""
        return self.standard.time_of(self.measure)

    @property
    def span(self) -> Span | None:
        """The time that is asked for, None where none is named."""
        return self.reading.spans[0] if self.reading.spans else None

    @property
    def is_percentage(self) -> bool:
        """Whether the measure is a percentage, which is never added up and has no mean."""
        return self.measure.ukuran == PERCENTAGE

    @property
    def levels(self) -> set[int]:
        """The lengths of the codes of the regions of which figures are held."""
        sources = self.sources.get((self.standard.name, self.measure.field), [])
        return {level for source in sources for level in source.levels}

    def question(self) -> Question:
        """Return what is asked of the observations, without time and groups. Raises Hindered."""
        reading = self.reading
        filters, within = dict(reading.filters), ""
        if REGION in self.standard.breakdowns:
            within = reading.places[0] if len(reading.places) == 1 else config.wilayah()
            if len(reading.places) > 1:
                filters[REGION] = list(reading.places)
        elif reading.places and reading.places != (config.wilayah(),):
            raise Hindered("no_regions", title=self.standard.title)
        sent = Question(self.standard.name, self.measure.field, filters, within)
        if reading.median:
            return replace(sent, aggregate="median", of=reading.median)
        wants_mean = reading.cover.has(Meaning.MEAN) and not self.is_percentage and not self.measure.jumlahkan
        return replace(sent, aggregate="mean") if wants_mean else sent

    def choose(self, question: Question, kept: list[str]) -> Choice:
        """Return the period that answers; `kept` are the held ones. Raises Hindered."""
        if self.standard.forecasts and self.span is None:
            # who asks for the weather wants today's, not the last day that is forecast
            today = clock.today().isoformat()
            kept = [period for period in kept if period <= today[: len(period)]] or kept[:1]
        choice = held.choose(question, self.span, self.time, kept, all_time=self.measure.seluruh_waktu)
        if choice is None:
            raise self.no_period(question, kept)
        return choice

    def run(self, question: Question) -> tuple[Question, Answer]:
        """Return the answer; what may not be added up is asked for side by side. Raises Hindered."""
        try:
            return question, query.run(question, self.sources)
        except BadQuestion as error:
            raise Hindered("not_additive", error=str(error)) from error
        except NotAdditive as error:
            names = str(error.values.get("1", "")).split(", ")
            apart = [name for name in names if name in self.standard.breakdowns]
            if not apart or apart != names:
                raise Hindered("not_additive", error=str(error)) from error
            sent, answer = self.run(replace(question, group_by=(*question.group_by, *apart)))
            if len(answer.rows) > MOST_ROWS:
                raise Hindered("not_additive", error=str(error)) from error
            return sent, answer

    def run_rows(self, question: Question) -> tuple[Question, Answer]:
        """Return the answer, computed of two measures in each row where the standard says so. Raises Hindered."""
        computed = self.reading.computed
        if computed is None:
            return self.run(question)
        sent, whole = self.run(replace(question, measure=computed.dari))
        _sent, part = self.run(replace(sent, measure=computed.oleh))
        return sent, compute_rows(computed, sent, whole, part)

    def as_computed(self, figure: Figure) -> Figure:
        """Return a figure by the name of what was computed, with the way; any other one as it is."""
        computed = self.reading.computed
        if computed is None:
            return figure
        whole, part = (self.standard.field(name).title for name in (computed.dari, computed.oleh))
        formula = f"{whole} - {part}" if computed.cara == DIFFERENCE else f"{part} / {whole}"
        return replace(
            figure, title=computed.title, caveats=(*figure.caveats, Caveat("derived", {"formula": formula}))
        )

    def figure(self, question: Question, answer: Answer, choice: Choice) -> Figure:
        """Return an answer with what must be known of it. Raises Hindered where it has no rows."""
        if not answer.rows:
            raise Hindered("suppressed") if answer.suppressed else self.nothing_held(question)
        return Figure(
            standard=self.standard,
            question=question,
            answer=answer,
            title=self.standard.field(question.measure).title,
            period=choice.period,
            caveats=(*choice.caveats, *caveats_of(self.reading, self.sources, question, answer, choice.last)),
            place=question.within if len(self.reading.places) < 2 else "",
        )

    # regions

    def region_group(self, level: int = 0) -> str:
        """Return the group of regions: of a level, where the figures are of finer ones."""
        length = level or max((len(code) for code in self.reading.places), default=0)
        is_finer = any(one > length for one in self.levels)
        return f"{REGION}:{LEVEL_NAMES[length]}" if length in LEVEL_NAMES and is_finer else REGION

    def check_level(self, level: int) -> None:
        """Raise Hindered where no figures are held of regions of a level."""
        if max(self.levels, default=0) < level:
            raise Hindered("no_level", level=LEVEL_NAMES[level].replace("_", "/"))

    # why there is none

    def nothing_held(self, question: Question) -> Hindered:
        """Return why a question has no rows, with what is held of the region around."""
        if len(question.within) > KABUPATEN:
            place = codelists.wilayah_label(question.within)
            parent = question.within.rpartition(".")[0]
            while len(parent) >= KABUPATEN:
                around = replace(question, within=parent, period="")
                kept = query.held_periods(around, self.sources)
                if kept:
                    return Hindered("no_place", self.near(replace(around, period=kept[-1])), place=place)
                parent = parent.rpartition(".")[0]
        if question.filters:
            segments = self.reading.cover.of(
                Meaning.CODE, Meaning.OFFICE, Meaning.GROUP, Meaning.PART_GROUP, Meaning.AGE
            )
            return Hindered("no_code", words=" ".join(word for segment in segments for word in segment.phrase))
        return Hindered("no_data", title=self.standard.title)

    def no_period(self, question: Question, kept: list[str]) -> Hindered:
        """Return why there is no figure of the asked time, with the nearest one that is held."""
        span = self.span
        assert span is not None
        sent = span.first if span.first == span.last else f"{span.first}/{span.last}"
        nearest = kept[0] if span.last and span.last < kept[0] else kept[-1]
        near = self.near(replace(question, period=nearest))
        reason = "forecast" if span.is_future else "no_period"
        return Hindered(reason, near, period=sent, first=kept[0], last=kept[-1])

    def near(self, question: Question) -> Figure | None:
        """Return a figure that is held instead of what is asked, None where it would be several."""
        try:
            sent, answer = self.run(question)
            figure = self.figure(sent, answer, Choice(question.period, question.period))
        except Hindered:
            return None
        return None if sent.group_by else replace(figure, value=answer.rows[0]["value"])


def named_apart(reading: Reading) -> str:
    """Return the dimension of which several codes are named, each for itself; "" where there is none."""
    for dimension, codes in reading.filters.items():
        meaning = Meaning.OFFICE if dimension == OFFICE else Meaning.CODE
        segments = [
            segment
            for segment in reading.cover.of(meaning)
            if meaning is Meaning.OFFICE or segment.terms[0].value == dimension
        ]
        if isinstance(codes, list) and len(segments) > 1:
            return dimension
    return ""
