"""The words by which questions are read, made from what is there: standards, codes, regions, organizations, figures.

A phrase (a tuple of words) has terms; a term says what the phrase means. Terms of a standard mean something only
where that standard is asked, terms without one always.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ckan import model
from ckanext.satudata import config
from ckanext.satudata.answers import dimensions
from ckanext.satudata.answers.dimensions import OFFICE
from ckanext.satudata.answers.meanings import LISTS, Meaning, Office, Term
from ckanext.satudata.answers.text import Phrase, expand, fillers, phrases, tokens, words
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations import model as observations
from ckanext.satudata.observations.question import LEVELS
from ckanext.satudata.observations.source import Source
from ckanext.satudata.standards import model as standards
from ckanext.satudata.standards.model import Measure, Standard

KABUPATEN, KECAMATAN, DESA = 5, 8, 13
LEVEL_NAMES = {length: name for name, length in LEVELS.items() if length >= KABUPATEN}
ENGLISH_LEVELS = {KABUPATEN: ("regency",), KECAMATAN: ("district", "subdistrict"), DESA: ("village",)}
# names that are also words of the language: a place only where its level is named too
SHORT = 4


@dataclass(eq=False)
class Lexicon:
    """All phrases with their terms, made from the observations in a `state`."""

    terms: dict[Phrase, list[Term]] = field(default_factory=lambda: defaultdict(list))
    offices: dict[str, Office] = field(default_factory=dict)
    sources: dict[str, list[Source]] = field(default_factory=lambda: defaultdict(list))
    longest: int = 1
    state: str = ""

    @property
    def held(self) -> set[str]:
        """The standards of which there are figures."""
        return set(self.sources)

    @functools.cached_property
    def vocabulary(self) -> set[str]:
        """The single words of all phrases."""
        return {word for phrase in self.terms for word in phrase}

    @functools.cached_property
    def correct_words(self) -> set[str]:
        """The words that a mistyped one may stand for: no name of a place far away, "simpang" is no Sampang."""
        far = {phrase for phrase, terms in self.terms.items() if {one.meaning for one in terms} == {Meaning.OUTSIDE}}
        return {word for phrase in self.terms.keys() - far for word in phrase}

    def add(self, words: str | Phrase, term: Term) -> None:
        """Give a phrase one more meaning."""
        phrase = expand(tokens(words) if isinstance(words, str) else words)
        if phrase and term not in self.terms[phrase]:
            self.terms[phrase].append(term)
            self.longest = max(self.longest, len(phrase))


def load() -> Lexicon:
    """Return the lexicon of what is published now; it is made anew when figures or organizations changed."""
    return _made(observations.state(), config.wilayah())


@functools.lru_cache(maxsize=2)
def _made(state: str, district: str) -> Lexicon:
    lexicon = Lexicon(state=state)
    for source in observations.published():
        if source.standard in standards.names():
            lexicon.sources[source.standard].append(source)
    _add_words(lexicon)
    _add_places(lexicon, district)
    _add_offices(lexicon)
    _name_codes_of_offices(lexicon)
    for standard in standards.every():
        for phrase, term in _terms_of(standard, lexicon.sources.get(standard.name, [])):
            lexicon.add(phrase, term)
    _drop_doubtful(lexicon)
    return lexicon


def _add_words(lexicon: Lexicon) -> None:
    for name, meaning in LISTS.items():
        for phrase in phrases(name):
            lexicon.add(phrase, Term(meaning))
    for page, called in words()["pages"].items():
        for joined in str(called).split():
            lexicon.add(tuple(joined.split("-")), Term(Meaning.PAGE, value=page))
    for level, name in LEVEL_NAMES.items():
        for phrase in phrases(name):
            lexicon.add(phrase, Term(Meaning.LEVEL, value=level))
    for grain in ("tahun", "bulan", "tanggal"):
        for phrase in phrases(grain):
            lexicon.add(phrase, Term(Meaning.TIME, value=grain))


def _add_places(lexicon: Lexicon, district: str) -> None:
    """Add the regions of the district by name, with and without their level; others are known to lie outside."""
    regions = codelists.load("wilayah").codes
    names: dict[tuple[Phrase, int], list[str]] = defaultdict(list)
    for code in regions:
        if code == district or code.startswith(f"{district}."):
            names[bare(tokens(regions[code].name)), len(code)].append(code)
            lexicon.add((code,), Term(Meaning.PLACE, value=len(code), codes=(code,)))
        elif len(code) <= KABUPATEN:
            title = regions[code].name
            lexicon.add(bare(tokens(title)), Term(Meaning.OUTSIDE, codes=(code,), label=title))
    for (name, level), codes in names.items():
        term = Term(Meaning.PLACE, value=level, codes=tuple(sorted(codes)))
        if not _is_doubtful(lexicon, name, level):
            lexicon.add(name, term)
        for word in phrases(LEVEL_NAMES[level]):
            lexicon.add((*word, *name), term)
        for english in ENGLISH_LEVELS[level]:
            lexicon.add((*name, english), term)
    for nation in ("indonesia", "nasional"):
        lexicon.add(nation, Term(Meaning.OUTSIDE, label="Indonesia"))


def bare(name: Phrase) -> Phrase:
    """Return the name of a region without the word for its level."""
    return name[1:] if len(name) > 1 and name[0] in {"kabupaten", "kota", "provinsi"} else name


def _is_doubtful(lexicon: Lexicon, name: Phrase, level: int) -> bool:
    """Tell whether the bare name of a desa is a word of the language."""
    return level == DESA and len(name) == 1 and (len(name[0]) <= SHORT or name in lexicon.terms)


def _add_offices(lexicon: Lexicon) -> None:
    """Add the organizations by title, name, short name, and by what offices of their urusan are called."""
    query = model.Session.query(model.Group).filter_by(is_organization=True, state=model.State.ACTIVE)
    for group in query:
        names = tuple(sorted(names_of_office(group)))
        title = group.title or group.name
        lexicon.offices[group.name] = Office(group.id, group.name, title, group.extras.get("kode_opd", ""), names)
        for name in names:
            lexicon.add(name, Term(Meaning.OFFICE, value=group.name))


def names_of_office(group: model.Group) -> set[str]:
    """Return what people call an organization: title, name, short name, and offices of its urusan."""
    names = {group.title or group.name, group.name.replace("-", " "), group.extras.get("nama_pendek", "")}
    urusan = codelists.load("urusan").codes.get(group.extras.get("urusan", ""))
    if urusan and group.extras.get("jenis_organisasi") == "opd":
        names |= set(urusan.extra.get("sebutan", "").split("|"))
    return names - {""}


def _name_codes_of_offices(lexicon: Lexicon) -> None:
    """Give offices without a kode OPD the one by which tables name them."""
    titles = {office.title.casefold(): name for name, office in lexicon.offices.items() if not office.kode_opd}
    for sources in lexicon.sources.values():
        for source in sources:
            for code, label in source.labels.get(OFFICE, {}).items():
                name = titles.get(label.casefold())
                if name:
                    lexicon.offices[name] = replace(lexicon.offices[name], kode_opd=code)


def _terms_of(standard: Standard, sources: list[Source]) -> Iterator[tuple[str | Phrase, Term]]:
    """Yield what the words of a standard mean."""
    name = standard.name
    for word in (standard.konsep, *standard.istilah):
        yield word, Term(Meaning.CONCEPT, name)
    for measure in standard.measures:
        yield from _terms_of_measure(standard, measure)
    for word in _context(standard):
        yield word, Term(Meaning.CONTEXT, name)
    for word in standard.samar:
        yield word, Term(Meaning.VAGUE, name)
    for number, group in enumerate(standard.kelompok):
        for word in group.istilah:
            yield word, Term(Meaning.GROUP, name, number)
        for word in group.sebutan:
            yield word, Term(Meaning.PART_GROUP, name, number)
    for number, computed in enumerate(standard.hitungan):
        for word in computed.istilah:
            yield word, Term(Meaning.COMPUTED, name, number)
        for word in computed.sebutan:
            yield word, Term(Meaning.PART_COMPUTED, name, number)
    for derived in standard.derived:
        for word in derived.istilah:
            yield word, Term(Meaning.MEDIAN, name, derived.name)
    yield from dimensions.terms_of(standard, sources)


def _terms_of_measure(standard: Standard, measure: Measure) -> Iterator[tuple[str, Term]]:
    column = standard.field(measure.field)
    for word in measure.istilah:
        yield word, Term(Meaning.MEASURE, standard.name, measure.field)
    aliases = [alias.replace("_", " ") for alias in column.aliases if len(alias) > 2]
    for word in (column.title, *aliases, *measure.sebutan):
        if tokens(word) not in fillers():
            yield word, Term(Meaning.PART, standard.name, measure.field)
    for word in measure.samar:
        yield word, Term(Meaning.VAGUE, standard.name, measure.field)
    unit = codelists.load("satuan").codes.get(measure.satuan)
    if unit:
        for word in (unit.name, *unit.extra.get("synonyms", "").split("|")):
            yield word, Term(Meaning.CONTEXT, standard.name)


def _context(standard: Standard) -> set[str]:
    """Return the words that go with a standard and alone name nothing."""
    spoken = [standard.title, standard.konsep, *standard.klasifikasi]
    title_words = {word for text in spoken for word in tokens(text) if len(word) > 2 and (word,) not in fillers()}
    return {*standard.konteks, *title_words}


def _drop_doubtful(lexicon: Lexicon) -> None:
    """Forget places outside, and bare names of desa, that are words of the language or of standards."""
    places = (Meaning.PLACE, Meaning.OUTSIDE)
    for phrase, terms in list(lexicon.terms.items()):
        inside = [term for term in terms if term.meaning is Meaning.PLACE]
        others = [term for term in terms if term.meaning not in (*places, Meaning.CONTEXT)]
        if others and inside and all(term.value == DESA for term in inside):
            lexicon.terms[phrase] = others
        elif inside or others:
            lexicon.terms[phrase] = [term for term in terms if term.meaning is not Meaning.OUTSIDE]
