"""What published tables and records say of an office: its figures, its charts, its services, what it delivered.

Its figures are those of every standard that tells offices apart (the column `kode_opd`); a table means an office by
its kode OPD, or by its full name. Nothing is said that no record proves.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.charts import headlines, offers, picture, words
from ckanext.satudata.charts.figures import lowered
from ckanext.satudata.charts.headlines import Headline
from ckanext.satudata.charts.offers import Held
from ckanext.satudata.charts.picture import Picture
from ckanext.satudata.exceptions import BadQuestion, NotAdditive
from ckanext.satudata.gate import deliveries
from ckanext.satudata.late import _
from ckanext.satudata.observations import periods, query
from ckanext.satudata.observations.query import Sources
from ckanext.satudata.observations.question import Question
from ckanext.satudata.observations.source import Source
from ckanext.satudata.profiles.keeping import Kept
from ckanext.satudata.standards import model as standards
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.standards.rules import InTime, WorkingDays

OFFICE = "kode_opd"
# a year of what comes in by days: how long an answer takes is no matter of one of them
YEAR_OF_MONTHS = 12
IN_TIME = "ya"
# offices that a process keeps
MOST_KEPT = 60


@dataclass(frozen=True)
class Amount:
    """A figure of an office: what it is, its text and period, how it has changed and whether that is better."""

    name: str
    text: str
    period: str
    change: str = ""
    is_better: bool | None = None


@dataclass(frozen=True)
class Matter:
    """What a standard tells of an office: figures, a chart (None where there is none), and the table they are from."""

    title: str
    amounts: tuple[Amount, ...]
    picture: Picture | None
    source: Source


@dataclass(frozen=True)
class Service:
    """A service that an office has described: its title and its page."""

    title: str
    name: str


@dataclass(frozen=True)
class Delivered:
    """What an office has handed over: how often, how much of it was released, how often it was returned first.

    `days` is the median time from handing over to release, None where nothing was released.
    """

    handed_over: int
    released: int
    returned: int
    days: float | None


@dataclass(frozen=True)
class OfficePage:
    """What is said of an office; `datasets` is how many it has published."""

    name: str
    title: str
    matters: tuple[Matter, ...]
    services: tuple[Service, ...]
    delivered: Delivered | None
    datasets: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said of it."""
        return not (self.matters or self.services or self.delivered)


_kept: Kept[tuple[Matter, ...]] = Kept(MOST_KEPT)


def load(organization: dict[str, Any]) -> OfficePage:
    """Return what is said of an organization (as organization_show gives it)."""
    listed = _datasets(f"owner_org:{organization['id']} AND NOT type:layanan")
    return OfficePage(
        name=organization["name"],
        title=organization.get("title") or organization["name"],
        matters=_kept.find(organization["id"], lambda: tuple(_matters(organization, query.load_sources()))),
        services=tuple(
            Service(service["title"], service["name"])
            for service in _datasets(f"owner_org:{organization['id']} AND type:layanan")[1]
        ),
        delivered=_delivered([dataset["id"] for dataset in listed[1]]),
        datasets=listed[0],
    )


def _datasets(condition: str) -> tuple[int, list[dict[str, Any]]]:
    """Return how many public records fit a condition of Solr, and the first of them."""
    result = tk.get_action("package_search")(
        {"ignore_auth": False, "user": ""},
        {"fq": f"({condition})", "rows": 1000, "fl": "id,name,title", "facet": False, "include_private": False},
    )
    return result["count"], result["results"]


def _delivered(ids: list[str]) -> Delivered | None:
    """Return what is recorded of the deliveries of datasets, None where nothing is."""
    recorded = [one for listed in deliveries.deliveries(ids).values() for one in listed] if ids else []
    if not recorded:
        return None
    days = [(one.released - one.first_sent).total_seconds() / 86400 for one in recorded if one.released]
    return Delivered(
        len(recorded),
        len(days),
        sum(one.returns > 0 for one in recorded),
        statistics.median(days) if days else None,
    )


def _matters(organization: dict[str, Any], sources: Sources) -> Iterator[Matter]:
    for name in sorted({standard for standard, _measure in sources} & {*standards.names()}):
        standard = standards.load(name)
        if OFFICE in standard.breakdowns:
            matter = _matter(standard, organization, sources)
            if matter:
                yield matter


