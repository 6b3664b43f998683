"""Two measures, region by region."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ckan.plugins.toolkit import _
from ckanext.satudata.analysis import statistics
from ckanext.satudata.analysis.choices import Choice
from ckanext.satudata.exceptions import NotAdditive
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations import lines, periods, query
from ckanext.satudata.observations.answer import Answer
from ckanext.satudata.observations.question import REGION, Question
from ckanext.satudata.observations.values import number

VIEWS = ("scatter", "rank", "years", "ratio", "change", "map")
MOST_PERIODS = 24


def figures(choice: Choice, level: str, period: str) -> tuple[dict[str, Any], str, Answer]:
    """Return {region: value}, the period that they are of, and the answer that they are from.

    Where a finer measure may not be added up over the period, its last one within it is taken: the inhabitants of the
    last month, not of twelve.
    """
    place = f"{REGION}:{level}"
    try:
        answer = query.run(Question(choice.standard, choice.measure, period=period, group_by=(place,)))
    except NotAdditive:
        period = min(choice.last, periods.end(period).isoformat()[: choice.grain])
        answer = query.run(Question(choice.standard, choice.measure, period=period, group_by=(place,)))
    # of a year of a stock the last month stands for it
    if answer.rows and all(row["first"] == row["last"] for row in answer.rows):
        period = max(row["last"] for row in answer.rows)
    return {row[place]: number(row["value"]) for row in answer.rows if row[place]}, period, answer


def shown(one: Choice, other: Choice, level: str, period: str) -> dict[str, Any]:
    """Return {"rows": [{"code", "label", "x", "y"}], "n", "pearson", "spearman", "caveats", "x", "y", "sources",
    "overruled"}: the last one says in sentences whose figures do not count.

    Rows are of all regions that either has, a missing figure is None; a correlation is of those that both have.
    """
    (first, first_period, one_answer), (second, second_period, other_answer) = (
        figures(choice, level, period) for choice in (one, other)
    )
    regions = codelists.load("wilayah")
    rows = [
        {
            "code": code,
            "label": regions.codes[code].name if regions.is_valid(code) else code,
            "x": first.get(code),
            "y": second.get(code),
        }
        for code in sorted({*first, *second})
    ]
    pairs = [(row["x"], row["y"]) for row in rows if row["x"] is not None and row["y"] is not None]
    sides = [[float(pair[index]) for pair in pairs] for index in (0, 1)]
    answers = (one_answer, other_answer)
    distinct = {source.resource_id: source.describe() for answer in answers for source in answer.used}
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
    """Return {"periods", "labels", "lines", "origins", "breaks"} of the last periods, as `observations.lines` does.

    A line: {"code", "label", "data", "origins", "pieces"}.
    """
    place = f"{REGION}:{level}"
    grain = next(name for name, size in periods.GRAINS.items() if size == choice.grain)
    latest = f"latest:{MOST_PERIODS}"
    question = Question(choice.standard, choice.measure, period=latest, group_by=(place, grain), by_source=True)
    answer = query.run(question)
    rows_by_region: dict[str, dict[str, Any]] = {}
    for row in answer.rows:
        if row[place]:
            rows_by_region.setdefault(row[place], {})[row[grain]] = row
    drawn = lines.drawn(rows_by_region, answer.used)
    regions = codelists.load("wilayah")
    named = [
        {"code": code, "label": regions.codes[code].name if regions.is_valid(code) else code, **asdict(line)}
        for code, line in sorted(drawn.lines.items())
    ]
    return {**asdict(drawn), "lines": named}


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
    texts = [
        _("Two figures that go together need not cause one another; something else may move both."),
        _("What holds for regions need not hold for the people in them."),
    ]
    if pairs:
        limit = statistics.chance(pairs)
        text = _("With {0} regions a coefficient below about {1} can be chance alone.")
        texts.append(text.format(pairs, f"{limit:.2f}".replace(".", ",")))
    if one.kind == other.kind == "Jumlah":
        texts.append(_("Both are counts: a region with more people has more of either. Rather compare rates."))
    if pairs < regions:
        texts.append(
            _("{0} of {1} regions have only one of the figures and do not count.").format(regions - pairs, regions)
        )
    return texts
