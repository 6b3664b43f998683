"""The regions that have a page: the district, its kecamatan, their desa and kelurahan."""

from __future__ import annotations

from dataclasses import dataclass

from ckanext.satudata import config
from ckanext.satudata.charts.figures import LEVELS as NAMES
from ckanext.satudata.late import _
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations.question import LEVELS


@dataclass(frozen=True)
class Place:
    """A region; `name` is short (Gerokgak), `label` says what it is and what it lies in."""

    code: str
    name: str
    label: str

    @property
    def title(self) -> str:
        """What it is, without what it lies in: Kecamatan Gerokgak."""
        return self.label.partition(",")[0]

    @property
    def level(self) -> str:
        """Its level, as the observations call it."""
        return next(name for name, size in LEVELS.items() if size == len(self.code))

    @property
    def level_name(self) -> str:
        """Its level for people, in lower case."""
        return _(NAMES[self.level])

    @property
    def is_district(self) -> bool:
        """Whether it is the district itself."""
        return self.code == config.wilayah()

    @property
    def above(self) -> Place | None:
        """The region that it lies in, None of the district."""
        return None if self.is_district else load(self.code.rpartition(".")[0])

    @property
    def parents(self) -> list[Place]:
        """The regions that it lies in, from the district down."""
        above = self.above
        return [*above.parents, above] if above else []

    @property
    def children(self) -> list[Place]:
        """The regions directly in it."""
        return [load(code.code) for code in codelists.load("wilayah").children(self.code)]


def load(code: str) -> Place:
    """Return a region of the code list. Raises KeyError."""
    return Place(code, codelists.load("wilayah").codes[code].name, codelists.wilayah_label(code))


def find(code: str) -> Place | None:
    """Return a region of the district by its code, None for what is none."""
    district = config.wilayah()
    if not codelists.load("wilayah").is_valid(code) or not (code == district or code.startswith(f"{district}.")):
        return None
    return load(code)
