"""What the published figures say about one region: kabupaten, kecamatan, desa or kelurahan."""

from __future__ import annotations

import itertools
from typing import Any

from ckanext.satudata import config
from ckanext.satudata.exceptions import NotAdditive
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations import actions, counting, lines, periods, query
from ckanext.satudata.observations.model import tellers
from ckanext.satudata.observations.periods import label as period_label
from ckanext.satudata.standards import model as standards

TREND = 12
# the place of a line in a picture of 100 by 30
WIDTH, HEIGHT, MARGIN = 100, 26, 2


def is_known(code: str) -> bool:
    """Tell whether this is the district or a region in it."""
    district = config.wilayah()
    return codelists.load("wilayah").is_valid(code) and (code == district or code.startswith(f"{district}."))


def of(code: str) -> dict[str, Any]:
    """Return {"code", "label", "above", "parents", "children", "figures"} of a region.

    A figure: {"standard", "title", "field", "measure", "value", "unit", "period", "change_percent", "better",
    "district", "rank", "among", "above", "rank_above", "among_above", "lines", "breaks", "source", "overruled"};
    measures that cannot be told for the whole region are left out. `above` is the figure of a desa's kecamatan, and
    the rank in it; None and 0 for others. `lines` are the points of an SVG polyline for each stretch that comes from
    the same sources, `breaks` what `observations.lines` tells of them; there is no change against a figure of others.
    """
    wilayah = codelists.load("wilayah")
    sets = query.known()
    figures = [figure for standard, measure in sorted(sets) if (figure := _figure(code, standard, measure, sets))]
    _explain(code, figures, sets)
    return {
        "code": code,
        "label": codelists.wilayah_label(code),
        "above": _above(code),
        "parents": [(parent, wilayah.codes[parent].name) for parent in _parents(code)],
        "children": [(each.code, each.name) for each in wilayah.children(code)],
        "figures": figures,
    }


def _parents(code: str) -> list[str]:
    parts = code.split(".")
    return [".".join(parts[:count]) for count in range(2, len(parts))]


def _figure(code: str, standard_name: str, measure: str, sets: query.Known) -> dict[str, Any] | None:
    standard = standards.load(standard_name)
    own_sets = sets[standard_name, measure]
    levels = {level for each in own_sets for level in each["levels"]}
    if query.REGION not in standard.breakdowns or max(levels, default=0) < len(code):
        return None
    last = max(each["last_period"] for each in own_sets)
    try:
        trend, told = _over_time(code, standard_name, measure, last, sets)
        if code not in told.get(last, {}):
            return None
        district, above = (_whole(each, standard_name, measure, sets) for each in (config.wilayah(), _above(code)))
    except NotAdditive:
        return None
    row = told[last][code]
    drawn = lines.drawn({code: {period: rows[code] for period, rows in told.items() if code in rows}}, trend.counted)
    siblings = [place for place in told[last] if place.startswith(f"{_above(code)}.")] if _above(code) else []
    entry = query.measure_of(standard, measure)
    worse = entry.arah == "turun"
    return {
        "standard": standard_name,
        "title": standard.title,
        "field": measure,
        "measure": standard.field(measure).title,
        "value": actions.number(row["value"]),
        "unit": codelists.load("satuan").codes[trend.unit].name,
        "period": period_label(last),
        "change_percent": _change(row, told.get(periods.shift(last, -1), {}).get(code), trend.counted),
        "better": entry.arah,
        "district": district,
        "above": above,
        "rank": _rank(told[last], code, [*told[last]], worse),
        "among": len(told[last]),
        "rank_above": _rank(told[last], code, siblings, worse) if siblings else None,
        "among_above": len(siblings),
        "lines": _points(drawn.lines[code]),
        "breaks": drawn.breaks,
        "source": actions.source(next(each for each in trend.counted if each["resource_id"] in row["resources"])),
        "overruled": "",
        "row": row,
        "last": last,
    }


