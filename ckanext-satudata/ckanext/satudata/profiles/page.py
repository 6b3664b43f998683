"""All that stands on the page of a region."""

from __future__ import annotations

from dataclasses import dataclass

from ckanext.satudata.profiles import sections, sentences, themes
from ckanext.satudata.profiles.figures import Figure
from ckanext.satudata.profiles.keeping import Kept
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


_kept: Kept[tuple[Section, ...]] = Kept(MOST_KEPT)


def load(place: Place) -> Page:
    """Return the page of a region in the reader's language."""
    return Page(place, _kept.find(place.code, lambda: tuple(sections.of(place))), tuple(themes.of(place)))
