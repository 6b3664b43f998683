"""What a rule finds in the published figures."""

from __future__ import annotations

import operator
from dataclasses import dataclass, replace
from typing import Any

from ckanext.satudata.charts import words
from ckanext.satudata.command_center.alarms.rules import ABOVE, BELOW, FALLS, RISES, Rule
from ckanext.satudata.exceptions import N_, say
from ckanext.satudata.late import _
from ckanext.satudata.metadata.helpers import satudata_figure
from ckanext.satudata.observations import periods, query
from ckanext.satudata.observations.periods import label as period_label
from ckanext.satudata.observations.question import PERIOD
from ckanext.satudata.observations.values import number

TEXTS = {
    ABOVE: N_("{value} in {period}, above {limit}"),
    BELOW: N_("{value} in {period}, below {limit}"),
    RISES: N_("{value} in {period}: {change} % more than in {before}, limit {limit} %"),
    FALLS: N_("{value} in {period}: {change} % less than in {before}, limit {limit} %"),
}
COMPARED = {ABOVE: operator.gt, BELOW: operator.lt, RISES: operator.ge, FALLS: operator.ge}


@dataclass(frozen=True)
class Reading:
    """The newest figure of a rule, its change in per cent where the rule asks for one, and whether the rule is broken.

    `period` is that of the figure, `first` the first of the periods in which the rule has to be broken. It is
    `is_example` where the figure is of the demonstration.
    """

    rule: Rule
    value: float
    change: float | None
    unit: str
    first: str
    period: str
    is_broken: bool
    is_example: bool = False

    @property
    def text(self) -> str:
        """What it is, in the reader's language."""
        rule = self.rule
        before = periods.year_before(self.period) if rule.against == "year" else periods.shift(self.period, -1)
        values: dict[str, Any] = {
            "value": words.figure(self.value, self.unit),
            "period": period_label(self.period),
            "limit": satudata_figure(number(rule.limit)) if rule.is_change else words.figure(rule.limit, self.unit),
            "change": satudata_figure(round(abs(self.change or 0), 1)),
            "before": period_label(before),
        }
        text = say(TEXTS[rule.condition], values)
        return f"{text} ({_('example data')})" if self.is_example else text


def read(rule: Rule, sources: query.Sources) -> Reading | None:
    """Return what a rule finds; None where its newest periods have no figure, or no change to compare.

    Raises BadQuestion, NotAdditive, UnknownStandard.
    """
    if not sources.get((rule.standard, rule.measure)):
        return None
    held = query.held_periods(rule.question, sources)
    # tables of years and of months are no one series
    finest = [period for period in held if len(period) == len(held[-1])]
    newest = finest[-rule.periods :]
    if len(newest) < rule.periods:
        return None
    compare = rule.against if rule.is_change else ""
    span = f"{newest[0]}/{newest[-1]}"
    question = replace(rule.question, period=span, group_by=(PERIOD,), compare=compare, explain=False)
    answer = query.run(question, sources)
    rows = {row[PERIOD]: row for row in answer.rows if row["value"] is not None}
    read_of = [rows[period] for period in newest if period in rows]
    measured = [figure for row in read_of if (figure := _measured(rule, row)) is not None]
    if len(measured) < rule.periods:
        return None
    broken = all(COMPARED[rule.condition](figure, rule.limit) for figure in measured)
    last = read_of[-1]
    change = number(last.get("change_percent"))
    is_example = any(source.is_example for source in answer.used)
    return Reading(rule, float(last["value"]), change, answer.unit, newest[0], newest[-1], broken, is_example)


def _measured(rule: Rule, row: dict[str, Any]) -> float | None:
    """Return what of a row is compared with the limit."""
    figure = row.get("change_percent") if rule.is_change else row["value"]
    if figure is None:
        return None
    return -float(figure) if rule.condition == FALLS else float(figure)
