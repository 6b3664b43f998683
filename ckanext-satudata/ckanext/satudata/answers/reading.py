"""What a question asks, as it is read: readings, the best first, each of one Standar Data."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ckanext.satudata.answers import ages
from ckanext.satudata.answers.cover import Cover, Question
from ckanext.satudata.answers.dimensions import OFFICE
from ckanext.satudata.answers.lexicon import Lexicon
from ckanext.satudata.answers.meanings import Meaning
from ckanext.satudata.answers.text import Phrase, expand, tokens
from ckanext.satudata.answers.times import Span
from ckanext.satudata.standards import model as standards
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.standards.parts import Computed
from rapidfuzz import process
from rapidfuzz.distance import OSA

AGE_GROUPS = "kelompok_umur"
# words of that many letters may have one mistyped; of that many, one replaced by another letter
SHORTEST, REPLACED = 5, 7
ADJECTIVES = {"tahunan", "pertahun", "yearly", "annual", "annually", "bulanan", "perbulan", "monthly", "harian"}
ADJECTIVES |= {"perhari", "daily"}
# with these a dimension that is named tells rows apart
APART = (Meaning.APART, Meaning.LARGEST, Meaning.SMALLEST, Meaning.RANKING, Meaning.WITHOUT, Meaning.COMPARE)
RANKED = (Meaning.LARGEST, Meaning.SMALLEST, Meaning.RANKING)
# with the name of a code these say what it is a code of
BESIDE_CODES = (Meaning.PART, Meaning.CONTEXT, Meaning.DIMENSION)
STRONG = (Meaning.CONCEPT, Meaning.MEASURE, Meaning.GROUP, Meaning.COMPUTED)


@dataclass(frozen=True)
class Reading:
    """A question as one Standar Data may answer it.

    `evidence` is 2 where its concept is named, 1 where enough goes with it, 0 where it is a guess. `measures` are
    asked side by side; `filters` map a dimension to what the observations take; `places` are codes, all of them asked;
    `groups` are dimensions by which rows are asked, `level` the length of the codes of regions by which they are.
    `hindrance` is what hinders an answer, a key of `replies.REASONS`, "" where nothing does.
    """

    standard: Standard
    cover: Cover
    evidence: int
    measures: tuple[str, ...]
    filters: Mapping[str, Any] = field(default_factory=dict)
    computed: Computed | None = None
    median: str = ""
    places: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    groups: tuple[str, ...] = ()
    level: int = 0
    hindrance: str = ""

    @property
    def is_strong(self) -> bool:
        """Whether the question names the concept, or enough that goes with it."""
        return self.evidence > 0


@dataclass(frozen=True)
class Typed:
    """A question with its words as they were read: `words` corrected, `corrections` {raw_words: read}."""

    text: str
    words: Phrase
    corrections: Mapping[str, str]
    question: Question
    general: Cover

    @property
    def is_empty(self) -> bool:
        """Whether it has no words at all."""
        return not self.words


def read(text: str, lexicon_: Lexicon, today: datetime.date) -> Typed:
    """Return a question with its words corrected and looked up."""
    raw_words = expand(tokens(text))
    corrections: dict[str, str] = {}
    words: list[str] = []
    for word in raw_words:
        nearest = correct(word, lexicon_)
        if nearest != word:
            corrections[word] = nearest
        words.extend(expand((nearest,)))
    question = Question(tuple(words), lexicon_, today)
    return Typed(text, tuple(words), corrections, question, question.cover())


def correct(word: str, lexicon_: Lexicon) -> str:
    """Return the word of the lexicon that is meant: the same, without an ending, or with a letter mistyped."""
    if word in lexicon_.vocabulary or not word.isalpha():
        return word
    for ending in ("nya", "kah", "lah", "pun"):
        if word.endswith(ending) and word.removesuffix(ending) in lexicon_.vocabulary:
            return word.removesuffix(ending)
    if len(word) < SHORTEST:
        return word
    match = process.extractOne(word, _alike(lexicon_, word), scorer=OSA.distance, score_cutoff=1)
    if match is None:
        return word
    nearest = str(match[0])
    # another letter in a short word makes another word: kasus is no kasur
    is_replaced = len(nearest) == len(word) and sorted(nearest) != sorted(word)
    return word if is_replaced and len(word) < REPLACED else nearest


def _alike(lexicon_: Lexicon, raw_words: str) -> list[str]:
    """Return the words that begin like a typed one and are about as long: few mistype the first letter."""
    lengths = range(max(SHORTEST, len(raw_words) - 1), len(raw_words) + 2)
    return [
        word for word in lexicon_.correct_words if word[0] == raw_words[0] and len(word) in lengths and word.isalpha()
    ]


def readings(typed: Typed, lexicon_: Lexicon) -> list[Reading]:
    """Return what a question may ask, each word explained, the surest first."""
    made = [reading for name in sorted(typed.question.standards()) for reading in _read(typed, lexicon_, name)]
    return sorted(made, key=lambda reading: (-reading.evidence, -reading.cover.score, reading.standard.name))


def _read(typed: Typed, lexicon_: Lexicon, name: str) -> Iterator[Reading]:
    standard = standards.load(name)
    cover = typed.question.cover(name, has_ages=AGE_GROUPS in standard.dimensions)
    if cover.unread:
        return
    evidence = _evidence(cover)
    if evidence is None:
        return
    offices = _offices(standard, cover, lexicon_)
    if offices is None:
        return
    filters, hindrance = _filters(standard, cover)
    computed = _computed(standard, cover)
    for places in _places(cover):
        for measures in _measures(standard, cover, computed):
            yield Reading(
                standard=standard,
                cover=cover,
                evidence=evidence,
                measures=measures,
                filters={**filters, **offices},
                computed=computed,
                median=next((str(term.value) for term in cover.terms(Meaning.MEDIAN)), ""),
                places=places,
                spans=tuple(segment.span for segment in cover.of(Meaning.PERIOD) if segment.span),
                groups=_groups(cover),
                level=max((int(term.value) for term in cover.terms(Meaning.LEVEL)), default=0),
                hindrance=hindrance,
            )


def _evidence(cover: Cover) -> int | None:
    """Return how surely a standard is meant, None where nothing says so."""
    if cover.has(*STRONG):
        return 2
    dimensions = {term.value for term in cover.terms(Meaning.CODE)}
    if dimensions and (len(dimensions) > 1 or cover.has(*BESIDE_CODES)):
        return 1
    return 0 if dimensions or cover.has(Meaning.PART, Meaning.VAGUE) else None


def _measures(standard: Standard, cover: Cover, computed: Computed | None) -> list[tuple[str, ...]]:
    """Return the measures that are asked side by side; several lists where it is not said which of them is."""
    headlines = [measure.field for measure in standard.headlines]
    if computed:
        return [(computed.dari, computed.oleh)]
    if cover.has(Meaning.MEDIAN):
        return [(headlines[0],)]
    segments = cover.of(Meaning.MEASURE, Meaning.PART)
    named = dict.fromkeys(str(segment.terms[0].value) for segment in segments)
    # who names the concept and a measure means the measure
    specific = [str(segment.terms[0].value) for segment in segments if not _is_concept(standard, segment.phrase)]
    if named:
        return [tuple(dict.fromkeys(specific or named))]
    is_named = cover.has(*STRONG)
    vague = dict.fromkeys(str(term.value) for term in cover.terms(Meaning.VAGUE) if term.value)
    if vague and not is_named:
        return [(name,) for name in vague]
    if is_named or len(headlines) == 1 or cover.has(Meaning.CONTEXT, Meaning.COMPARE):
        return [(headlines[0],)]
    return [(name,) for name in headlines]


def _is_concept(standard: Standard, phrase: Phrase) -> bool:
    return phrase in _concepts(standard.name)


@functools.cache
def _concepts(name: str) -> set[Phrase]:
    standard = standards.load(name)
    spoken = (standard.konsep, *standard.istilah, *standard.konteks)
    return {expand(tokens(word)) for word in spoken}


def _filters(standard: Standard, cover: Cover) -> tuple[dict[str, Any], str]:
    """Return the filters of codes, groups and ages, and what hinders an answer, "" where nothing does.

    Codes that are named side by side are all asked; a group and an age narrow each other: "lansia 65 tahun ke atas".
    """
    filters: dict[str, Any] = {}
    for segment in cover.of(Meaning.CODE):
        for term in segment.terms[:1]:
            filters.setdefault(str(term.value), []).extend(term.codes)
    for number in dict.fromkeys(int(term.value) for term in cover.terms(Meaning.GROUP, Meaning.PART_GROUP)):
        for dimension, allowed in standard.kelompok[number].filters.items():
            if not _narrow(filters, dimension, allowed):
                return filters, "groups"
    spoken_ages = cover.of(Meaning.AGE)
    codes = [ages.groups(segment.ages) if segment.ages else None for segment in spoken_ages]
    if None in codes:
        return filters, "ages"
    if codes and not _narrow(filters, AGE_GROUPS, [code for part in codes for code in part or ()]):
        return filters, "groups"
    return filters, ""


def _narrow(filters: dict[str, Any], dimension: str, allowed: Any) -> bool:
    """Let a filter keep what is allowed, too; return whether that can be said of it, and anything is left."""
    before = filters.get(dimension, allowed)
    if before == allowed:
        filters[dimension] = allowed
        return True
    if not isinstance(before, list) or not isinstance(allowed, list):
        return False
    filters[dimension] = [code for code in before if code in allowed]
    return bool(filters[dimension])


def _computed(standard: Standard, cover: Cover) -> Computed | None:
    terms = cover.terms(Meaning.COMPUTED, Meaning.PART_COMPUTED)
    if terms:
        return standard.hitungan[int(terms[0].value)]
    is_ranked = cover.has(*RANKED) and not cover.has(Meaning.MEASURE, Meaning.PART, Meaning.MEDIAN)
    return next((computed for computed in standard.hitungan if is_ranked and computed.peringkat), None)


def _offices(standard: Standard, cover: Cover, lexicon_: Lexicon) -> dict[str, Any] | None:
    """Return the filter of the offices that are named; None where the standard's figures are not of offices."""
    named = [lexicon_.offices[str(term.value)] for term in cover.terms(Meaning.OFFICE)]
    if not named:
        return {}
    codes = [office.kode_opd for office in named if office.kode_opd]
    if OFFICE in standard.breakdowns and codes:
        return {OFFICE: list(dict.fromkeys(codes))}
    publishers = {source.organization_name for source in lexicon_.sources.get(standard.name, [])}
    return {} if {office.name for office in named} <= publishers else None


