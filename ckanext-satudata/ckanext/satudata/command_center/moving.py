"""What moved: the measures of a region that changed most, and two regions beside one another.

A change is large when it is large for its measure: it is divided by the median of the changes of the periods before
(at least LEAST of them, of the same source). So prices that always jump do not stand above a count that never did.
Measures with a shorter past follow, by per cent. Against a target the measures that are furthest from it come first.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.charts import asking, words
from ckanext.satudata.command_center import profile
from ckanext.satudata.exceptions import N_, SatuDataError, say
from ckanext.satudata.metadata.helpers import satudata_figure
from ckanext.satudata.observations import lines, periods, query
from ckanext.satudata.observations.answer import Answer
from ckanext.satudata.observations.periods import label as period_label
from ckanext.satudata.observations.question import PERIOD, Question, measure_of
from ckanext.satudata.observations.source import Source
from ckanext.satudata.standards import model as standards

PREVIOUS, YEAR, TARGET = "previous", "year", "target"
AGAINST = {PREVIOUS: N_("the period before"), YEAR: N_("a year before"), TARGET: N_("the target")}
# periods that are looked at, and changes that make a past
LOOKED_BACK, LEAST = 13, 4
# of what is counted, three after one is chance
FEWEST = 10
RISEN = N_("Up {change}% to {value} in {period}, after {before} in {earlier}.")
FALLEN = N_("Down {change}% to {value} in {period}, after {before} in {earlier}.")
USUAL = N_("It usually changes by {usual}%.")
AIMED = {
    True: N_("{value} in {period}, {change}% above the target of {before}."),
    False: N_("{value} in {period}, {change}% below the target of {before}."),
}


@dataclass(frozen=True)
class Move:
    """How a measure differs from `before`, in per cent; `usual` is how much it usually changes, None where unknown."""

    standard: str
    measure: str
    title: str
    value: float
    before: float
    change: float
    usual: float | None
    unit: str
    period: str
    earlier: str
    against: str
    better: str
    source: Source

    @property
    def size(self) -> tuple[bool, float]:
        """By what moves are ordered, the largest first."""
        return (True, abs(self.change) / self.usual) if self.usual else (False, abs(self.change))

    @property
    def state(self) -> str:
        """Whether it is good, bad, or neither is said by the standard."""
        return ("good" if (self.change > 0) == (self.better == "naik") else "bad") if self.better else ""

    @property
    def text(self) -> str:
        """The same in a sentence or two, in the reader's language."""
        values: dict[str, Any] = {
            "change": satudata_figure(round(abs(self.change), 1)),
            "value": words.figure(self.value, self.unit),
            "before": words.figure(self.before, self.unit),
            "period": period_label(self.period),
            "earlier": period_label(self.earlier) if self.earlier else "",
        }
        if self.against == TARGET:
            return say(AIMED[self.change > 0], values)
        text = say(RISEN if self.change > 0 else FALLEN, values)
        usual = say(USUAL, {"usual": satudata_figure(round(self.usual, 1))}) if self.usual else ""
        return f"{text} {usual}".strip()

    @property
    def url(self) -> str:
        """The page of its chart, from which one goes on to rows, places and the dataset."""
        return str(tk.url_for("satudata_chart.show", standard=self.standard, measure=self.measure))


def moves(against: str = PREVIOUS, region: str = "", sources: query.Sources | None = None) -> list[Move]:
    """Return what moved in a region, "" the whole district, the largest first; measures that did not are left out."""
    published = query.load_sources() if sources is None else sources
    return sorted(_moves(against, region, published), key=lambda move: move.size, reverse=True)


def beside(codes: tuple[str, str]) -> list[dict[str, Any]]:
    """Return the measures that both of two regions have: {"title", "standard", "figures": two of a profile, "factor"}.

    `factor` is how many times the second is the first, None where the first is 0.
    """
    one, other = (
        {(figure["standard"], figure["field"]): figure for figure in profile.of(code)["figures"]} for code in codes
    )
    return [
        {
            "title": figure["measure"],
            "standard": figure["title"],
            "figures": [figure, other[key]],
            "factor": other[key]["value"] / figure["value"] if figure["value"] else None,
        }
        for key, figure in one.items()
        if key in other and other[key]["period"] == figure["period"]
    ]


def _moves(against: str, region: str, sources: query.Sources) -> Iterator[Move]:
    for name, measure in sorted(sources):
        standard = standards.load(name)
        # what lies ahead has not moved yet
        if standard.forecasts:
            continue
        try:
            if against != TARGET:
                move = _change(name, measure, against, region, sources)
            else:
                move = _distance(name, measure, region, sources)
        except SatuDataError:
            # what cannot be one figure of the region has no change of it either
            continue
        if move is not None and move.change:
            yield move


def _change(name: str, measure: str, against: str, region: str, sources: query.Sources) -> Move | None:
    span = f"latest:{LOOKED_BACK}"
    question = Question(name, measure, period=span, group_by=(PERIOD,), within=region, by_source=True, explain=False)
    answer = query.run(_comparing(question, against), sources)
    rows = sorted(answer.rows, key=lambda row: str(row[PERIOD]))
    if not rows or rows[-1].get("change_percent") is None or not _is_comparable(rows[-1], answer):
        return None
    newest = rows[-1]
    past = [abs(float(row["change_percent"])) for row in rows[:-1] if row.get("change_percent") is not None]
    usual = statistics.median(past) if len(past) >= LEAST else 0
    period = str(newest[PERIOD])
    earlier = periods.year_before(period) if against == YEAR else periods.shift(period, -1)
    value, before = float(newest["value"]), float(newest["previous"])
    if measure_of(standards.load(name), measure).jumlahkan and max(value, before) < FEWEST:
        return None
    figures = (value, before, float(newest["change_percent"]), usual or None)
    return _move(name, measure, answer, newest, (*figures, period, earlier, against))


def _distance(name: str, measure: str, region: str, sources: query.Sources) -> Move | None:
    target = asking.find_target(standards.load(name), measure)
    if target is None:
        return None
    question = Question(
        name, measure, period="latest", group_by=(PERIOD,), within=region, by_source=True, explain=False
    )
    answer = query.run(question, sources)
    if not answer.rows:
        return None
    newest = answer.rows[-1]
    aimed = query.run(Question(name, target.field, period=str(newest[PERIOD]), within=region, explain=False), sources)
    aim = float(aimed.rows[0]["value"]) if aimed.rows else 0
    if not aim:
        return None
    value = float(newest["value"])
    figures = (value, aim, (value - aim) / abs(aim) * 100, None, str(newest[PERIOD]), "", TARGET)
    return _move(name, measure, answer, newest, figures)


def _comparing(question: Question, against: str) -> Question:
    return Question(**{**vars(question), "compare": against})


def _is_comparable(row: dict[str, Any], answer: Answer) -> bool:
    """Return whether the earlier figure is of the same sources: else the change may be theirs."""
    return lines.is_same_source(row["resources"], row["previous_resources"], answer.sources)


def _move(name: str, measure: str, answer: Answer, row: dict[str, Any], figures: tuple[Any, ...]) -> Move:
    value, before, change, usual, period, earlier, against = figures
    standard = standards.load(name)
    entry = measure_of(standard, measure)
    title = f"{standard.field(measure).title}, {standard.title}"
    source = next(source for source in answer.sources if source.resource_id in row["resources"])
    spoken = (answer.unit, period, earlier, against, entry.arah, source)
    return Move(name, measure, title, value, before, change, usual, *spoken)
