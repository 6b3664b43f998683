"""What the words around a table tell of its concept: headers, the file's name, titles.

Columns alone do not tell it: births and inhabitants are both counted by kecamatan, year and sex. A standard is taken
for that of a table only where words name its concept, and no word names another one.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from importlib import resources

from ckanext.satudata import yamls
from ckanext.satudata.metadata import codelists
from ckanext.satudata.standards import model
from ckanext.satudata.standards.model import Standard, key

# words that say nothing of the concept: in headers of figures, and anywhere
_DECLARED = yamls.load((resources.files(__package__) / "evidence.yaml").read_text(encoding="utf-8"))
VAGUE = frozenset(_DECLARED["samar"])
NEUTRAL = VAGUE | frozenset(_DECLARED["netral"])
LETTERHEAD = frozenset(_DECLARED["kop"])
# an ending that makes one word of another
ENDING, SHORTEST = "nya", 4


def titles(lines: Iterable[str]) -> list[str]:
    """Return the lines above a table that may say what it is; letterheads and sources say whose it is."""
    return [line for line in lines if key(line).partition("_")[0] not in LETTERHEAD]


def words_of(texts: Iterable[str]) -> set[str]:
    """Return the words of some texts: lower case, without numbers."""
    parts = {word for text in texts for word in key(text).split("_")}
    return {_bare(word) for word in parts if word and not any(letter.isdigit() for letter in word)}


def is_vague(header: str) -> bool:
    """Return whether the header of a figure says how much, and not of what."""
    return words_of([header]) <= VAGUE


@functools.cache
def concept(standard: Standard) -> frozenset[str]:
    """Return the words that name the concept of a standard alone."""
    return frozenset(words_of([standard.konsep, standard.title, *standard.istilah]) - NEUTRAL)


@functools.cache
def subject(standard: Standard) -> frozenset[str]:
    """Return the words that name what a standard counts: its concept, and each of its measures."""
    measures = [text for measure in standard.measures for text in (measure.field, *measure.istilah)]
    return concept(standard) | (words_of(measures) - NEUTRAL)


@functools.cache
def vocabulary(standard: Standard) -> frozenset[str]:
    """Return all words that may stand around a table of a standard."""
    fields = [
        text for field in standard.fields for text in (field.name, field.title, field.description, *field.aliases)
    ]
    measures = [text for measure in standard.measures for text in (*measure.sebutan, *measure.samar)]
    texts = [
        standard.name,
        standard.definisi,
        standard.ukuran,
        *standard.klasifikasi,
        *standard.konteks,
        *standard.samar,
    ]
    return concept(standard) | words_of([*texts, *fields, *measures])


def foreign(standard: Standard, texts: Iterable[str]) -> set[str]:
    """Return the words of some texts that nothing explains beside this standard."""
    return words_of(texts) - vocabulary(standard) - NEUTRAL - _places()


def contradicts(standard: Standard, texts: Iterable[str]) -> set[str]:
    """Return the words of some texts that name the concept of another standard and nothing of this one."""
    unexplained = foreign(standard, texts)
    return {word for word in unexplained if any(word in concept(other) for other in model.every())}


def names(standard: Standard, texts: Iterable[str]) -> bool:
    """Return whether some texts name what a standard counts."""
    return bool(words_of(texts) & subject(standard))


def _bare(word: str) -> str:
    bare = word.removesuffix(ENDING)
    return bare if len(bare) >= SHORTEST else word


@functools.cache
def _places() -> frozenset[str]:
    """Return the words in the names of provinces, kabupaten and kota."""
    codes = (code for code in codelists.load("wilayah") if code.code.count(".") <= 1)
    return frozenset(words_of(code.name for code in codes))
