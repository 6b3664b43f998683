"""What the published figures say about one region: kabupaten, kecamatan, desa or kelurahan."""

from __future__ import annotations

import itertools
from typing import Any

from ckanext.satudata import config
from ckanext.satudata.exceptions import NotAdditive
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations import actions, lines, periods, query
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
    """Return {"code", "label", "parents", "children", "figures"} of a region.

    A figure: {"standard", "title", "field", "measure", "value", "unit", "period", "change_percent", "better",
    "district", "rank", "among", "lines", "breaks", "source", "overruled"}; measures that cannot be told for the whole
    region are left out. `lines` are the points of an SVG polyline for each stretch that comes from the same sources,
    `breaks` what `observations.lines` tells of them; there is no change against a figure of other sources.
    """
    wilayah = codelists.load("wilayah")
    sets = query.known()
    figures = [_figure(code, standard, measure, sets) for standard, measure in sorted(sets)]
    return {
        "code": code,
        "label": codelists.wilayah_label(code),
        "parents": [(parent, wilayah.codes[parent].name) for parent in _parents(code)],
        "children": [(each.code, each.name) for each in wilayah.children(code)],
        "figures": [figure for figure in figures if figure],
    }


def _parents(code: str) -> list[str]:
    parts = code.split(".")
    return [".".join(parts[:count]) for count in range(2, len(parts))]


def _figure(code: str, standard_name: str, measure: str, sets: query.Known) -> dict[str, Any] | None:
    standard = standards.load(standard_name)
    own_sets = sets[standard_name, measure]
    levels = {level for each in own_sets for level in each["levels"]}
    if query.REGION not in query.dimensions(standard) or max(levels, default=0) < len(code):
        return None
    last = max(each["last_period"] for each in own_sets)
    try:
        trend, told = _over_time(code, standard_name, measure, last, sets)
        if code not in told.get(last, {}):
            return None
        whole = query.Question(standard_name, measure, period="latest", within=config.wilayah())
        district = query.run(whole, sets)
    except NotAdditive:
        return None
    drawn = lines.drawn({code: {period: rows[code] for period, rows in told.items() if code in rows}}, trend.counted)
    own, among = told[last][code]["value"], [row["value"] for row in told[last].values()]
    entry = query.measure_of(standard, measure)
    worse = entry.get("arah") == "turun"
    answer = _latest(code, standard_name, measure, sets) if len({each["owner_org"] for each in own_sets}) > 1 else None
    return {
        "standard": standard_name,
        "title": standard.title,
        "field": measure,
        "measure": standard.field(measure).title,
        "value": actions.number(own),
        "unit": codelists.load("satuan").codes[district.unit].name,
        "period": period_label(last),
        "change_percent": _change(told[last][code], told.get(periods.shift(last, -1), {}).get(code), trend.counted),
        "better": entry.get("arah", ""),
        "district": actions.number(district.rows[0]["value"]) if district.rows else None,
        "rank": sum((value < own) if worse else (value > own) for value in among) + 1,
        "among": len(among),
        "lines": _points(drawn.lines[code]),
        "breaks": drawn.breaks,
        "source": actions.source(answer.counted[0] if answer and answer.counted else own_sets[0]),
        "overruled": answer.explanation if answer else "",
    }


def _latest(code: str, standard: str, measure: str, sets: query.Known) -> query.Answer:
    """Return the region's own figure: of several agencies each may tell other regions."""
    place = f"{query.REGION}:{_level(code)}"
    return query.run(query.Question(standard, measure, within=code, period="latest", group_by=(place,)), sets)


def _level(code: str) -> str:
    return next(name for name, size in query.LEVELS.items() if size == len(code))


def _over_time(
    code: str, standard: str, measure: str, last: str, sets: query.Known
) -> tuple[query.Answer, dict[str, dict[str, Any]]]:
    """Return an answer with all that a line of the profile needs, and its rows by period and region of that level."""
    grain = next(name for name, size in periods.GRAINS.items() if size == len(last))
    groups = (f"{query.REGION}:{_level(code)}", grain)
    asked = query.Question(standard, measure, period=f"latest:{TREND}", group_by=groups, by_source=True)
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
