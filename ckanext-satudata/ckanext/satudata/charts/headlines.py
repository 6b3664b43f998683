"""The newest figure of a measure: with its change, and for the home page with its way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from importlib import resources
from typing import Any

from ckanext.satudata import yamls
from ckanext.satudata.charts import addresses, asking, sparkline, ways, words
from ckanext.satudata.charts.asking import Request
from ckanext.satudata.charts.offers import Held
from ckanext.satudata.exceptions import BadQuestion, NotAdditive
from ckanext.satudata.late import _
from ckanext.satudata.observations import model, periods, query
from ckanext.satudata.observations.query import Sources
from ckanext.satudata.observations.question import Question, measure_of
from ckanext.satudata.standards import model as standards
from ckanext.satudata.standards.model import CUMULATIVE, FLOW, Standard

MOST = 10


@dataclass(frozen=True)
class Headline:
    """The newest figure: what it is, its text, its period, and how it has changed; "" where nothing is to be compared.

    `is_better` is None where the standard does not say which way is better; `brief` is the text
    for a narrow place, `lines` are points of an SVG polyline for
    each stretch of one count (see `sparkline`), `address` is the page of its chart.
    """

    name: str
    text: str
    period: str
    change: str = ""
    is_better: bool | None = None
    brief: str = ""
    lines: tuple[str, ...] = ()
    address: str = ""
    is_example: bool = False


def find(
    standard: Standard,
    measure: str,
    there: Held,
    *,
    dataset: str = "",
    within: str = "",
    filters: Mapping[str, Any] | None = None,
    sources: Sources | None = None,
) -> Headline | None:
    """Return the newest figure of the whole, None where there is no one figure of it."""
    time, last = standard.time_of(measure_of(standard, measure)), there.last
    month = periods.shift(last[: periods.MONTH], -1)
    if time == FLOW and there.grain == periods.DAY and there.first <= f"{month}-01":
        # what comes in on one day says little: the last month that is whole
        last = month
    # what is counted since 1 January only grows
    compare = "year" if time == CUMULATIVE else "previous"
    question = Question(
        standard.name,
        measure,
        period=last,
        within=within,
        filters=dict(filters or {}),
        compare=compare,
        by_source=True,
    )
    try:
        answer = query.run(question, sources or asking.sources_of(standard.name, dataset))
    except (BadQuestion, NotAdditive):
        return None
    if len(answer.rows) != 1:
        return None
    [row] = answer.rows
    headline = Headline(
        name=standard.field(measure).title,
        text=words.figure(row["value"], answer.unit),
        brief=words.brief(float(row["value"]), answer.unit),
        period=words.period(last, last) if len(last) < there.grain else words.period(row["first"], row["last"]),
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


# of one state of the figures, for each language: what every visitor of the home page asks for
_kept: dict[str, tuple[str, list[Headline]]] = {}


def of_district(language: str) -> list[Headline]:
    """Return the first figures of `headlines.yaml` that are held, with their way, for who opens the portal."""
    state = model.state()
    if language not in _kept or _kept[language][0] != state:
        _kept[language] = (state, list(_of_district())[:MOST])
    return _kept[language][1]


def _of_district() -> Iterator[Headline]:
    sources = query.load_sources()
    for name in listed():
        standard_name, _dot, measure = name.partition(".")
        if not sources.get((standard_name, measure)) or standard_name not in standards.names():
            continue
        standard = standards.load(standard_name)
        there = Held(tuple(sources[standard_name, measure]))
        headline = find(standard, measure, there, sources=sources)
        if headline is not None:
            request = Request(Question(standard_name, measure))
            way = ways.find(standard, measure, there, sources)
            yield replace(
                headline,
                name=words.named(standard, measure),
                text=headline.brief,
                lines=tuple(sparkline.points(ways.only(way))) if way else (),
                address=addresses.url("show", request),
                is_example=any(source.is_example for source in there.sources),
            )


def listed() -> list[str]:
    """Return the measures of `headlines.yaml` in their order, each as standard.measure."""
    text = (resources.files("ckanext.satudata.charts") / "headlines.yaml").read_text(encoding="utf-8")
    content: dict[str, Any] = yamls.load(text)
    return list(content["figures"])
