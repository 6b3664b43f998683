"""From what is typed to the reply: the words are read, readings are tried, and where none holds, why."""

from __future__ import annotations

import datetime
import functools
import time
from collections.abc import Sequence
from dataclasses import dataclass

from ckan.plugins import toolkit as tk
from ckanext.satudata import clock, config
from ckanext.satudata.answers import kinds, lexicon, reading
from ckanext.satudata.answers.asker import Asker, Hindered
from ckanext.satudata.answers.lexicon import Lexicon
from ckanext.satudata.answers.meanings import Meaning
from ckanext.satudata.answers.reading import Reading, Typed
from ckanext.satudata.answers.replies import Figure, Place, Reply
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations import query
from ckanext.satudata.observations.query import Sources
from ckanext.satudata.standards.model import Standard
from flask import g, has_request_context

MOST_OPTIONS = 6
# answers that a process keeps, and how long: what is said beside the figures may change without them
KEPT, KEPT_SECONDS = 256, 30
# the evidence of a reading whose concept is named
CONCEPT_NAMED = 2
# what may stand beside a place or an office that is asked for alone
QUIET = (Meaning.FILLER, Meaning.COURTESY, Meaning.PLACE, Meaning.OFFICE, Meaning.CONTEXT)
PAGES = (Meaning.PROFILE_PAGE, Meaning.OFFICE_PAGE, Meaning.STANDARD_PAGE)


@dataclass(frozen=True)
class Answered:
    """A question as it was read, the reading that was answered (None: none was), and the reply."""

    typed: Typed
    reply: Reply
    reading: Reading | None = None


