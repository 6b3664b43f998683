"""Distinguishes names of persons from names of places, offices and things, by the words they are made of."""

from __future__ import annotations

import functools
import re
from importlib import resources
from typing import Any

from ckanext.satudata import yamls
from ckanext.satudata.metadata import codelists

MOST_WORDS = 7
LETTERS = re.compile(r"[^\W\d_]+(?:['’`][^\W\d_]+)*")
# S.Pd, M.Si, A.Md.Keb, Ph.D after a comma, or written with points
DEGREE = re.compile(
    r",\s*(?:[SMAD]r?\.?\s?[A-Z][a-z]{0,4}\b|[SMA]\.\s?[A-Z]|Ph\.?D|A\.?Md)|\b[SM]\.\s?(?:Pd|Si|Kom|H|E"
    r"|Sos|Kes|Ag|T|P|Hum|M)\b"
)
# letters, and what names are written with
SHAPE = re.compile(r"^[^\W\d_][\w\s.,'’`()/-]*$")


@functools.cache
def _parts() -> dict[str, Any]:
    return yamls.load((resources.files(__package__) / "names.yaml").read_text(encoding="utf-8"))


@functools.cache
def _words(part: str) -> frozenset[str]:
    lists = _parts()[part]
    texts = lists.values() if isinstance(lists, dict) else [lists]
    return frozenset(word for text in texts for word in text.split())


@functools.cache
def places() -> frozenset[str]:
    """Return the names of all regions in small letters."""
    return frozenset(code.name.casefold() for code in codelists.load("wilayah"))


def is_thing(text: str) -> bool:
    """Return whether a text names a place, an office or a thing: it has a word that no person is called by."""
    return any(word in _words("things") for word in map(str.casefold, LETTERS.findall(text)))


def is_word(text: str) -> bool:
    """Return whether a word in small letters is one by itself, so that it is no other word with a slip of the pen."""
    return any(text in _words(part) for part in ("apart", "things", "names", "titles"))


@functools.lru_cache(maxsize=4096)
def is_person(text: str) -> bool:
    """Return whether a text is the name of a person: short, no figures, made of words that persons are called by."""
    text = text.strip()
    if not SHAPE.match(text) or re.search(r"\d", text) or len(text) > 70:
        return False
    degree = DEGREE.search(text)
    bare = text[: degree.start()] if degree and degree.start() > 2 else text
    words = [word.casefold() for word in LETTERS.findall(bare)]
    if not 1 <= len(words) <= MOST_WORDS or is_thing(bare):
        return False
    # a Balinese name begins with I or Ni and the order of birth
    balinese = len(words) > 1 and words[0] in {"i", "ni", "ida"} and words[1] in _words("names")
    name_words = [word for word in words if len(word) > 1 and word not in _words("titles") | _words("connectors")]
    if not name_words:
        return False
    frequent = sum(word in _words("names") for word in name_words)
    if balinese or (degree and degree.start() > 2 and len(name_words) <= 5):
        return True
    if frequent == 0 or 2 * frequent < len(name_words) - (name_words[0] in _words("names")):
        return False
    return bare.casefold() not in places()


def person_in(text: str, *, unknown: bool = False) -> str:
    """Return the name at the beginning of a text, "" when it begins with none.

    With `unknown` words that begin with a capital are a name as long as they name no place, office or thing.
    """
    best = ""
    words = text.split()
    for count in range(1, min(5, len(words)) + 1):
        part = " ".join(words[:count]).strip(" ,.:;()")
        if not words[count - 1][:1].isupper():
            break
        if is_person(part) or (unknown and _may_be_person(part)):
            best = part
        if words[count - 1].endswith((",", ";", ")")) or is_thing(part):
            break
    return best


def _may_be_person(text: str) -> bool:
    return bool(SHAPE.match(text)) and len(text) > 2 and not is_thing(text) and text.casefold() not in places()
