"""All that stands on the page of a region, kept for one state of the figures."""

from __future__ import annotations

from dataclasses import dataclass

from ckan.plugins import toolkit as tk
from ckanext.satudata.observations import model
from ckanext.satudata.profiles import sections, sentences, themes
from ckanext.satudata.profiles.figures import Figure
from ckanext.satudata.profiles.places import Place
from ckanext.satudata.profiles.sections import Section
from ckanext.satudata.profiles.themes import Theme

# pages that a process keeps
MOST_KEPT = 40
# figures that a picture to share has room for, and a sentence about the place
MOST_SHARED = 3


@dataclass(frozen=True)
class Page:
    """The page of a region."""

    place: Place
    sections: tuple[Section, ...]
    themes: tuple[Theme, ...]

    @property
    def headlines(self) -> list[Figure]:
        """The headline figure of each section that has one."""
        return [section.headline for section in self.sections if section.headline]

    @property
    def figures(self) -> list[Figure]:
        """Every figure of the page."""
        return [figure for section in self.sections for figure in section.figures]

    @property
    def summary(self) -> str:
        """Its first figures in a sentence, for who shares it."""
        return " ".join(sentences.sentence(figure) for figure in self.headlines[:MOST_SHARED])

    @property
    def breaks(self) -> list[tuple[str, str]]:
        """Where figures go on with another count: (standard, sentence), each once."""
        pairs = [(figure.standard.title, change["said"]) for figure in self.figures for change in figure.breaks]
        return list(dict.fromkeys(pairs))

    @property
    def has_example(self) -> bool:
        """Whether a figure of it is made up."""
        return any(figure.source.is_example for figure in self.figures if figure.source)


_kept: dict[tuple[str, str], tuple[str, tuple[Section, ...]]] = {}


def load(place: Place) -> Page:
    """Return the page of a region in the reader's language."""
    key, state = (place.code, tk.h.lang()), model.state()
    if key not in _kept or _kept[key][0] != state:
        while len(_kept) >= MOST_KEPT:
            del _kept[next(iter(_kept))]
        _kept[key] = (state, tuple(sections.of(place)))
    return Page(place, _kept[key][1], tuple(themes.of(place)))
