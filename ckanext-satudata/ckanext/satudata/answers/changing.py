"""The parts of a question that a reader can change by a click: what is measured, where, and when.

A choice is another question in words, so that it is read by the same rules and can be shared.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ckanext.satudata import config
from ckanext.satudata.answers import lexicon
from ckanext.satudata.answers.asking import Answered
from ckanext.satudata.answers.cover import Cover
from ckanext.satudata.answers.lexicon import KECAMATAN
from ckanext.satudata.answers.meanings import Meaning
from ckanext.satudata.answers.replies import Figure
from ckanext.satudata.answers.text import Phrase
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations import periods
from ckanext.satudata.observations.query import held_periods, load_sources
from ckanext.satudata.observations.question import REGION

MEASURE, PLACE, PERIOD = "measure", "place", "period"
# the words of a question that a choice takes the place of
REPLACED = {
    MEASURE: (Meaning.MEASURE, Meaning.CONCEPT, Meaning.PART, Meaning.VAGUE, Meaning.GROUP, Meaning.PART_GROUP),
    PLACE: (Meaning.PLACE, Meaning.LEVEL),
    PERIOD: (Meaning.PERIOD, Meaning.TIME),
}
CHANGEABLE = {"value": (MEASURE, PLACE, PERIOD), "trend": (MEASURE, PLACE), "ranking": (MEASURE, PERIOD)}
MOST_PERIODS = 12


@dataclass(frozen=True)
class Choice:
    """Another question: what it asks for instead, and its words."""

    label: str
    q: str


@dataclass(frozen=True)
class Part:
    """A part of a question: measure, place or period, as it was read, and what else it can be."""

    part: str
    label: str
    choices: tuple[Choice, ...]


def parts_of(answered: Answered) -> list[Part]:
    """Return the parts of an answered question that can be changed; [] where it has no single figure or row."""
    reply, reading = answered.reply, answered.reading
    if reply.figure is None or reading is None:
        return []
    offers = {
        MEASURE: (reply.figure.title, _measures(reply.figure)),
        PLACE: (_short(reply.figure.place), _places(reply.figure)),
        PERIOD: (_label(reply.figure.period), _periods(reply.figure)),
    }
    parts = []
    for part in CHANGEABLE.get(reply.kind, ()):
        label, others = offers[part]
        choices = [
            Choice(other, _ask_instead(reading.cover, part, words)) for other, words in others if other != label
        ]
        if label and choices:
            parts.append(Part(part, label, tuple(choices)))
    return parts


def _ask_instead(cover: Cover, part: str, words: str) -> str:
    """Return the words of the question with those of one part replaced, or put at its end."""
    phrases: list[Phrase] = []
    for segment in cover.segments:
        if segment.meaning not in REPLACED[part]:
            phrases.append(segment.phrase)
        elif (words,) not in phrases:
            phrases.append((words,))
    if (words,) not in phrases:
        phrases.append((words,))
    return " ".join(word for phrase in phrases for word in phrase)


def _measures(figure: Figure) -> Iterable[tuple[str, str]]:
    held = {source.measure for source in lexicon.load().sources[figure.standard.name]}
    for measure in figure.standard.measures:
        if measure.istilah and measure.field in held:
            yield figure.standard.field(measure.field).title, measure.istilah[0]


def _places(figure: Figure) -> Iterable[tuple[str, str]]:
    if not figure.place or not any(level >= KECAMATAN for source in figure.answer.used for level in source.levels):
        return
    for code in codelists.regions_of(config.wilayah()):
        if len(code) <= KECAMATAN:
            yield _short(code), _short(code)


def _periods(figure: Figure) -> Iterable[tuple[str, str]]:
    if not figure.period or "/" in figure.period:
        return
    question = replace(figure.question, group_by=())
    if REGION not in figure.standard.breakdowns:
        question = replace(question, within="")
    kept = held_periods(question, load_sources(question.standard, question.measure))
    for period in reversed(kept[-MOST_PERIODS:]):
        yield periods.label(period), periods.label(period)


def _label(period: str) -> str:
    return periods.label(period) if period and "/" not in period else ""


def _short(code: str) -> str:
    """Return the name of a region with its level, without where it lies."""
    return codelists.wilayah_label(code).partition(", ")[0] if code else ""