def _matter(standard: Standard, organization: dict[str, Any], sources: Sources) -> Matter | None:
    codes = _codes(standard, organization, sources)
    if not codes:
        return None
    filters = {OFFICE: codes}
    amounts = [*_amounts(standard, filters, sources), *_times(standard, filters, sources)]
    if not amounts:
        return None
    measures = [measure.field for measure in (*standard.headlines, *standard.measures)]
    measure = next(measure for measure in measures if sources.get((standard.name, measure)))
    source = sources.ranking(standard, measure).sources[0]
    return Matter(standard.konsep, tuple(amounts), _picture(standard, filters, sources), source)


def _codes(standard: Standard, organization: dict[str, Any], sources: Sources) -> list[str]:
    """Return the code by which the tables of a standard mean an office: its kode OPD, else the one with its full name.

    Where several codes have its name, tables may count the same twice: nothing is told of it then.
    """
    code = str(organization.get(OFFICE) or "")
    title = (organization.get("title") or "").strip().casefold()
    labels = {
        key: label
        for (name, _measure), tables in sources.items()
        if name == standard.name
        for source in tables
        for key, label in source.labels.get(OFFICE, {}).items()
    }
    by_name = [key for key, label in labels.items() if label.strip().casefold() == title]
    if code and (code in labels or not by_name):
        return [code]
    return by_name if len(by_name) == 1 else []


def _amounts(standard: Standard, filters: dict[str, Any], sources: Sources) -> Iterator[Amount]:
    """Yield the newest figure of each measure."""
    for measure in dict.fromkeys((*standard.headlines, *standard.measures)):
        tables = sources.get((standard.name, measure.field), [])
        if not tables:
            continue
        held = Held(tuple(tables))
        headline = headlines.find(standard, measure.field, held, filters=filters, sources=sources)
        if headline is not None:
            yield _amount(headline)


def _amount(headline: Headline) -> Amount:
    return Amount(headline.name, headline.brief, headline.period, headline.change, headline.is_better)


def _times(standard: Standard, filters: dict[str, Any], sources: Sources) -> Iterator[Amount]:
    """Yield how long cases took in the last twelve months, and how many ended in time."""
    measure = standard.headlines[0].field
    tables = sources.get((standard.name, measure), [])
    if not tables or not any(derived.working_days for derived in standard.derived):
        return
    last = max(source.last_period for source in tables)[: periods.MONTH]
    first = periods.shift(last, 1 - YEAR_OF_MONTHS)
    span, text = f"{first}/{last}", words.period(first, last)
    for derived in standard.derived:
        question = Question(standard.name, measure, period=span, filters=filters)
        try:
            if isinstance(derived.working_days, WorkingDays):
                yield from _median(question, derived.name, derived.title, text, sources)
            elif isinstance(derived.in_time, InTime):
                yield from _in_time(question, derived.name, derived.title, text, sources)
        except (BadQuestion, NotAdditive):
            continue


def _median(question: Question, name: str, title: str, period: str, sources: Sources) -> Iterator[Amount]:
    answer = query.run(
        Question(
            question.standard,
            question.measure,
            period=question.period,
            filters=question.filters,
            aggregate="median",
            of=name,
        ),
        sources,
    )
    if len(answer.rows) == 1 and answer.rows[0]["value"] is not None:
        days = words.figure(answer.rows[0]["value"], answer.unit)
        yield Amount(_("Median: {name}").format(name=lowered(title)), days, period)


def _in_time(question: Question, name: str, title: str, period: str, sources: Sources) -> Iterator[Amount]:
    answer = query.run(
        Question(
            question.standard, question.measure, period=question.period, filters=question.filters, group_by=(name,)
        ),
        sources,
    )
    by_state = {row[name]: row["value"] for row in answer.rows if row[name] is not None}
    ended = sum(by_state.values())
    if ended and not answer.suppressed:
        in_time = by_state.get(IN_TIME, 0)
        text = _("{part} of {whole} ({share})").format(
            part=words.figure(in_time, answer.unit),
            whole=words.figure(ended, answer.unit),
            share=words.figure(in_time / ended * 100, words.PERCENT),
        )
        yield Amount(title, text, period)


def _picture(standard: Standard, filters: dict[str, Any], sources: Sources) -> Picture | None:
    """Return a chart of the standard's first measure: over time where that is held."""
    measure = standard.headlines[0].field
    held = sources.get((standard.name, measure), [])
    if not held:
        return None
    listed = offers.offers(standard, measure, Held(tuple(held)), filters=filters)
    for offer in sorted(listed, key=lambda offer: offer.title != "time"):
        try:
            made = picture.load(offer.request)
        except (BadQuestion, NotAdditive):
            continue
        if made.chart is not None:
            return made
    return None
