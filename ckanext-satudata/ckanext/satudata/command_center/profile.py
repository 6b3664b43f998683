"""What the published figures say about one region: kabupaten, kecamatan, desa or kelurahan."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ckanext.satudata import config
from ckanext.satudata.exceptions import NotAdditive
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations import actions, periods, query
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
    "district", "rank", "among", "line", "source", "overruled"}; measures that cannot be told for the whole region are
    left out.
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
        told = _over_time(code, standard_name, measure, last, sets)
        if code not in told.get(last, {}):
            return None
        whole = query.Question(standard_name, measure, period="latest", within=config.wilayah())
        district = query.run(whole, sets)
    except NotAdditive:
        return None
    own, among = told[last][code], told[last].values()
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
        "change_percent": _change(own, told.get(periods.shift(last, -1), {}).get(code)),
        "better": entry.get("arah", ""),
        "district": actions.number(district.rows[0]["value"]) if district.rows else None,
        "rank": sum((value < own) if worse else (value > own) for value in among) + 1,
        "among": len(among),
        "line": _line([told[period][code] for period in sorted(told) if code in told[period]]),
        "source": actions.source(answer.counted[0] if answer and answer.counted else own_sets[0]),
        "overruled": answer.explanation if answer else "",
    }


def _latest(code: str, standard: str, measure: str, sets: query.Known) -> query.Answer:
    """Return the region's own figure: of several agencies each may tell other regions."""
    place = f"{query.REGION}:{_level(code)}"
    return query.run(query.Question(standard, measure, within=code, period="latest", group_by=(place,)), sets)


def _level(code: str) -> str:
    return next(name for name, size in query.LEVELS.items() if size == len(code))


def _over_time(code: str, standard: str, measure: str, last: str, sets: query.Known) -> dict[str, dict[str, Decimal]]:
    """Return the value of each region of that level, by period: what a line of the profile needs, in one question."""
    grain = next(name for name, size in periods.GRAINS.items() if size == len(last))
    groups = (f"{query.REGION}:{_level(code)}", grain)
    answer = query.run(query.Question(standard, measure, period=f"latest:{TREND}", group_by=groups), sets)
    found: dict[str, dict[str, Decimal]] = {}
    for row in answer.rows:
        found.setdefault(row[grain], {})[row[groups[0]]] = row["value"]
    return found


def _change(value: Decimal, previous: Decimal | None) -> float | int | None:
    return actions.number((value - previous) / abs(previous) * 100) if previous else None


def _line(told: list[Decimal]) -> str:
    """Return the points of an SVG polyline, empty where there are fewer than two."""
    if len(told) < 2:
        return ""
    values = [float(value) for value in told]
    low, span = min(values), (max(values) - min(values)) or 1
    step = WIDTH / (len(values) - 1)
    places = [(index * step, MARGIN + HEIGHT * (1 - (value - low) / span)) for index, value in enumerate(values)]
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
