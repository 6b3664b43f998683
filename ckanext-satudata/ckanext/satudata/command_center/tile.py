"""A tile while it is drawn: it asks the observations and remembers whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from ckan.plugins.toolkit import _
from ckanext.satudata import clock
from ckanext.satudata.command_center import freshness
from ckanext.satudata.exceptions import N_, WrongTile
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations import counting, periods, query
from ckanext.satudata.observations.answer import Answer
from ckanext.satudata.observations.periods import label as period_label
from ckanext.satudata.observations.question import PERIOD, WEEKDAY, Question, measure_of, span
from ckanext.satudata.observations.source import Source
from ckanext.satudata.observations.values import label as describe_code
from ckanext.satudata.observations.values import number
from ckanext.satudata.standards import model as standards

QUESTION = ("filters", "within", "period", "aggregate", "of")


@dataclass
class Tile:
    """A tile's declaration, the sources that its face has come from, and those that do not count: {whose: why}.

    `suppressed` is how many figures of what it asks are not public.
    `published` is as `query.load_sources` gives it.
    """

    declared: dict[str, Any]
    published: query.Sources | None = None
    sources: list[Source] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    overruled: dict[str, str] = field(default_factory=dict)
    suppressed: int = 0
    spans: list[tuple[str, str]] = field(default_factory=list)

    def get(self, name: str, default: Any = None) -> Any:
        """Return a value of the tile's declaration."""
        return self.declared.get(name, default)

    @property
    def standard(self) -> standards.Standard:
        """The Standar Data of its figure."""
        return standards.load(self.declared["standard"])

    def ask(self, **changes: Any) -> Answer:
        """Ask for the tile's figure with some things changed. Raises what `query.run` raises."""
        declared = {name: self.declared[name] for name in QUESTION if name in self.declared}
        question = Question(
            **{"standard": self.declared["standard"], "measure": self.declared["measure"], **declared, **changes}
        )
        answer = query.run(question, self.published)
        self.questions.append(question)
        span = _drawn(question.period, answer)
        self.spans.append(span)
        there = {source.id for source in self.sources}
        self.sources += [source for source in answer.used if source.id not in there and _overlaps(source, *span)]
        self.suppressed = max(self.suppressed, len(answer.suppressed))
        if answer.overruled:
            self.overruled[counting.offices(answer.overruled)] = answer.explanation
        return answer

    def label(self, answer: Answer, name: str, code: Any) -> str:
        """Return what people call a code of a group."""
        if name in (PERIOD, *periods.GRAINS):
            return period_label(str(code))
        if name == WEEKDAY:
            return WEEKDAYS[int(code) - 1]
        return describe_code(self.standard, answer.labels, name, code)

    @property
    def better(self) -> str:
        """Which way is better: what the tile says, else the standard; empty where neither does."""
        definition = measure_of(self.standard, self.declared["measure"])
        return self.get("better") or definition.arah

    def target(self, answer_period: str = "") -> float | None:
        """Return the target: a number, or another measure of the same question; None where there is none."""
        target = self.get("target")
        if not isinstance(target, dict):
            return target
        changes = {"measure": target["measure"], "filters": {**self.get("filters", {}), **target.get("filters", {})}}
        rows = self.ask(**changes, **({"period": answer_period} if answer_period else {})).rows
        return number(rows[0]["value"]) if rows else None

    def state(self, value: float | None, target: float | None = None) -> str:
        """Return good, warn or bad by the tile's thresholds, else by its target; empty where there is neither."""
        if value is None:
            return ""
        limits = self.get("thresholds")
        rising = self.better != "turun"
        if limits:
            green, amber = limits
            reached = [value >= limit if rising else value <= limit for limit in (green, amber)]
            return "good" if reached[0] else "warn" if reached[1] else "bad"
        if target:
            share = value / target if rising else target / value if value else 1
            return "good" if share >= 1 else "warn" if share >= NEAR else "bad"
        return ""

    def footer(self) -> dict[str, Any]:
        """Return whom the figures are from, the period that is drawn, and how fresh each source is.

        `period` is the period of the tile's own question, not of what it is compared with; `sources` has an office,
        its newest period and the colour of that for each of them, `fresh` the worst of the colours.
        """
        offices = sorted({source.organization_title for source in self.sources})
        rows = self._rows()
        return {
            "offices": offices,
            "overruled": _("not {0}").format(", ".join(self.overruled)) if self.overruled else "",
            "overruled_why": " ".join(self.overruled.values()),
            "suppressed": _suppressed(self.suppressed),
            "period": describe_span(self.questions[0].period, *self.spans[0]) if self.spans else "",
            "fresh": freshness.worst([row["fresh"] for row in rows]),
            "sources": rows,
            "example": any(source.is_example for source in self.sources),
            "datasets": [
                {"name": name, "title": title, "organization": office, "organization_title": office_title}
                for name, title, office, office_title in sorted(
                    {
                        (one.package_name, one.package_title, one.organization_name, one.organization_title)
                        for one in self.sources
                    }
                )
            ],
            "csv": self._csv(),
        }

    def _rows(self) -> list[dict[str, str]]:
        """Return a row for each series of tables, its newest one alone: a table of last year is not late."""
        newest: dict[tuple[str, str], Source] = {}
        for source in sorted(self.sources, key=lambda source: source.last_period):
            newest[(source.organization_title, source.series or source.package_id)] = source
        today = clock.today()
        latest_first = sorted(newest.items(), key=lambda pair: pair[1].last_period, reverse=True)
        rows = [
            {
                "office": office,
                "title": source.package_title,
                "period": period_label(source.last_period),
                "fresh": freshness.state(source.frequency, source.last_period, today),
            }
            for (office, _series), source in latest_first
        ]
        unique_rows = {(row["office"], row["period"], row["fresh"]): row for row in reversed(rows)}
        return list(reversed(unique_rows.values()))

    def _csv(self) -> str:
        if not self.questions:
            return ""
        question = self.questions[0]
        parameters = {"standard": question.standard, "measure": question.measure, "period": question.period}
        parameters |= {"within": question.within, "group_by": ",".join(question.group_by), "of": question.of}
        parameters |= {"aggregate": question.aggregate if question.aggregate != "sum" else ""}
        if question.filters:
            parameters["filters"] = _json(question.filters)
        return "/satudata/observasi/csv?" + urlencode({name: value for name, value in parameters.items() if value})


