"""What a person may be about to type: measures, places, offices by the words of the lexicon, and datasets by title."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from ckan.plugins import toolkit as tk
from ckanext.satudata import config
from ckanext.satudata.answers import lexicon
from ckanext.satudata.answers.lexicon import DESA, KABUPATEN, KECAMATAN, Lexicon
from ckanext.satudata.answers.text import fillers, tokens
from ckanext.satudata.exceptions import N_
from ckanext.satudata.metadata import codelists
from ckanext.satudata.standards import model as standards
from ckanext.satudata.standards.model import Standard

SHORTEST = 2
MOST, MOST_OF_A_KIND, MOST_DATASETS = 8, 4, 4
# words at the end of the text that may be the beginning of a name
LONGEST_NAME = 6
# beginnings that are looked at for one text: two letters begin hundreds of names
LOOKED_AT = 600
# what is shown first where several names begin alike; the level of a place, by the length of its code
MEASURE, OFFICE, DATASET = "measure", "office", "dataset"
LEVELS = {KABUPATEN: "kabupaten", KECAMATAN: "kecamatan", DESA: "desa"}
ORDER = (MEASURE, "kabupaten", "kecamatan", OFFICE, "desa", DATASET)
KINDS = {
    MEASURE: N_("Figure"),
    OFFICE: N_("Agency"),
    DATASET: N_("Dataset"),
    "kabupaten": N_("Regency"),
    "kecamatan": N_("Kecamatan"),
    "desa": N_("Desa"),
}


@dataclass(frozen=True)
class Suggestion:
    """A way to go on: `text` is searched for, or `address` is opened where there is one."""

    kind: str
    label: str
    text: str
    detail: str = ""
    address: str = ""


@dataclass
class Names:
    """Names from each of their words on, sorted: (beginning, number in `suggestions`, how far it is from a name).

    Nearest is the beginning of a suggestion's first name (0), then that of another one (1), then a later word (2).
    """

    suggestions: list[Suggestion] = field(default_factory=list)
    beginnings: list[tuple[str, int, int]] = field(default_factory=list)

    def add(self, suggestion: Suggestion, names: tuple[str, ...]) -> None:
        """Suggest it for each of its names, from each word of them on."""
        self.suggestions.append(suggestion)
        for number, name in enumerate(names):
            words = tokens(name)
            for start in range(len(words)):
                distance = 2 if start else min(number, 1)
                self.beginnings.append((" ".join(words[start:]), len(self.suggestions) - 1, distance))

    def starting_with(self, text: str) -> Iterator[tuple[int, Suggestion]]:
        """Yield what has a name, or a word in a name, that begins with the text."""
        first = bisect_left(self.beginnings, (text, -1, 0))
        for beginning, number, distance in islice(self.beginnings, first, first + LOOKED_AT):
            if not beginning.startswith(text):
                return
            yield distance, self.suggestions[number]


def suggest(text: str) -> list[Suggestion]:
    """Return what may be meant by a text that is still being typed, the likeliest first.

    The last words are completed and those before them kept: "penduduk ger" becomes "penduduk Gerokgak".
    """
    words = tokens(text)
    if not words or len("".join(words)) < SHORTEST:
        return []
    completed = _complete(text, words)
    return completed + _datasets(text, min(MOST_DATASETS, MOST - len(completed)))


def _complete(text: str, words: tuple[str, ...]) -> list[Suggestion]:
    names = _names(lexicon.load())
    ending = " " if text[-1:].isspace() else ""
    for start in range(max(0, len(words) - LONGEST_NAME), len(words)):
        typed = " ".join(words[start:])
        if len(typed) < SHORTEST:
            break
        before = words[:start] if any((word,) not in fillers() for word in words[:start]) else ()
        likeliest = _likeliest(names, typed + ending)
        if likeliest:
            return [_after(_before(text, len(before)), one) if before else one for one in likeliest]
    return []


def _likeliest(names: Names, typed: str) -> list[Suggestion]:
    """Return what begins with a text: the nearest name first, then by kind, then the shortest."""
    ranks: dict[Suggestion, tuple[int, int, int, str]] = {}
    for distance, one in names.starting_with(typed):
        rank = (distance, ORDER.index(one.kind), len(one.label), one.label)
        ranks[one] = min(rank, ranks.get(one, rank))
    kinds: Counter[str] = Counter()
    likeliest = []
    for one in sorted(ranks, key=lambda one: ranks[one]):
        kinds[one.kind] += 1
        if kinds[one.kind] <= MOST_OF_A_KIND:
            likeliest.append(one)
    return likeliest[: MOST - 1]


def _before(text: str, count: int) -> str:
    """Return the first words of a text as they were typed."""
    return " ".join(re.split(r"\s+", text.strip())[:count])


def _after(before: str, suggestion: Suggestion) -> Suggestion:
    """Return a suggestion that goes on after other words: it is searched for, nothing is opened."""
    text = f"{before} {suggestion.text}"
    return Suggestion(suggestion.kind, text, text, suggestion.detail)


def _datasets(text: str, limit: int) -> list[Suggestion]:
    rows = tk.get_action("package_autocomplete")({}, {"q": text.strip(), "limit": limit})
    return [
        Suggestion(DATASET, row["title"], row["title"], address=tk.url_for("dataset.read", id=row["name"]))
        for row in rows
    ]


@functools.lru_cache(maxsize=2)
def _names(words: Lexicon) -> Names:
    names = Names()
    for name in sorted(words.held):
        held = {source.measure for source in words.sources[name]}
        _add_figures(names, standards.load(name), held)
    _add_places(names, config.wilayah())
    for office in words.offices.values():
        suggestion = Suggestion(OFFICE, office.title, office.title, "", f"/organization/{office.name}")
        names.add(suggestion, (office.title, *office.names))
    names.beginnings.sort()
    return names


def _add_figures(names: Names, standard: Standard, held: set[str]) -> None:
    """Add what a standard's figures are asked by: its concept, its measures, its groups, what is computed of them."""
    spoken: list[tuple[str, ...]] = [(standard.konsep, *standard.istilah)]
    spoken += [(*one.istilah, *one.sebutan) for one in standard.measures if one.istilah and one.field in held]
    spoken += [(*one.istilah, *one.sebutan) for one in standard.kelompok if one.istilah]
    spoken += [(*one.istilah, *one.sebutan) for one in standard.hitungan if one.istilah]
    for text, *others in spoken:
        label = text[:1].upper() + text[1:]
        same = next((one for one in names.suggestions if one.kind == MEASURE and one.label == label), None)
        names.add(same or Suggestion(MEASURE, label, text, standard.title), (text, *others))


def _add_places(names: Names, district: str) -> None:
    regions = codelists.load("wilayah").codes
    for code in codelists.regions_of(district):
        label = codelists.wilayah_label(code)
        short, _comma, where = label.partition(", ")
        # everything lies in the district: its name says nothing
        detail = where.removesuffix(codelists.wilayah_label(district)).rstrip(", ")
        suggestion = Suggestion(LEVELS[len(code)], short, short, detail, f"/profil/{code}")
        names.add(suggestion, (" ".join(lexicon.bare(tokens(regions[code].name))), short, code))
