"""What can be shown of a measure without anybody setting anything: questions whose answers make a chart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ckanext.satudata import config
from ckanext.satudata.charts import asking
from ckanext.satudata.charts.asking import Request
from ckanext.satudata.charts.figures import KECAMATAN, Role, group_of
from ckanext.satudata.exceptions import N_, say
from ckanext.satudata.observations import additivity, periods
from ckanext.satudata.observations.question import LEVELS, REGION, Question, measure_of
from ckanext.satudata.observations.source import Source
from ckanext.satudata.standards import model as standards
from ckanext.satudata.standards.model import Standard

# so many periods make a line that is read at a glance
LATEST = {periods.YEAR: 15, periods.MONTH: 24, periods.DAY: 60}
TITLES = {
    "regions": N_("By kecamatan"),
    "pyramid": N_("By age and sex"),
    "time": N_("Over time"),
    "part": N_("By {group}"),
    "parts": N_("By {group}, over time"),
}


@dataclass(frozen=True)
class Offer:
    """A chart to choose: its name for people (a key of TITLES with the group in its braces), and its request."""

    title: str
    group: str
    request: Request

    @property
    def label(self) -> str:
        """Its name for people."""
        return say(TITLES[self.title], {"group": self.group})


@dataclass(frozen=True)
class Held:
    """What is held of a measure: its sources, how fine its periods are, and the first and the last of them."""

    sources: tuple[Source, ...]

    @property
    def last(self) -> str:
        """The newest period."""
        return max(source.last_period for source in self.sources)

    @property
    def first(self) -> str:
        """The oldest period."""
        return min(source.first_period for source in self.sources)

    @property
    def grain(self) -> int:
        """The length of the newest period."""
        return len(self.last)

    @property
    def levels(self) -> set[int]:
        """The lengths of the kode wilayah in it."""
        return {level for source in self.sources for level in source.levels}


def held(standard: str, measure: str, dataset: str = "") -> Held | None:
    """Return what is held of a measure, of all or of one dataset; None for nothing."""
    sources = asking.sources_of(standard, dataset).get((standard, measure), [])
    return Held(tuple(sources)) if sources else None


def offers(
    standard: Standard,
    measure: str,
    there: Held,
    dataset: str = "",
    within: str = "",
    *,
    filters: Mapping[str, Any] | None = None,
) -> list[Offer]:
    """Return the charts of a measure, the first to be drawn before others.

    `within` is the region that is asked for, "" for the district; `filters` are those of a question.
    """
    base = Question(standard.name, measure, within=within, filters=dict(filters or {}))
    return [
        replace(offer, request=replace(offer.request, dataset=dataset)) for offer in _offers(standard, base, there)
    ]


def _offers(standard: Standard, base: Question, there: Held) -> Iterator[Offer]:
    measure = measure_of(standard, base.measure)
    # what is filtered tells nothing apart any more
    breakdowns = [name for name in standard.dimensions if name in standard.breakdowns and name not in base.filters]
    # what may not be added up must be one: asked as it is, by all that tells it apart
    fixed = [
        name
        for name in additivity.left_out(standard, (), there.grain)
        if name in breakdowns and name not in measure.jumlahkan and not _is_one(standard, measure.field, name, there)
    ]
    newest = replace(base, period=there.last)
    span = replace(base, period=_latest(there))
    grain = next(name for name, size in periods.GRAINS.items() if size == there.grain)
    groups = {name: group_of(standard, name) for name in breakdowns}
    by_role = {group.role: name for name, group in groups.items()}
    rest = [name for name in fixed if name != REGION]
    if {Role.AGE, Role.SEX} <= set(by_role) and not fixed:
        both = (by_role[Role.AGE], by_role[Role.SEX])
        yield Offer("pyramid", "", Request(replace(newest, group_by=both)))
    if not rest and _has_kecamatan(there) and len(base.within) < LEVELS["kecamatan"]:
        yield Offer("regions", "", Request(replace(newest, group_by=(KECAMATAN,))))
    if asking.find_target(standard, measure.field):
        for name, group in groups.items():
            if group.role == Role.PART and set(fixed) <= {name}:
                yield Offer("part", group.title, Request(replace(newest, group_by=(name,))))
    if there.first != there.last and len(fixed) <= 1:
        yield Offer("time", "", Request(replace(span, group_by=(grain, *fixed))))
    if len(rest) == 2 and measure.ukuran != additivity.PERCENTAGE:
        # of prices in several markets the mean, for each of the goods: what has a list of codes is what they are of
        named = next((name for name in rest if standard.field(name).codelist), rest[0])
        mean: dict[str, Any] = {"aggregate": "mean"}
        if there.first != there.last:
            yield Offer("time", "", Request(replace(span, group_by=(grain, named), **mean)))
        yield Offer("part", groups[named].title, Request(replace(newest, group_by=(named,), **mean)))
    for name, group in groups.items():
        if group.role in (Role.REGION, Role.AGE) or set(fixed) - {name}:
            continue
        if there.first != there.last and name in measure.jumlahkan:
            yield Offer("parts", group.title, Request(replace(span, group_by=(grain, name))))
        if not asking.find_target(standard, measure.field):
            yield Offer("part", group.title, Request(replace(newest, group_by=(name,))))


def _has_kecamatan(there: Held) -> bool:
    return LEVELS["kecamatan"] in there.levels or (
        LEVELS["desa_kelurahan"] in there.levels and len(config.wilayah()) < LEVELS["kecamatan"]
    )


def _is_one(standard: Standard, measure: str, name: str, there: Held) -> bool:
    """Return whether a measure has one figure whatever a dimension says: a percentage of summed parts, one region."""
    ratio = standard.find_ratio(measure)
    if ratio:
        part, whole = (measure_of(standard, field) for field in (ratio.part, ratio.whole))
        return name in part.jumlahkan and name in whole.jumlahkan
    return name == REGION and there.levels <= {LEVELS["kabupaten_kota"]}


def _latest(there: Held) -> str:
    first = max(there.first, periods.shift(there.last, 1 - LATEST[there.grain]))
    return f"{first}/{there.last}"


def load(standard: str, measure: str, dataset: str = "", within: str = "") -> list[Offer]:
    """Return the charts of a measure by names; none where nothing is held. Raises UnknownStandard, BadQuestion."""
    there = held(standard, measure, dataset)
    entry = standards.load(standard)
    measure_of(entry, measure)
    return offers(entry, measure, there, dataset, within) if there else []
