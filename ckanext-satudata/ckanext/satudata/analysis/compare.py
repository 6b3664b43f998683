"""Two measures, region by region."""

from __future__ import annotations

import itertools
from typing import Any

from ckan.plugins.toolkit import _
from ckanext.satudata.analysis import statistics
from ckanext.satudata.analysis.choices import Choice
from ckanext.satudata.exceptions import NotAdditive
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations import periods, query
from ckanext.satudata.observations.actions import number, source
from ckanext.satudata.observations.model import published

VIEWS = ("scatter", "rank", "change", "map")
MOST_PERIODS = 24


def figures(choice: Choice, level: str, period: str) -> tuple[dict[str, Any], str, query.Answer]:
    """Return {region: value}, the period that they are of, and the answer that they are from.

    Where a finer measure may not be added up over the period, its last one within it is taken: the inhabitants of the
    last month, not of twelve.
    """
    place = f"{query.REGION}:{level}"
    try:
        answer = query.run(query.Question(choice.standard, choice.measure, period=period, group_by=(place,)))
    except NotAdditive:
        period = min(choice.last, periods.end(period).isoformat()[: choice.grain])
        answer = query.run(query.Question(choice.standard, choice.measure, period=period, group_by=(place,)))
    return {row[place]: number(row["value"]) for row in answer.rows if row[place]}, period, answer


def shown(one: Choice, other: Choice, level: str, period: str) -> dict[str, Any]:
    """Return {"rows": [{"code", "label", "x", "y"}], "n", "pearson", "spearman", "caveats", "x", "y", "sources",
    "overruled"}: the last one says in sentences whose figures do not count.

    Rows are of all regions that either has, a missing figure is None; a correlation is of those that both have.
    """
    (first, first_period, one_answer), (second, second_period, other_answer) = (
        figures(choice, level, period) for choice in (one, other)
    )
    known = codelists.load("wilayah")
    rows = [
        {
            "code": code,
            "label": known.codes[code].name if known.is_valid(code) else code,
            "x": first.get(code),
            "y": second.get(code),
        }
        for code in sorted({*first, *second})
    ]
    pairs = [(row["x"], row["y"]) for row in rows if row["x"] is not None and row["y"] is not None]
    sides = [[float(pair[index]) for pair in pairs] for index in (0, 1)]
    answers = (one_answer, other_answer)
    distinct = {each["resource_id"]: source(each) for answer in answers for each in answer.counted}
    return {
        "rows": rows,
        "ranked": _ranked(rows, one.better),
        "n": len(pairs),
        "pearson": statistics.pearson(*sides),
        "spearman": statistics.spearman(*sides),
        "caveats": _caveats(one, other, len(pairs), len(rows)),
        "x": _axis(one, first_period),
        "y": _axis(other, second_period),
        "sources": [*distinct.values()],
        "overruled": [*dict.fromkeys(answer.explanation for answer in answers if answer.overruled)],
    }


def _ranked(rows: list[dict[str, Any]], better: str) -> list[dict[str, Any]]:
    """Return the rows by their first figure with `rank`, the best or largest first; equal ones share a rank."""
    there = [row for row in rows if row["x"] is not None]
    there.sort(key=lambda row: (row["x"] if better == "turun" else -row["x"], row["code"]))
    ahead = {row["x"]: place for place, row in reversed([*enumerate(there, 1)])}
    missing = [{**row, "rank": None} for row in rows if row["x"] is None]
    return [{**row, "rank": ahead[row["x"]]} for row in there] + missing


def over_time(choice: Choice, level: str) -> dict[str, Any]:
    """Return {"periods", "labels", "lines", "origins", "breaks"} of the last periods.

    A line: {"code", "label", "data", "origins"}; a missing figure is None, and so is its origin, else an index of the
    list `origins`, which has the tables that a figure comes from, as `observations.actions.source` tells them. Where
    a line goes on with other tables it is to be broken: "breaks" are {"period", "label", "before", "after"}, the last
    two being indexes, each change once.
    """
    place = f"{query.REGION}:{level}"
    grain = next(name for name, size in periods.GRAINS.items() if size == choice.grain)
    span_asked = f"latest:{MOST_PERIODS}"
    asked = query.Question(choice.standard, choice.measure, period=span_asked, group_by=(place, grain), by_source=True)
    answer = query.run(asked)
    rows = [row for row in answer.rows if row[place]]
    if not rows:
        return {"periods": [], "labels": [], "lines": [], "origins": [], "breaks": []}
    times = [row[grain] for row in rows]
    span = periods.between(min(times), max(times))
    origins = sorted({tuple(row["resources"]) for row in rows})
    found: dict[str, dict[str, tuple[Any, int]]] = {}
    for row in rows:
        told = (number(row["value"]), origins.index(tuple(row["resources"])))
        found.setdefault(row[place], {})[row[grain]] = told
    known = codelists.load("wilayah")
    lines = [
        {
            "code": code,
            "label": known.codes[code].name if known.is_valid(code) else code,
            "data": [values.get(period, NOTHING)[0] for period in span],
            "origins": [values.get(period, NOTHING)[1] for period in span],
        }
        for code, values in sorted(found.items())
    ]
    return {
        "periods": span,
        "labels": [periods.label(period) for period in span],
        "lines": lines,
        "origins": [_told(each) for each in origins],
        "breaks": _breaks(span, lines),
    }


NOTHING = (None, None)


def _told(resources: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return the tables of one origin, whichever of their measures a figure was made of."""
    first = {each["resource_id"]: source(each) for each in reversed(published())}
    return [first[resource_id] for resource_id in resources]


def _breaks(span: list[str], lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return where lines go on with other tables, in the order of time."""
    changes = set()
    for line in lines:
        there = [(period, origin) for period, origin in zip(span, line["origins"], strict=True) if origin is not None]
        changes |= {
            (period, before, after)
            for (_earlier, before), (period, after) in itertools.pairwise(there)
            if before != after
        }
    return [
        {"period": period, "label": periods.label(period), "before": before, "after": after}
        for period, before, after in sorted(changes)
    ]


def _axis(choice: Choice, period: str) -> dict[str, Any]:
    return {
        "key": choice.key,
        "title": choice.title,
        "short": choice.short,
        "unit": choice.unit,
        "unit_label": codelists.load("satuan").codes[choice.unit].name,
        "better": choice.better,
        "period": period,
        "period_label": periods.label(period),
    }


def _caveats(one: Choice, other: Choice, pairs: int, regions: int) -> list[str]:
    found = [
        _("Two figures that go together need not cause one another; something else may move both."),
        _("What holds for regions need not hold for the people in them."),
    ]
    if pairs:
        limit = statistics.chance(pairs)
        text = _("With {0} regions a coefficient below about {1} can be chance alone.")
        found.append(text.format(pairs, f"{limit:.2f}".replace(".", ",")))
    if one.kind == other.kind == "Jumlah":
        found.append(_("Both are counts: a region with more people has more of either. Rather compare rates."))
    if pairs < regions:
        found.append(
            _("{0} of {1} regions have only one of the figures and do not count.").format(regions - pairs, regions)
        )
    return found
