"""Recognizes names of offices in addresses and accounts: dinkes.buleleng, smpn2sawan, pemkabbuleleng; not desak.putu.

Words are glued together there, and many begin like names: a word that no name has counts wherever it stands, a short
one only by itself, before a figure, or before the name of a place.
"""

from __future__ import annotations

import functools
import re
from importlib import resources

from ckanext.satudata import yamls
from ckanext.satudata.personal import names

PARTS = re.compile(r"[a-z]+")


@functools.cache
def words_of(part: str) -> frozenset[str]:
    """Return the words of a part of `accounts.yaml`."""
    text = (resources.files(__package__) / "accounts.yaml").read_text(encoding="utf-8")
    return frozenset(yamls.load(text)[part].split())


@functools.cache
def _certain() -> re.Pattern[str]:
    begins = "|".join(sorted(words_of("begins")))
    return re.compile(rf"{'|'.join(sorted(words_of('anywhere')))}|(?<![a-z])(?:{begins})")


def is_office(text: str) -> bool:
    """Return whether an account, or what stands before the @ of an address, names an office."""
    text = text.casefold()
    words = PARTS.findall(text)
    if _certain().search(text) or any(word in words_of("short") or _is_with_place(word) for word in words):
        return True
    doubtful = words_of("doubtful")
    return any(word in doubtful for word in words) and all(word in doubtful or is_place(word) for word in words)


@functools.cache
def is_place(word: str) -> bool:
    """Return whether a word is the name of a place by which no person is called."""
    return len(word) > 3 and word in names.places() and not names.is_person(word)


def _is_with_place(word: str) -> bool:
    """Return whether a word is made of a short one and a place: desasawan, kpubuleleng, bulelengkab."""
    return any(
        (word.startswith(short) and is_place(word[len(short) :]))
        or (word.endswith(short) and is_place(word[: -len(short)]))
        for short in words_of("short")
    )
