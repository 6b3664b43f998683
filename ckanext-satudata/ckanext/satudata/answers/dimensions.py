"""The words for dimensions of a standard and for their codes: "pasar", "Pasar Anyar", "cabai" for several kinds."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from ckanext.satudata.answers.meanings import Meaning, Term
from ckanext.satudata.answers.text import Phrase, expand, phrases, tokens
from ckanext.satudata.observations.source import Source
from ckanext.satudata.standards.model import Field, Standard

REGION, OFFICE = "kode_wilayah", "kode_opd"


def terms_of(standard: Standard, sources: list[Source]) -> Iterator[tuple[str | Phrase, Term]]:
    """Yield the words for each dimension but times and regions, and for its codes, with what they mean."""
    for dimension in standard.dimensions:
        if dimension in standard.times or dimension == REGION:
            continue
        called = [word for column in _columns(standard, dimension) for word in _called(column)]
        if dimension == OFFICE:
            called += [" ".join(phrase) for phrase in phrases("office")]
        else:
            names = _names(standard.field(dimension), dimension, sources)
            for phrase, codes in _codes(names, {expand(tokens(word)) for word in called}):
                yield phrase, Term(Meaning.CODE, standard.name, dimension, codes)
        for word in called:
            yield word, Term(Meaning.DIMENSION, standard.name, dimension)


def _columns(standard: Standard, dimension: str) -> Iterator[Field]:
    """Yield the column of a dimension, and the one behind it that names its codes where no list does."""
    column = standard.field(dimension)
    yield column
    if column.name.startswith("kode_") and not column.codelist:
        pairs = itertools.pairwise(standard.fields)
        yield from (other for one, other in pairs if one.name == dimension and other.name.startswith("nama_"))


def _called(column: Field) -> list[str]:
    names = [column.name, *column.aliases]
    return [
        column.title,
        *(name.replace("_", " ") for name in names if len(name) > 2 and not name.startswith("kode_")),
    ]


def _names(column: Field, dimension: str, sources: Iterable[Source]) -> dict[str, set[str]]:
    """Return by what names the codes of a dimension are called."""
    named: dict[str, set[str]] = defaultdict(set)
    listed = column.codes()
    for code in listed or ():
        others = f"{code.extra.get('synonyms', '')}|{code.extra.get('istilah', '')}"
        named[code.code] |= {code.name, code.code.replace("_", " "), *others.split("|")}
    for value in column.constraints.enum:
        named[str(value)].add(str(value).replace("_", " "))
    for source in sources:
        for held, label in source.labels.get(dimension, {}).items():
            named[held] |= {held, label}
    return named


def _codes(named: Mapping[str, set[str]], called: Collection[Phrase]) -> Iterator[tuple[Phrase, tuple[str, ...]]]:
    """Yield the names of codes; what several of them begin with means all of these ("cabai").

    What the dimension itself is `called` is none of them: "pasar mana" asks by Pasar Anyar, Pasar Banyuasri.
    """
    beginnings: dict[Phrase, set[str]] = defaultdict(set)
    whole: dict[Phrase, set[str]] = defaultdict(set)
    for code, names in named.items():
        for phrase in {expand(tokens(name)) for name in names if name}:
            whole[phrase].add(code)
            for end in range(1, len(phrase)):
                beginnings[phrase[:end]].add(code)
    for phrase, codes in whole.items():
        yield phrase, tuple(sorted(codes))
    for phrase, codes in beginnings.items():
        if phrase not in whole and phrase not in called and len(phrase[0]) > 2:
            yield phrase, tuple(sorted(codes))
