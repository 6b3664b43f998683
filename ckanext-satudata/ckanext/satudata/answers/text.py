"""Words of a question as they are compared: lower case, without accents and punctuation; and the file of words."""

from __future__ import annotations

import functools
import re
import unicodedata
from importlib import resources
from typing import Any

from ckanext.satudata import yamls

Phrase = tuple[str, ...]

# a kode wilayah, a range of ages or years, an age and over, a number, a word
TOKEN = re.compile(r"\d{2}(?:\.\d{2,4})+|\d+\s?[-–]\s?\d+|\d+\+|\d+(?:[.,]\d+)*|[a-z]+|%")
LONGEST = 400


def tokens(text: str) -> Phrase:
    """Return the words of a text; "%" is "persen", "anak-anak" one word twice."""
    plain = unicodedata.normalize("NFKD", text[:LONGEST].casefold())
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return tuple("persen" if word == "%" else re.sub(r"\s?[-–]\s?", "-", word) for word in TOKEN.findall(plain))


@functools.cache
def words() -> dict[str, Any]:
    """Return the file of words that belong to no standard."""
    return dict(yamls.load((resources.files(__package__) / "words.yaml").read_text(encoding="utf-8")))


def expand(phrase: Phrase) -> Phrase:
    """Return a phrase with each word that stands for another one replaced by it."""
    same = words()["same"]
    return tuple(word for part in phrase for word in (str(same[part]).split() if part in same else [part]))


def phrases(name: str) -> list[Phrase]:
    """Return the phrases of a list in the file of words."""
    return [tuple(item.split("-")) for item in str(words()[name]).split()]


@functools.cache
def fillers() -> set[Phrase]:
    """Return the phrases that say nothing about what is asked."""
    return set(phrases("filler"))
