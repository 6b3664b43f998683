"""What the figures answer: rows, whose they are, and what is computed of them: percentages of sums, changes."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from ckanext.satudata import config
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations import counting
from ckanext.satudata.observations.question import REGION, Question
from ckanext.satudata.observations.source import Source


@dataclass(frozen=True)
class Answer:
    """Rows, the unit, and the published sources of the measure.

    A row is {group …, "value", "regions", "first", "last"}: the last two are the periods of its first and last figure.
    It has "symbol" where each of its figures has the same mark of BPS: "-" none, "0" less than half of the unit.

    `used` are the sources that the rows come from, `overruled` those of others that have the same figures and do not
    count, for `reason` (see `counting`; "" where nobody else publishes them). `suppressed` are the groups that have no
    value because a count in them is too small: rows as the others, with None.
    """

    rows: list[dict[str, Any]]
    unit: str
    sources: list[Source]
    aggregate: str
    regions_expected: int = 0
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    used: list[Source] = field(default_factory=list)
    overruled: list[Source] = field(default_factory=list)
    reason: str = ""
    suppressed: list[dict[str, Any]] = field(default_factory=list)

    @property
    def explanation(self) -> str:
        """Whose figures do not count, and why, in a sentence; empty where nobody else publishes them."""
        return counting.explained(self.reason, self.used, self.overruled)

    @property
    def last_period(self) -> str:
        """The newest period of the sources, whatever was asked; empty when there is none."""
        return max((source.last_period for source in self.sources), default="")


def table_labels(sources: Iterable[Source]) -> dict[str, dict[str, str]]:
    """Return the names that tables give to codes, {dimension: {code: name}}; the newest table's name stands."""
    labels: dict[str, dict[str, str]] = {}
    for source in reversed([*sources]):
        for name, codes in source.labels.items():
            # a code that names itself is there to be found, and hides no name that another table knows
            labels.setdefault(name, {}).update({code: title for code, title in codes.items() if title != code})
    return labels


def expected_regions(question: Question, sources: Iterable[Source]) -> int:
    """Return how many regions a whole has, 0 where regions are not added up or the sources are of several levels."""
    levels = {level for source in sources for level in source.levels if level > max(question.level, 5)}
    if REGION in question.group_by or REGION in question.filters or len(levels) != 1:
        return 0
    return _count_regions(question.within or config.wilayah(), min(levels))


@functools.cache
def _count_regions(top: str, level: int) -> int:
    """Return how many regions of a level lie in another one, counted once: the code list has 91 thousand."""
    codes = codelists.load("wilayah").codes
    return sum(1 for code in codes if len(code) == level and code.startswith(f"{top}."))


def origin(row: Mapping[str, Any], tables: Mapping[int, str]) -> dict[str, Any]:
    """Return {"resources": ids of the tables, "chosen", "replaced"} of a row; `tables` are those that were read.

    "replaced" is the moment (UTC) at which a figure of it took the place of another, None where none did. A row names
    its sources in "sets"; where only one was read, it is that one's.
    """
    used = row.get("sets", tables)
    resources = sorted({tables[source] for source in used})
    return {"resources": resources, "chosen": bool(row.get("chosen")), "replaced": row.get("replaced")}


def recomputed(question: Question, part: Answer, whole: Answer, unit: str) -> Answer:
    """Return a percentage from its summed parts; a group that lacks one of them has no value."""
    wholes = {_key(question, row): row for row in whole.rows}
    rows = []
    for row in part.rows:
        base = wholes.get(_key(question, row))
        if base and base["value"]:
            both = sorted({*row.get("resources", []), *base.get("resources", [])})
            replaced = [one["replaced"] for one in (row, base) if one.get("replaced")]
            of_both = {"resources": both, "replaced": max(replaced, default=None)} if question.by_source else {}
            rows.append({**row, "value": row["value"] / base["value"] * 100, **of_both})
    sources, used = _of_both(part.sources, whole.sources), _of_both(part.used, whole.used)
    keys = {_key(question, row) for row in part.suppressed}
    hidden = [*part.suppressed, *(row for row in whole.suppressed if _key(question, row) not in keys)]
    return replace(part, rows=rows, suppressed=hidden, unit=unit, aggregate="ratio", sources=sources, used=used)


def _of_both(one: list[Source], other: list[Source]) -> list[Source]:
    """Return the sources of one part, and those of the other that lie in other tables."""
    tables = {source.resource_id for source in one}
    return [*one, *(source for source in other if source.resource_id not in tables)]


def compared(
    question: Question,
    answer: Answer,
    before: Answer,
    earlier: Callable[[str], str],
    time: str | None,
    *,
    period: str,
    is_stock: bool,
) -> Answer:
    """Add `previous`, `change` and `change_percent` to each row; all are None where the earlier figure is missing.

    `before` answers the question for the earlier periods, `earlier` gives the earlier one of a period, `time` is the
    group that has the period, None where the question is about the one `period`. What is no stock is compared
    only where both have the same part of their period: ten months of a year are no fall against twelve. With
    `by_source` rows also get `previous_resources`, the tables of the earlier figure.
    """
    figures = {_key(question, row): row for row in [*before.rows, *(answer.rows if time else [])]}
    rows = []
    for row in answer.rows:
        key = tuple(earlier(row[name]) if name == time else row[name] for name in question.group_by)
        previous = figures.get(key, {})
        length = len(str(row[time])) if time else len(period)
        if previous and not is_stock and _part(row, length) != _part(previous, length):
            previous = {}
        resources = {"previous_resources": previous.get("resources", [])} if question.by_source else {}
        rows.append({**row, **_change(row["value"], previous.get("value")), **resources})
    return replace(answer, rows=rows)


def _key(question: Question, row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in question.group_by)


def _part(row: Mapping[str, Any], length: int) -> tuple[str, str]:
    """Return which part of its period a row has, e.g. ("-01", "-10") of a year; a period has so many characters."""
    return row["first"][length:], row["last"][length:]


def _change(value: Decimal, previous: Decimal | None) -> dict[str, Decimal | None]:
    if previous is None:
        return {"previous": None, "change": None, "change_percent": None}
    percent = (value - previous) / abs(previous) * 100 if previous else None
    return {"previous": previous, "change": value - previous, "change_percent": percent}
