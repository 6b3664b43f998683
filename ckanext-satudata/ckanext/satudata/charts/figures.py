"""Figures as a chart wants them: an answer of the observations, and what each of its groups is."""

from __future__ import annotations

import enum
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.satudata import config
from ckanext.satudata.exceptions import N_
from ckanext.satudata.late import _
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations import periods
from ckanext.satudata.observations.answer import Answer
from ckanext.satudata.observations.question import PERIOD, REGION, WEEKDAY, Question, measure_of
from ckanext.satudata.observations.values import label, number
from ckanext.satudata.standards.model import Measure, Standard

TIMES = (PERIOD, *periods.GRAINS)
KECAMATAN = f"{REGION}:kecamatan"
LEVELS = {
    "provinsi": N_("province"),
    "kabupaten_kota": N_("kabupaten or kota"),
    "kecamatan": N_("kecamatan"),
    "desa_kelurahan": N_("desa or kelurahan"),
}
# code lists whose order is that of their rows, and what a dimension with one of them is
AGES, SEXES = "kelompok_umur", "jenis_kelamin"


class Role(enum.Enum):
    """What a group of figures is for who draws them."""

    TIME = "time"
    REGION = "region"
    AGE = "age"
    SEX = "sex"
    PART = "part"


@dataclass(frozen=True)
class Group:
    """By what figures are told apart: a dimension, its name for people in lower case, and what it is."""

    name: str
    title: str
    role: Role


@dataclass(frozen=True)
class Origin:
    """A source for people: who publishes it, its dataset, its licence, and the day of its edition; "" for none."""

    organization: str
    title: str
    dataset: str
    licence: str
    edition: str = ""
    is_example: bool = False


@dataclass(frozen=True)
class Figures:
    """An answer of the observations, the standard that it follows, and what its readers must know.

    `target` are the figures of the measure that says what should be reached, by the same groups. `has_map` tells
    whether there is a map of the place.
    """

    standard: Standard
    question: Question
    answer: Answer
    origins: tuple[Origin, ...] = ()
    notes: tuple[str, ...] = ()
    target: Answer | None = None
    has_map: bool = False

    @property
    def measure(self) -> Measure:
        """The measure that is asked."""
        return measure_of(self.standard, self.question.measure)

    @property
    def is_additive(self) -> bool:
        """Whether the figures of all groups that are no time are parts of a whole."""
        additive = set(self.measure.jumlahkan)
        return all(
            group.name.partition(":")[0] in additive
            or any(derived.name == group.name for derived in self.standard.derived)
            for group in self.groups
            if group.role != Role.TIME
        )

    @functools.cached_property
    def groups(self) -> tuple[Group, ...]:
        """The groups of the question in their order."""
        return tuple(group_of(self.standard, name) for name in self.question.group_by)

    @property
    def roles(self) -> tuple[Role, ...]:
        """What the groups are, in their order."""
        return tuple(group.role for group in self.groups)

    @property
    def place(self) -> str:
        """The region that the figures are of, for people."""
        code = self.question.within or self.question.filters.get(REGION) or config.wilayah()
        return codelists.wilayah_label(code) if isinstance(code, str) else ""

    @property
    def span(self) -> tuple[str, str]:
        """The first and the last period of the figures; empty without any."""
        rows = self.answer.rows
        return min((row["first"] for row in rows), default=""), max((row["last"] for row in rows), default="")

    def values(self, role: Role) -> dict[str, int | float | None]:
        """Return {code: figure} of an answer with one group of this role; suppressed ones are None."""
        name = next(group.name for group in self.groups if group.role == role)
        return {str(row[name]): number(row["value"]) for row in self.rows if row[name] is not None}

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows that have a figure, and those whose figure is suppressed (None)."""
        return [*self.answer.rows, *self.answer.suppressed]

    def label(self, name: str, code: Any) -> str:
        """Return what people call a code of a group."""
        if name in TIMES:
            return periods.label(str(code))
        if name == WEEKDAY:
            return WEEKDAYS[int(code) - 1]
        return label(self.standard, self.answer.labels, name, code) or _("not said")

    def order(self, name: str, codes: Mapping[str, Any] | list[str]) -> list[str]:
        """Return codes of a group in the order of their list; of what has none, as they are sorted."""
        listed = next((field.codelist for field in self.standard.fields if field.name == name), "")
        if not listed or name.partition(":")[0] == REGION:
            return sorted(codes)
        places = {code.code: place for place, code in enumerate(codelists.load(listed))}
        return sorted(codes, key=lambda code: (places.get(code, len(places)), code))


WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


def group_of(standard: Standard, name: str) -> Group:
    """Return a group of a question about a standard, with its name for people."""
    column, _colon, level = name.partition(":")
    if name in TIMES:
        return Group(name, _("time"), Role.TIME)
    if column == REGION:
        return Group(name, _(LEVELS[level]) if level else _("region"), Role.REGION)
    if name == WEEKDAY:
        return Group(name, _("day of the week"), Role.PART)
    field = next((field for field in standard.fields if field.name == name), None)
    if field is None:
        return Group(name, lowered(_titles(standard).get(name, name)), Role.PART)
    role = {AGES: Role.AGE, SEXES: Role.SEX}.get(field.codelist, Role.PART)
    title = field.title.removeprefix("Kode ").removeprefix("Nama ")
    return Group(name, lowered(title), role)


def _titles(standard: Standard) -> dict[str, str]:
    return {derived.name: derived.title for derived in standard.derived}


def lowered(title: str) -> str:
    """Return a title as it stands within a sentence: abbreviations stay."""
    first = title.split(" ", 1)[0]
    return title if first.isupper() else title[:1].lower() + title[1:]