def _explain(code: str, figures: list[dict[str, Any]], sets: query.Known) -> None:
    """Say of each figure that several organizations tell whose do not count, and why: one question for all of them."""
    rankings = {
        (each["standard"], each["field"]): sets.ranking(standards.load(each["standard"]), each["field"])
        for each in figures
    }
    contested = [each for each in figures if rankings[each["standard"], each["field"]].is_contested]
    asked = {known["id"]: each["last"] for each in contested for known in sets[each["standard"], each["field"]]}
    there = tellers(code, asked) if asked else set()
    for figure in contested:
        ranking, row = rankings[figure["standard"], figure["field"]], figure["row"]
        counted = [each for each in ranking.sets if each["resource_id"] in row["resources"]]
        owners = {each["owner_org"] for each in counted}
        overruled = [each for each in ranking.sets if each["id"] in there and each["owner_org"] not in owners]
        reason = ranking.reason({each["id"] for each in counted}, row["chosen"])
        figure["overruled"] = counting.explained(reason, counted, overruled)
    for figure in figures:
        del figure["row"], figure["last"]


def _above(code: str) -> str:
    """Return the kecamatan of a desa or kelurahan; empty for others, whose whole is the district."""
    return code.rpartition(".")[0] if _level(code) == "desa_kelurahan" else ""


def _whole(code: str, standard: str, measure: str, sets: query.Known) -> float | int | None:
    """Return the newest figure of a whole region; None without one."""
    if not code:
        return None
    rows = query.run(query.Question(standard, measure, period="latest", within=code, explain=False), sets).rows
    return actions.number(rows[0]["value"]) if rows else None


def _rank(told: dict[str, dict[str, Any]], code: str, among: list[str], worse: bool) -> int:
    own, values = told[code]["value"], [told[each]["value"] for each in among]
    return sum((value < own) if worse else (value > own) for value in values) + 1


def _level(code: str) -> str:
    return next(name for name, size in query.LEVELS.items() if size == len(code))


def _over_time(
    code: str, standard: str, measure: str, last: str, sets: query.Known
) -> tuple[query.Answer, dict[str, dict[str, Any]]]:
    """Return an answer with all that a line of the profile needs, and its rows by period and region of that level."""
    grain = next(name for name, size in periods.GRAINS.items() if size == len(last))
    groups = (f"{query.REGION}:{_level(code)}", grain)
    asked = query.Question(standard, measure, period=f"latest:{TREND}", group_by=groups, by_source=True, explain=False)
    answer = query.run(asked, sets)
    found: dict[str, dict[str, Any]] = {}
    for row in answer.rows:
        found.setdefault(row[grain], {})[row[groups[0]]] = row
    return answer, found


def _change(row: dict[str, Any], previous: dict[str, Any] | None, sets: list[dict[str, Any]]) -> float | int | None:
    """Return the change in percent; None against nothing, and against a figure of other sources."""
    if not previous or not previous["value"]:
        return None
    if not lines.is_same_source(row["resources"], previous["resources"], sets):
        return None
    return actions.number((row["value"] - previous["value"]) / abs(previous["value"]) * 100)


def _points(line: lines.Line) -> list[str]:
    """Return the points of an SVG polyline for each stretch without a gap; nothing where there is only one figure."""
    values = [float(value) for value in line.data if value is not None]
    if len(values) < 2:
        return []
    low, span = min(values), (max(values) - min(values)) or 1
    step = WIDTH / (len(line.data) - 1)
    found = []
    for piece in line.pieces:
        told = [None if value is None else (float(value) - low) / span for value in piece]
        for there, run in itertools.groupby(enumerate(told), key=lambda each: each[1] is not None):
            if there:
                places = [(index * step, MARGIN + HEIGHT * (1 - share)) for index, share in run if share is not None]
                found.append(" ".join(f"{x:.1f},{y:.1f}" for x, y in places))
    return found
