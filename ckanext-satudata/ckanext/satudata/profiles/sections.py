"""The sections of a region's page: a headline figure with its chart, further figures, and what is missing.

Which section a figure stands in follows from its standard (`bagian`), else from the urusan of the standard; which
stands first from `charts/headlines.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata.charts import headlines, offers, picture, words
from ckanext.satudata.charts.offers import Held
from ckanext.satudata.charts.picture import Picture
from ckanext.satudata.exceptions import BadQuestion, NotAdditive
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations import counting, query
from ckanext.satudata.observations.model import tellers
from ckanext.satudata.observations.query import Sources
from ckanext.satudata.observations.question import LEVELS, REGION
from ckanext.satudata.profiles import figures, sentences
from ckanext.satudata.profiles.figures import Figure
from ckanext.satudata.profiles.places import Place
from ckanext.satudata.standards import model as standards
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.standards.rules import Equals

LIST, REQUESTS = "bagian_profil", "satudata_requests"
# charts of what has no one figure, prices of several goods say, in a section
MOST_EXTRA = 1


@dataclass(frozen=True)
class Missing:
    """A figure that a standard provides for and nobody has published here; `request` is the form that asks for it."""

    name: str
    request: str


@dataclass(frozen=True)
class Section:
    """A section: `others` are the main figures of its further standards, `rest` all that remains."""

    code: str
    title: str
    headline: Figure | None
    others: tuple[Figure, ...]
    rest: tuple[Figure, ...]
    pictures: tuple[Picture, ...]
    missing: tuple[Missing, ...]

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All of its figures, the headline first."""
        return (*filter(None, [self.headline]), *self.others, *self.rest)

    @property
    def is_empty(self) -> bool:
        """Whether there is neither a figure nor a chart."""
        return not self.figures and not self.pictures


def section_of(standard: Standard) -> str:
    """Return the code of the section in which a standard's figures stand."""
    return standard.bagian or codelists.load("urusan").codes[standard.urusan].extra["bagian"]


def title_of(code: str) -> str:
    """Return the title of a section in the reader's language."""
    entry = codelists.load(LIST).codes[code]
    return entry.extra["name_en"] if tk.h.lang() == "en" else entry.name


def of(place: Place) -> list[Section]:
    """Return the sections of a region in the order of their list; one without figures tells what is missing."""
    sources = query.load_sources()
    groups: dict[str, list[Standard]] = {code.code: [] for code in codelists.load(LIST)}
    for standard in _ordered():
        groups[section_of(standard)].append(standard)
    by_section = {code: list(_all(place, listed, sources)) for code, listed in groups.items()}
    explained = _explained(place, [figure for listed in by_section.values() for figure in listed], sources)
    return [
        _section(place, code, listed, [explained[figure.key] for figure in by_section[code]], sources)
        for code, listed in groups.items()
    ]


def _ordered() -> list[Standard]:
    """Return the standards whose figures may be shown, those of the home page first."""
    first = list(dict.fromkeys(name.partition(".")[0] for name in headlines.listed()))
    places = {name: place for place, name in enumerate(first)}
    usual = [standard for standard in standards.every() if not standard.forecasts]
    return sorted(usual, key=lambda standard: (places.get(standard.name, len(places)), standard.name))


def _all(place: Place, listed: Iterable[Standard], sources: Sources) -> Iterator[Figure]:
    """Yield each figure once: what is equal by a rule, or of one name and unit, is shown of the first standard."""
    shown: set[tuple[str, str]] = set()
    names: set[tuple[str, str]] = set()
    for standard in listed:
        for measure in dict.fromkeys((*standard.headlines, *standard.measures)):
            if _equals(standard, measure.field) & shown:
                continue
            figure = figures.find(place, standard, measure.field, sources)
            if figure is None or (figure.name.lower(), figure.unit) in names:
                continue
            shown.add(figure.key)
            names.add((figure.name.lower(), figure.unit))
            yield figure


