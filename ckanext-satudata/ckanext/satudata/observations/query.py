"""Asks the observations.

The rules, in the order in which they are applied:

1. Where two tables hold the same figure (same period, region and dimensions), one of them counts: see `counting`.
2. Where a region and regions below it are both there, the coarsest level counts, that of the authority before others:
   a total is not added to its parts.
3. A measure is added up over a dimension only where its standard says so (`jumlahkan`). A dimension that has one value
   in what was asked is not added up. Anything else is refused: rates, prices and stocks over time are never summed.
4. A percentage whose standard tells its parts (rule `ratio`) is computed anew from the summed parts.
5. What is missing stays missing. A sum over regions says how many of them it has.

What may be asked is in `question`, rule 3 in `additivity`, rules 1 and 2 in `sql`, rules 4 and 5 in `answer`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ckan import model
from ckanext.satudata.exceptions import N_, BadQuestion, NotAdditive
from ckanext.satudata.observations import additivity, counting, past, periods
from ckanext.satudata.observations.answer import (
    Answer,
    compared,
    expected_regions,
    origin,
    recomputed,
    table_labels,
)
from ckanext.satudata.observations.counting import Ranking
from ckanext.satudata.observations.model import published
from ckanext.satudata.observations.question import PERIOD, Question, check, measure_of, span
from ckanext.satudata.observations.source import Source
from ckanext.satudata.observations.sql import Statement
from ckanext.satudata.standards import model as standards
from ckanext.satudata.standards.model import STOCK, Standard
from ckanext.satudata.tables import symbols
from sqlalchemy import text


class Sources(dict[tuple[str, str], list[Source]]):
    """The sources of each standard and measure at one moment; the authority is asked for once a standard."""

    def __init__(self) -> None:
        super().__init__()
        self._authorities: dict[str, set[str]] = {}

    def ranking(self, standard: Standard, measure: str) -> Ranking:
        """Return the sources of a measure in the order in which they count."""
        return counting.ranked(standard, self.get((standard.name, measure), []), self._authority)

    def _authority(self, standard: Standard) -> set[str]:
        if standard.name not in self._authorities:
            self._authorities[standard.name] = counting.authority(standard)
        return self._authorities[standard.name]


def load_sources(standard: str | None = None, measure: str | None = None) -> Sources:
    """Return the published sources, all of them for who asks many questions of one moment."""
    sources = Sources()
    for source in published(standard, measure):
        sources.setdefault((source.standard, source.measure), []).append(source)
    return sources


def run(question: Question, sources: Sources | None = None) -> Answer:
    """Return the answer; `sources` are what `load_sources` gave, else they are looked up.

    Raises BadQuestion, NotAdditive, UnknownStandard.
    """
    standard = standards.load(question.standard)
    check(standard, question)
    additivity.check_mean(standard, question)
    if question.as_of:
        sources = _as_of(question, sources)
    question = _at_newest(standard, question, sources)
    ratio = standard.find_ratio(question.measure)
    try:
        answer = _ask(standard, question, sources)
    except NotAdditive:
        if not ratio or question.aggregate != "sum":
            raise
        plain = replace(question, compare="")
        part, whole = (_ask(standard, replace(plain, measure=name), sources) for name in (ratio.part, ratio.whole))
        answer = recomputed(question, part, whole, measure_of(standard, question.measure).satuan)
    return _with_change(question, answer, sources) if question.compare else answer


def held_periods(question: Question, sources: Sources) -> list[str]:
    """Return the periods that have a figure of what is asked, whatever its time and groups, in their order."""
    standard = standards.load(question.standard)
    ranking = sources.ranking(standard, question.measure)
    statement = Statement(standard, replace(question, period="", group_by=(PERIOD,)), ranking)
    return list(model.Session.execute(text(statement.periods_sql), statement.values).scalars())


SPANS = f"SELECT set_id, min(period) AS first, max(period) AS last FROM {past.AS_OF} of_that_day GROUP BY set_id"


def _as_of(question: Question, sources: Sources | None) -> Sources:
    """Return the sources that told something at a day, each with the periods that it had then."""
    moment = past.end_of(question.as_of)
    if sources is None:
        sources = load_sources()
    of_that_day = Sources()
    for key, listed in sources.items():
        if key[0] != question.standard:
            continue
        there = [source for source in listed if source.since is None or source.since < moment]
        values = {"sets": [source.id for source in there], "moment": moment}
        spans = {row.set_id: row for row in model.Session.execute(text(SPANS), values)}
        of_that_day[key] = [
            replace(source, first_period=spans[source.id].first, last_period=spans[source.id].last)
            for source in there
            if source.id in spans
        ]
    return of_that_day


def _at_newest(standard: Standard, question: Question, sources: Sources | None) -> Question:
    """Return a question for the latest periods with these named: the newest is that of the rows that are asked for."""
    if not question.period.startswith("latest") or not (question.filters or question.within):
        return question
    if sources is None:
        sources = load_sources(question.standard, question.measure)
    ranking = sources.ranking(standard, question.measure)
    # what is no such expression is refused here
    first, last = span(question.period, ranking.sources)
    if not last:
        return question
    statement = Statement(standard, replace(question, period=""), ranking)
    newest = model.Session.execute(text(statement.newest_sql), statement.values).scalar()
    if not newest or newest == last:
        return replace(question, period=f"{first}/{last}")
    steps = len(periods.between(first, last)) - 1
    return replace(question, period=f"{periods.shift(newest, -steps)}/{newest}")


def _ask(standard: Standard, question: Question, sources: Sources | None) -> Answer:
    measure = measure_of(standard, question.measure)
    if sources is None:
        sources = load_sources(question.standard, question.measure)
    ranking = sources.ranking(standard, question.measure)
    if not ranking.sources:
        return Answer([], measure.satuan, [], question.aggregate)
    statement = Statement(standard, question, ranking)
    rows = model.Session.execute(text(statement.sql), statement.values).mappings().all()
    mixed = sorted({name for row in rows for name, flag in statement.must_be_one.items() if row[flag]})
    if mixed and question.aggregate == "sum":
        title = standard.field(question.measure).title
        raise NotAdditive(
            N_('"{0}" cannot be added up over {1}. Group by it, or ask for one value of it.'), title, ", ".join(mixed)
        )
    tables = {source.id: source.resource_id for source in statement.read}
    hidden = {id(row) for row in rows if row.get("suppressed")}
    answer = Answer(
        rows=[_row(question, row, tables) for row in rows if id(row) not in hidden],
        suppressed=[_row(question, row, tables) for row in rows if id(row) in hidden],
        # a median of working days is days, whatever is counted
        unit="hari" if question.aggregate == "median" else measure.satuan,
        sources=ranking.sources,
        aggregate=question.aggregate,
        regions_expected=expected_regions(question, ranking.sources),
        labels=table_labels(ranking.sources),
        used=ranking.sources,
    )
    return _with_provenance(answer, statement, rows) if ranking.is_contested and rows else answer


def _row(question: Question, row: Any, tables: Mapping[int, str]) -> dict[str, Any]:
    groups = {name: row[f"g{index}"] for index, name in enumerate(question.group_by)}
    figures = {name: row[name] for name in ("value", "regions", "first", "last")}
    mark = row.get("symbol")
    figures |= {"symbol": mark} if mark in symbols.OF_FIGURES else {}
    return {**groups, **figures, **(origin(row, tables) if question.by_source else {})}


def _with_provenance(answer: Answer, statement: Statement, rows: Sequence[Any]) -> Answer:
    """Add to an answer which organizations' sources were used and which were overruled."""
    ids = {source_id for row in rows for source_id in row["used"]}
    used = statement.ranking.of(ids)
    organizations = {source.organization_id for source in used}
    others = [source for source in statement.read if source.organization_id not in organizations]
    if not others or not statement.question.explain:
        return replace(answer, used=used)
    telling = set(model.Session.execute(text(statement.contributing_sql), statement.values).scalars())
    overruled = [source for source in others if source.id in telling]
    reason = statement.ranking.reason(ids, any(row["chosen"] for row in rows)) if overruled else ""
    return replace(answer, used=used, overruled=overruled, reason=reason)


def _with_change(question: Question, answer: Answer, sources: Sources | None) -> Answer:
    """Ask for the earlier figures and compare with them."""
    time = next((name for name in question.group_by if name == PERIOD or name in periods.GRAINS), None)
    earlier: Callable[[str], str] = periods.year_before if question.compare == "year" else _period_before
    first, last = span(question.period, answer.sources)
    if time:
        earlier_span = f"{earlier(first)}/{earlier(last)}" if first else ""
    else:
        if not answer.rows:
            return answer
        if not first or first != last:
            raise BadQuestion(N_("To compare, ask for one period or group by one."))
        earlier_span = earlier(last)
    before = run(replace(question, compare="", period=earlier_span), sources)
    standard = standards.load(question.standard)
    is_stock = standard.time_of(measure_of(standard, question.measure)) == STOCK
    return compared(question, answer, before, earlier, time, period=last, is_stock=is_stock)


def _period_before(period: str) -> str:
    return periods.shift(period, -1)
