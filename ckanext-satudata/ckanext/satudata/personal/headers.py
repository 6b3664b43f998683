"""Reads headers as people write them: N.I.K, NoHP, nomor_rekning, kartuJKN, "Tgl. Lahir".

A slip of the pen hides no word that is asked for: one letter may be missing, wrong, too many or swapped with its
neighbour, and the space before a word may be gone. The words are those of the pattern, so that every kind of data is
as tolerant as the next one; the first letter of a long one stays. An abbreviation that has lost a letter, and what is
a word by itself (sisa, bps), is taken for a slip only beside another word of the pattern: "no peserta bps", never
"kode bps".
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from ckanext.satudata.personal import names
from rapidfuzz.distance import DamerauLevenshtein

CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Za-z])(?=\d)")
LONG, SHORT = 5, 3
# no word that is asked for is as long
LONGEST = 40
# the shortest words whose space may be gone: nokk, kartujkn
PART = 2
# stand before words of any kind and have no meaning of their own
NUMBERED = {"nomor", "number"}
# answers that are kept: headers of a few tables
MOST = 8192


@functools.lru_cache(MOST)
def words(header: str) -> str:
    """Return the header's words in lower case between single spaces; letters that stand alone are one word."""
    text = re.sub(r"[\W_]+", " ", CAMEL.sub(" ", header)).casefold()
    return re.sub(r"\b(?:[a-z] )+[a-z]\b", lambda match: match[0].replace(" ", ""), text.strip())


@functools.lru_cache(MOST)
def mended(header: str, pattern: str) -> str:
    """Return the header's words; slips of one of the pattern's words are written as the pattern writes them."""
    pattern_words = _words_of_pattern(pattern)
    parts = words(header).split()
    beside = sum(len(word) >= LONG and word in pattern_words - NUMBERED for word in parts)
    return " ".join(_mended(word, pattern, beside > 0) for word in parts)


@functools.cache
def any_of(pattern: str) -> re.Pattern[str]:
    """Return a pattern of whole words of a header."""
    return re.compile(rf"\b(?:{pattern})\b")


def matches_exactly(header: str, pattern: str) -> bool:
    """Return whether a header has words that match a pattern written in lower case, letter for letter."""
    return bool(pattern) and bool(any_of(pattern).search(words(header)))


@functools.lru_cache(MOST)
def matches(header: str, pattern: str) -> bool:
    """Return whether a header has words that match a pattern written in lower case, with slips of the pen."""
    return matches_exactly(header, pattern) or bool(pattern and any_of(pattern).search(mended(header, pattern)))


@functools.cache
def _words_of_pattern(pattern: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]{2,}", re.sub(r"\\.", " ", pattern)))


@functools.cache
def _by_length(pattern: str) -> dict[int, list[str]]:
    """Return {length of a word: the words of the pattern that it may be a slip of: one letter more or less}."""
    words_ = sorted(_words_of_pattern(pattern))
    return {length: [word for word in words_ if abs(len(word) - length) <= 1] for length in range(LONGEST)}


@functools.lru_cache(MOST)
def _mended(word: str, pattern: str, beside: bool) -> str:
    """Return the word that is meant; `beside` tells whether another word of the pattern stands in the header."""
    pattern_words = _words_of_pattern(pattern)
    if word in pattern_words or len(word) < SHORT - 1 or (names.is_word(word) and not beside):
        return word
    shortest = SHORT if beside else LONG
    alike = (candidate for candidate in _by_length(pattern).get(len(word), ()) if len(candidate) >= shortest)
    near = (candidate for candidate in alike if _is_slip(word, candidate))
    return next(near, None) or next(_parted(word, pattern_words), word)


def _is_slip(word: str, meant: str) -> bool:
    if DamerauLevenshtein.distance(word, meant, score_cutoff=1) > 1:
        return False
    # with another letter a short word is another word
    return word[0] == meant[0] if len(meant) >= LONG else len(word) < len(meant)


def _parted(word: str, pattern_words: frozenset[str]) -> Iterator[str]:
    for at in range(PART, len(word) - PART + 1):
        if word[:at] in pattern_words and word[at:] in pattern_words:
            yield f"{word[:at]} {word[at:]}"