def _equals(standard: Standard, measure: str) -> set[tuple[str, str]]:
    """Return the measures of other standards that must tell the same as one."""
    equal = {(rule.standard, rule.of) for rule in standard.rules_of(Equals) if rule.measure == measure}
    for other in standards.every():
        for rule in other.rules_of(Equals):
            if (rule.standard, rule.of) == (standard.name, measure):
                equal.add((other.name, rule.measure))
            elif (other.name, rule.measure) in equal:
                equal.add((rule.standard, rule.of))
    return equal - {(standard.name, measure)}


def _section(place: Place, code: str, listed: list[Standard], held: list[Figure], sources: Sources) -> Section:
    main = [figure for figure in held if figure.measure == figure.standard.headlines[0].field]
    public = [figure for figure in (*main, *held) if figure.value is not None]
    headline = public[0] if public else None
    others = [figure for figure in main if figure is not headline]
    rest = [figure for figure in held if figure is not headline and figure not in others]
    shown = [chart for chart in [_picture(place, *headline.key, sources)] if chart] if headline else []
    with_figure = {figure.standard.name for figure in held}
    # prices of several goods have no one figure, and make a chart; of a part of the district they are not told
    extra = (
        [chart for one in listed if one.name not in with_figure and (chart := _first_picture(place, one, sources))]
        if place.is_district
        else []
    )
    charted = {chart.request.question.standard for chart in extra}
    missing = [one for one in listed if one.name not in with_figure | charted and _is_due(place, one)]
    return Section(
        code=code,
        title=title_of(code),
        headline=headline,
        others=tuple(others),
        rest=tuple(rest),
        pictures=(*shown, *extra[:MOST_EXTRA]),
        missing=tuple(_missing(place, words.named(one, one.headlines[0].field)) for one in missing),
    )


def _is_due(place: Place, standard: Standard) -> bool:
    """Return whether a standard provides for figures of regions of this level."""
    if REGION not in standard.breakdowns:
        return place.is_district
    level = standard.field(REGION).level
    return place.is_district or LEVELS.get(level, 0) >= len(place.code)


def _missing(place: Place, name: str) -> Missing:
    return Missing(name, request_address(sentences.missing(name, place.title)))


def request_address(title: str) -> str:
    """Return the form that asks for something, "" where the portal takes no requests."""
    if not p.plugin_loaded(REQUESTS):
        return ""
    address: str = tk.url_for("satudata_data_request.new", judul=title[:150])
    return address


def _first_picture(place: Place, standard: Standard, sources: Sources) -> Picture | None:
    return next(filter(None, (_picture(place, standard.name, one.field, sources) for one in standard.headlines)), None)


def _picture(place: Place, standard: str, measure: str, sources: Sources) -> Picture | None:
    """Return the first chart of a measure in a region; None without one."""
    held = sources.get((standard, measure), [])
    if not held:
        return None
    entry = standards.load(standard)
    within = "" if place.is_district else place.code
    for offer in offers.offers(entry, measure, Held(tuple(held)), within=within):
        try:
            made = picture.load(offer.request)
        except (BadQuestion, NotAdditive):
            continue
        if made.chart is not None:
            return made
    return None


def _explained(place: Place, held: list[Figure], sources: Sources) -> dict[tuple[str, str], Figure]:
    """Return the figures by their key; those that several organizations publish say whose does not count, and why."""
    rankings = {figure.key: sources.ranking(figure.standard, figure.measure) for figure in held}
    contested = [figure for figure in held if rankings[figure.key].is_contested and figure.value is not None]
    last_periods = {source.id: figure.period for figure in contested for source in sources[figure.key]}
    there = tellers(place.code, last_periods) if last_periods else set()
    by_key = {figure.key: figure for figure in held}
    for figure in contested:
        ranking = rankings[figure.key]
        used = [source for source in ranking.sources if source.resource_id in figure.tables]
        owners = {source.organization_id for source in used}
        overruled = [
            source for source in ranking.sources if source.organization_id not in owners and source.id in there
        ]
        reason = ranking.reason({source.id for source in used}, figure.is_chosen)
        by_key[figure.key] = replace(figure, overruled=counting.explained(reason, used, overruled))
    return by_key