def _places(cover: Cover) -> list[tuple[str, ...]]:
    """Return the places that are asked side by side; several lists where a name is that of several places."""
    options: list[tuple[str, ...]] = [()]
    named = [{int(term.value) for term in segment.terms} for segment in cover.of(Meaning.PLACE)]
    # beside the kecamatan Sawan, Buleleng is the kecamatan and not the kabupaten around both
    plain = {level for levels in named if len(levels) == 1 for level in levels}
    for segment, levels in zip(cover.of(Meaning.PLACE), named, strict=True):
        alike = levels & plain if len(plain) == 1 else set()
        level = min(alike or levels)
        codes = [code for term in segment.terms if term.value == level for code in term.codes]
        options = [(*places, code) for places in options for code in codes if code not in places] or options
    return options


def _groups(cover: Cover) -> tuple[str, ...]:
    """Return the dimensions by which rows are asked for."""
    if not cover.has(*APART):
        return ()
    return tuple(dict.fromkeys(str(term.value) for term in cover.terms(Meaning.DIMENSION)))


def time_grain(cover: Cover) -> str:
    """Return by which time rows are asked for, "" where by none: per bulan, tahunan."""
    for segment in cover.of(Meaning.TIME):
        is_adjective = bool(ADJECTIVES & set(segment.phrase))
        if is_adjective or cover.has(Meaning.APART, Meaning.LARGEST, Meaning.SMALLEST, Meaning.RANKING, Meaning.TREND):
            return str(segment.terms[0].value)
    return ""