def ask(text: str) -> Answered:
    """Return the answer to what is typed; the same words get the same answer as long as the figures are the same.

    The search and the page of one request ask for the same one, and it is kept for others for half a minute.
    """
    if not has_request_context():
        return _ask(text, lexicon.load())
    answers: dict[str, Answered] = g.setdefault("satudata_answers", {})
    if text not in answers:
        moment = int(time.monotonic() // KEPT_SECONDS)
        # reasons hold sentences in the language of who asked
        answers[text] = _ask_again(text, tk.h.lang(), lexicon.load().state, clock.today(), moment)
    return answers[text]


@functools.lru_cache(maxsize=KEPT)
def _ask_again(text: str, _language: str, _state: str, _today: datetime.date, _moment: int) -> Answered:
    return _ask(text, lexicon.load())


def _ask(text: str, lexicon_: Lexicon) -> Answered:
    typed = reading.read(text, lexicon_, clock.today())
    if typed.is_empty:
        return Answered(typed, Reply("none", reason="empty", asks_for_data=False))
    cover = typed.general
    if cover.has(Meaning.PERSONAL):
        return Answered(typed, Reply("none", reason="personal"))
    possible = reading.readings(typed, lexicon_)
    page = _page(typed, possible)
    if page:
        return Answered(typed, page)
    outside = cover.terms(Meaning.OUTSIDE)
    around = any(config.wilayah().startswith(code) for term in outside for code in term.codes)
    is_address = around and cover.has(Meaning.PLACE) and not cover.has(Meaning.COMPARE)
    if outside and not is_address:
        values = {"place": outside[0].label, "district": codelists.wilayah_label(config.wilayah())}
        return Answered(typed, Reply("none", reason="outside", values=values, asks_for_data=True))
    alone = _place_or_office(typed)
    # "berapa jiwa di Sawan" names the place, and asks for its inhabitants
    if alone and not any(one.evidence == CONCEPT_NAMED for one in possible):
        return Answered(typed, alone)
    return _figures(typed, possible, lexicon_)


def _page(typed: Typed, possible: Sequence[Reading]) -> Reply | None:
    """Return the page that is asked for by name: of a standard, of a region, or another one of the portal."""
    cover = typed.general
    for term in cover.terms(Meaning.PAGE):
        return Reply("document", page=str(term.value))
    if cover.has(Meaning.STANDARD_PAGE) and possible:
        return Reply("document", page=f"/standar/{possible[0].standard.name}", standard=possible[0].standard)
    places = _places(typed)
    if cover.has(Meaning.PROFILE_PAGE) and places:
        return Reply("place", places=tuple(places))
    return None


def _place_or_office(typed: Typed) -> Reply | None:
    """Return the place or office where nothing else is asked for."""
    cover = typed.general
    if any(segment.meaning not in (*QUIET, *PAGES, Meaning.COMPARE) for segment in cover.segments):
        return None
    offices = cover.terms(Meaning.OFFICE)
    if offices:
        return Reply("office", office=str(offices[0].value))
    places = _places(typed)
    return Reply("place", places=tuple(places)) if places else None


def _places(typed: Typed) -> list[Place]:
    """Return the places that are named, the larger ones first where a name is that of several."""
    segments = typed.general.of(Meaning.PLACE)
    codes = [
        code
        for segment in segments
        for term in sorted(segment.terms, key=lambda term: int(term.value))
        for code in term.codes
    ]
    return [Place(code, codelists.wilayah_label(code)) for code in dict.fromkeys(codes)]


def _figures(typed: Typed, possible: list[Reading], lexicon_: Lexicon) -> Answered:
    """Return the figures of the surest readings, a choice where they differ, or why there is none."""
    published = [one for one in possible if one.standard.name in lexicon_.held]
    surest = max((one.evidence for one in possible), default=0)
    strong = [one for one in published if one.is_strong and (one.evidence == surest or surest < CONCEPT_NAMED)]
    sources = query.load_sources()
    if strong:
        return _surest(typed, strong, published, sources)
    if published and surest < CONCEPT_NAMED:
        return _choice(typed, published, sources)
    if possible:
        return _nothing_published(typed, possible[0])
    unread = list(dict.fromkeys(typed.general.unread))
    if unread:
        # where some are words of something else, those that are of nothing are to blame
        unread = [word for word in unread if word not in lexicon_.vocabulary] or unread
        reply = Reply("none", reason="unread", values={"words": " ".join(unread)}, asks_for_data=True)
        return Answered(typed, reply)
    return Answered(typed, Reply("none", reason="nothing", asks_for_data=True))


def _surest(typed: Typed, strong: list[Reading], published: list[Reading], sources: Sources) -> Answered:
    first = strong[0]
    equals = [one for one in strong if (one.evidence, one.cover.score) == (first.evidence, first.cover.score)]
    # another standard of the same concept tells the same, of other regions or ages
    others = [one for one in equals if one.standard == first.standard or one.standard.konsep != first.standard.konsep]
    vague = [
        one
        for one in published
        if not one.is_strong and one.standard != first.standard and one.cover.has(Meaning.VAGUE)
    ]
    if vague or len({_meaning(one) for one in others}) > 1:
        return _choice(typed, [*others, *vague], sources)
    same = [one for one in strong if one.standard.konsep == first.standard.konsep and one.standard != first.standard]
    return _first(typed, [first, *same], sources)


def _meaning(one: Reading) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    return (one.standard.konsep, one.measures, one.places)


def _nothing_published(typed: Typed, first: Reading) -> Answered:
    reply = Reply(
        "none",
        reason="no_data",
        values={"title": first.standard.title},
        page=_page_of(first.standard),
        standard=first.standard,
        asks_for_data=True,
    )
    return Answered(typed, reply, first)


def _page_of(standard: Standard) -> str:
    return f"/standar/{standard.name}"


def _reply(one: Reading, sources: Sources) -> Reply:
    """Return the answer to a reading. Raises Hindered."""
    if one.hindrance:
        raise Hindered(one.hindrance)
    asker = Asker(one, sources)
    question = asker.question()
    kept = query.held_periods(question, sources)
    if not kept:
        raise asker.nothing_held(question)
    if any(span.is_future for span in one.spans) and not asker.standard.forecasts:
        raise asker.no_period(question, kept)
    return kinds.reply(asker, question, kept)


def _first(typed: Typed, readings: list[Reading], sources: Sources) -> Answered:
    """Return the figures of the first reading that has some, the plainest standard before others."""
    hindrances: list[tuple[Reading, Hindered]] = []
    for one in sorted(readings, key=lambda one: _effort(one, sources)):
        try:
            return Answered(typed, _reply(one, sources), one)
        except Hindered as hindered:
            hindrances.append((one, hindered))
    # the one that can name a figure that is held says best why there is none
    one, first = next((pair for pair in hindrances if pair[1].near), hindrances[0])
    reply = Reply(
        "none",
        reason=first.reason,
        values=first.values,
        near=first.near,
        standard=one.standard,
        page=_page_of(one.standard),
        asks_for_data=True,
    )
    return Answered(typed, reply, one)


def _effort(one: Reading, sources: Sources) -> tuple[float, float, int, int, str]:
    """Return how much is to be done to answer by a standard: less explained, more dimensions and regions to add."""
    sources_of_it = [source for measure in one.measures for source in sources.get((one.standard.name, measure), [])]
    finest = max((level for source in sources_of_it for level in source.levels), default=0)
    return (-one.evidence, -one.cover.score, len(one.standard.breakdowns), finest, one.standard.name)


def _choice(typed: Typed, readings: list[Reading], sources: Sources) -> Answered:
    """Return figures to choose from, each with what it is."""
    options: list[Figure] = []
    hindrances: list[Hindered] = []
    for one in {_meaning(one): one for one in reversed(readings)}.values():
        try:
            figure = _reply(one, sources).figure
        except Hindered as hindered:
            hindrances.append(hindered)
            continue
        if figure is not None:
            options.insert(0, figure)
    if len(options) == 1:
        # a guess is no answer
        reply = Reply("none", reason="guess", standard=readings[0].standard, asks_for_data=True)
        return Answered(typed, reply, readings[0])
    if options:
        reply = Reply("ambiguous", options=tuple(options[:MOST_OPTIONS]), asks_for_data=True)
        return Answered(typed, reply, readings[0])
    first = readings[0]
    page = _page_of(first.standard)
    reason, values = (hindrances[-1].reason, hindrances[-1].values) if hindrances else ("nothing", {})
    reply = Reply("none", reason=reason, values=values, standard=first.standard, page=page, asks_for_data=True)
    return Answered(typed, reply, first)
