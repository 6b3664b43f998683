"""The figures on the page of a dataset: the newest one, a chart without settings, and what to choose beside it."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ckanext.satudata import config
from ckanext.satudata.charts import asking, picture, words
from ckanext.satudata.charts.asking import Request
from ckanext.satudata.charts.offers import Held, Offer, offers
from ckanext.satudata.charts.picture import Picture
from ckanext.satudata.exceptions import BadQuestion, NotAdditive
from ckanext.satudata.late import _
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations import periods, query
from ckanext.satudata.observations.question import LEVELS, Question, measure_of
from ckanext.satudata.standards import model as standards
from ckanext.satudata.standards.model import CUMULATIVE, Standard

# years to choose from, the newest first
MOST_YEARS = 12
MEASURE, VIEW, REGION, YEAR = "ukuran", "lihat", "wilayah", "tahun"

Key = tuple[str, str]


@dataclass(frozen=True)
class Choice:
    """A list to choose from: its name in the address, its label, (value, label) of its entries, the chosen value."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True)
class Headline:
    """The newest figure: what it is, its text, its period, and how it has changed; "" where nothing is to be compared.

    `is_better` is None where the standard does not say which way is better.
    """

    name: str
    text: str
    period: str
    change: str = ""
    is_better: bool | None = None


@dataclass(frozen=True)
class Section:
    """What a dataset's page opens with."""

    dataset: str
    picture: Picture
    choices: tuple[Choice, ...]
    headline: Headline | None


@dataclass(frozen=True)
class Selection:
    """What is chosen of a dataset's measures: one (standard, measure), a region and a year ("" for neither)."""

    dataset: str
    measures: Mapping[Key, Held]
    key: Key
    within: str
    year: str

    @property
    def held(self) -> Held:
        """What is held of the measure."""
        return self.measures[self.key]

    @property
    def standard(self) -> Standard:
        """The standard of the measure."""
        return standards.load(self.key[0])

    @functools.cached_property
    def offers(self) -> list[Offer]:
        """The charts of the measure."""
        return offers(self.standard, self.key[1], self.held, self.dataset, self.within)

    @property
    def regions(self) -> list[tuple[str, str]]:
        """The kecamatan of the district (code, name), where figures are of them or of what lies in them."""
        if not self.held.levels & {LEVELS["kecamatan"], LEVELS["desa_kelurahan"]}:
            return []
        return [(code.code, code.name) for code in codelists.load("wilayah").children(config.wilayah())]

    @property
    def years(self) -> list[str]:
        """The years to choose from, the newest first; none where there is only one."""
        first, last = self.held.first[: periods.YEAR], self.held.last[: periods.YEAR]
        years = periods.between(first, last)[::-1][:MOST_YEARS]
        return years if len(years) > 1 else []

    def request(self, offer: Offer) -> Request:
        """Return the request of a chart in the chosen year; lines over years stay, for they hold it already."""
        is_line = any(name in periods.GRAINS for name in offer.request.question.group_by)
        if not self.year or (is_line and self.held.grain == periods.YEAR):
            return offer.request
        return replace(offer.request, question=replace(offer.request.question, period=self.year))

    def choices(self, place: int) -> tuple[Choice, ...]:
        """Return what may be chosen, with the place of the chart that is shown; what leaves no choice is left out."""
        measures = tuple((".".join(key), standards.load(key[0]).field(key[1]).title) for key in self.measures)
        views = tuple((str(index), offer.label) for index, offer in enumerate(self.offers))
        every = (
            Choice(MEASURE, _("Measure"), measures, ".".join(self.key)),
            Choice(VIEW, _("View"), views, str(place)),
            Choice(REGION, _("Region"), (("", codelists.wilayah_label(config.wilayah())), *self.regions), self.within),
            Choice(YEAR, _("Year"), (("", _("newest")), *((year, year) for year in self.years)), self.year),
        )
        return tuple(choice for choice in every if len(choice.options) > 1)


def load(dataset: Mapping[str, Any], arguments: Mapping[str, str]) -> Section | None:
    """Return the section of a dataset (as package_show gives it); None where it has no public figures of a standard.

    What the arguments choose that is not there is as if it was not chosen.
    """
    selection = _select(dataset, arguments)
    if selection is None:
        return None
    first = arguments.get(VIEW, "")
    places = sorted(range(len(selection.offers)), key=lambda place: (str(place) != first, place))
    for place in places:
        shown = _find_picture(selection.request(selection.offers[place]))
        if shown is not None and shown.chart is not None:
            return Section(selection.dataset, shown, selection.choices(place), _headline(selection))
    return None


def _select(dataset: Mapping[str, Any], arguments: Mapping[str, str]) -> Selection | None:
    measures = _held(dataset)
    if not measures:
        return None
    by_name = {".".join(key): key for key in measures}
    key = by_name.get(arguments.get(MEASURE, ""), next(iter(measures)))
    bare = Selection(dataset["name"], measures, key, "", "")
    within, year = arguments.get(REGION, ""), arguments.get(YEAR, "")
    return replace(
        bare,
        within=within if within in dict(bare.regions) else "",
        year=year if year in bare.years else "",
    )


def _held(dataset: Mapping[str, Any]) -> dict[Key, Held]:
    """Return what is held of each measure of a dataset, the headlines of its standards first."""
    names = dict.fromkeys(resource.get("standar") for resource in dataset.get("resources", []))
    ordered: dict[Key, Held] = {}
    for name in names:
        if not name or name not in standards.names():
            continue
        standard, sources = standards.load(name), asking.sources_of(name, dataset["name"])
        for measure in (*standard.headlines, *standard.measures):
            if sources.get((name, measure.field)):
                ordered.setdefault((name, measure.field), Held(tuple(sources[name, measure.field])))
    return ordered


def _find_picture(request: Request) -> Picture | None:
    try:
        return picture.load(request)
    except (BadQuestion, NotAdditive):
        return None


def _headline(selection: Selection) -> Headline | None:
    """Return the newest figure of the whole, None where there is no one figure of it."""
    standard, measure = selection.standard, selection.key[1]
    last = selection.held.last
    # what is counted since 1 January only grows
    compare = "year" if standard.time_of(measure_of(standard, measure)) == CUMULATIVE else "previous"
    question = Question(standard.name, measure, period=last, within=selection.within, compare=compare, by_source=True)
    try:
        answer = query.run(question, asking.sources_of(standard.name, selection.dataset))
    except (BadQuestion, NotAdditive):
        return None
    if len(answer.rows) != 1:
        return None
    [row] = answer.rows
    headline = Headline(
        name=standard.field(measure).title,
        text=words.figure(row["value"], answer.unit),
        period=words.period(row["first"], row["last"]),
    )
    change, better = row.get("change"), measure_of(standard, measure).arah
    if not change:
        return headline
    text = _("▲ {size} against {period}") if change > 0 else _("▼ {size} against {period}")
    before = periods.label(periods.year_before(last) if compare == "year" else periods.shift(last, -1))
    return replace(
        headline,
        change=text.format(size=words.difference(abs(change), answer.unit), period=before),
        is_better=(change > 0) == (better == "naik") if better else None,
    )