def _suppressed(count: int) -> str:
    """Return how many figures a tile does not show as they are not public; empty where there is none."""
    return _("{0} figures suppressed").format(count) if count else ""


def _drawn(expression: str, answer: Answer) -> tuple[str, str]:
    """Return the first and last period that an answer is about."""
    sources = answer.used or answer.sources
    first, last = span(expression, answer.sources)
    newest = max((row["last"] for row in answer.rows if row.get("last")), default="")
    if expression.startswith("latest") and newest and newest < last:
        # the newest of the rows that were asked for
        steps = len(periods.between(first, last)) - 1
        return periods.shift(newest, -steps), newest
    if last or not sources:
        return first, last
    return min(source.first_period for source in sources), max(source.last_period for source in sources)


def _overlaps(source: Source, first: str, last: str) -> bool:
    """Return whether a source reaches into a period: one that ended before gives nothing of what is drawn."""
    return source.last_period[: len(first)] >= first and source.first_period[: len(last)] <= last


def describe_span(expression: str, first: str, last: str) -> str:
    """Return the period that a question is about as people say it: "12 bulan sampai Oktober 2026", "2024–2025"."""
    if not last or first == last:
        return period_label(last)
    if expression.startswith("latest:"):
        words = {
            periods.YEAR: _("{0} years up to {1}"),
            periods.MONTH: _("{0} months up to {1}"),
            periods.DAY: _("{0} days up to {1}"),
        }
        return words[len(last)].format(expression.removeprefix("latest:"), period_label(last))
    return f"{period_label(first)} – {period_label(last)}"


# within a tenth of the target is amber
NEAR = 0.9
WEEKDAYS = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]


def _json(value: Any) -> str:
    import json

    return json.dumps(value, ensure_ascii=False)


def unit_label(unit: str) -> str:
    """Return what people call a unit; nothing for a bare number."""
    return codelists.load("satuan").codes[unit].name.lower()


def one(answer: Answer) -> dict[str, Any] | None:
    """Return the only row of an answer, None where there is none; raise WrongTile where there are more."""
    if len(answer.rows) > 1:
        raise WrongTile(N_("This tile shows one figure, but its question has {0}."), len(answer.rows))
    return answer.rows[0] if answer.rows else None
