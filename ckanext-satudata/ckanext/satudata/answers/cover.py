"""How the words of a question are explained where one Standar Data is asked: the best cover of them by terms.

Every word that carries meaning must be explained, or the standard does not answer the question.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ckanext.satudata.answers import times
from ckanext.satudata.answers.ages import Ages, find_ages
from ckanext.satudata.answers.lexicon import Lexicon
from ckanext.satudata.answers.meanings import Meaning, Term
from ckanext.satudata.answers.text import Phrase
from ckanext.satudata.answers.times import Span

UNREAD = -100.0
# a longer phrase says more than its words one by one
JOINT = 2.0
# what has an order, what may be counted in it, and up to which number
ORDERED = (Meaning.LARGEST, Meaning.SMALLEST, Meaning.RANKING)
COUNTED = (Meaning.LEVEL, Meaning.DIMENSION, Meaning.OFFICE)
MOST_COUNTED = 50


@dataclass(frozen=True)
class Segment:
    """Some words of a question and what they mean; none of the terms, span and ages: nobody knows."""

    phrase: Phrase
    terms: tuple[Term, ...] = ()
    span: Span | None = None
    ages: Ages | None = None

    @property
    def meaning(self) -> Meaning | None:
        """What they mean, None where nobody knows."""
        if self.span:
            return Meaning.PERIOD
        if self.ages:
            return Meaning.AGE
        return self.terms[0].meaning if self.terms else None

    @property
    def score(self) -> float:
        """How much they explain."""
        if self.meaning is None:
            return UNREAD * len(self.phrase)
        return float(self.meaning.value) * len(self.phrase) + JOINT * (len(self.phrase) - 1)


@dataclass(frozen=True)
class Cover:
    """The segments of a question in their order."""

    segments: tuple[Segment, ...]

    @property
    def score(self) -> float:
        """How much they explain together."""
        return sum(segment.score for segment in self.segments)

    @property
    def unread(self) -> list[str]:
        """The words that nobody knows."""
        return [word for segment in self.segments if segment.meaning is None for word in segment.phrase]

    def of(self, *meanings: Meaning) -> list[Segment]:
        """Return the segments with one of the meanings."""
        return [segment for segment in self.segments if segment.meaning in meanings]

    def has(self, *meanings: Meaning) -> bool:
        """Tell whether a segment has one of the meanings."""
        return bool(self.of(*meanings))

    def terms(self, *meanings: Meaning) -> list[Term]:
        """Return the terms of the segments with one of the meanings."""
        return [term for segment in self.of(*meanings) for term in segment.terms]


class Question:
    """The words of a question, and what any standard may make of each of their phrases."""

    def __init__(self, phrase: Phrase, lexicon: Lexicon, today: datetime.date) -> None:
        self.phrase = phrase
        self.fixed: dict[int, list[tuple[int, Segment]]] = {}
        for first, end, span in times.find(phrase, today):
            self._put(first, end, Segment(phrase[first:end], span=span))
        for first, end, ages in find_ages(phrase):
            self._put(first, end, Segment(phrase[first:end], ages=ages))
        self.named: list[tuple[int, int, list[Term]]] = []
        for first in range(len(phrase)):
            for end in range(first + 1, min(len(phrase), first + lexicon.longest) + 1):
                terms = lexicon.terms.get(phrase[first:end])
                if terms:
                    self.named.append((first, end, terms))
        for place in self._counts():
            self._put(place, place + 1, Segment(phrase[place : place + 1], (Term(Meaning.RANKING),)))

    def _put(self, first: int, end: int, segment: Segment) -> None:
        self.fixed.setdefault(first, []).append((end, segment))

    def _counts(self) -> Iterator[int]:
        """Yield where it is said how many of the first are wanted: "3 kecamatan tertinggi", "top 5 OPD"."""
        meanings = [(first, end, {term.meaning for term in terms}) for first, end, terms in self.named]
        if not any(meant & {*ORDERED} for _first, _end, meant in meanings):
            return
        for place, word in enumerate(self.phrase):
            is_count = word in times.numbers() or (word.isdigit() and 0 < int(word) <= MOST_COUNTED)
            around = [meant for first, end, meant in meanings if first == place + 1 or end == place]
            if is_count and any(meant & {*ORDERED, *COUNTED} for meant in around):
                yield place

    def standards(self) -> set[str]:
        """Return the standards of which any phrase says more than what goes with them."""
        weak = (Meaning.CONTEXT, Meaning.DIMENSION)
        return {
            term.standard
            for *_place, terms in self.named
            for term in terms
            if term.standard and term.meaning not in weak
        }

    def cover(self, standard: str = "", *, has_ages: bool = False) -> Cover:
        """Return the best cover by the terms of all, and by those of one standard."""
        starts: dict[int, list[tuple[int, Segment]]] = {}
        for first, end, terms in self.named:
            fitting = [term for term in terms if term.standard in ("", standard)]
            if fitting:
                best = max(float(term.meaning.value) for term in fitting)
                chosen = tuple(term for term in fitting if float(term.meaning.value) == best)
                starts.setdefault(first, []).append((end, Segment(self.phrase[first:end], chosen)))
        for first, segments in self.fixed.items():
            fitting_segments = [pair for pair in segments if has_ages or not pair[1].ages]
            starts.setdefault(first, []).extend(fitting_segments)
        return self._best(starts)

    def _best(self, starts: dict[int, list[tuple[int, Segment]]]) -> Cover:
        length = len(self.phrase)
        best: list[tuple[float, tuple[Segment, ...]]] = [(0.0, ())] * (length + 1)
        for first in reversed(range(length)):
            unread = Segment(self.phrase[first : first + 1])
            options = [*starts.get(first, []), (first + 1, unread)]
            best[first] = max(
                ((segment.score + best[end][0], (segment, *best[end][1])) for end, segment in options),
                key=lambda option: option[0],
            )
        return Cover(best[0][1])


def joined(segments: Iterable[Segment]) -> str:
    """Return the words of segments as one text."""
    return " ".join(word for segment in segments for word in segment.phrase)
