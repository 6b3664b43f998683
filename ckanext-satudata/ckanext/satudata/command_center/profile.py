"""What the published figures say about one region: kabupaten, kecamatan, desa or kelurahan."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ckanext.satudata import config
from ckanext.satudata.exceptions import NotAdditive
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations import actions, periods, query
from ckanext.satudata.observations.model import published
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
    level = next(name for name, size in query.LEVELS.items() if size == len(code))
    found = {(each["standard"], each["measure"]): each for each in reversed(published())}
    figures = [_figure(code, level, standard, measure) for standard, measure in sorted(found)]
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


def _figure(code: str, level: str, standard_name: str, measure: str) -> dict[str, Any] | None:
    standard = standards.load(standard_name)
    if query.REGION not in query.dimensions(standard):
        return None
    place = f"{query.REGION}:{level}"
    latest = query.Question(standard_name, measure, period="latest", group_by=(place,), compare="previous")
    try:
        answer = query.run(latest)
        district = query.run(query.Question(standard_name, measure, period="latest", within=config.wilayah()))
    except NotAdditive:
        return None
    own = next((row for row in answer.rows if row[place] == code), None)
    if own is None:
        return None
    entry = query.measure_of(standard, measure)
    worse = entry.get("arah") == "turun"
    ahead = sum((row["value"] < own["value"]) if worse else (row["value"] > own["value"]) for row in answer.rows)
    # of several agencies each may tell other regions
    told = query.run(replace(latest, within=code, compare="")) if len(answer.counted) > 1 else answer
    return {
        "standard": standard_name,
        "title": standard.title,
        "field": measure,
        "measure": standard.field(measure).title,
        "value": actions.number(own["value"]),
        "unit": codelists.load("satuan").codes[answer.unit].name,
        "period": period_label(answer.last_period),
        "change_percent": actions.number(own.get("change_percent")),
        "better": entry.get("arah", ""),
        "district": actions.number(district.rows[0]["value"]) if district.rows else None,
        "rank": ahead + 1,
        "among": len(answer.rows),
        "line": _line(standard_name, measure, code, answer.last_period),
        "source": actions.source(told.counted[0]),
        "overruled": told.explanation,
    }


def _line(standard: str, measure: str, code: str, last: str) -> str:
    """Return the points of the last periods for an SVG polyline, empty where there are fewer than two."""
    grain = next(name for name, size in periods.GRAINS.items() if size == len(last))
    asked = query.Question(standard, measure, within=code, period=f"latest:{TREND}", group_by=(grain,))
    rows = query.run(asked).rows
    if len(rows) < 2:
        return ""
    values = [float(row["value"]) for row in rows]
    low, span = min(values), (max(values) - min(values)) or 1
    step = WIDTH / (len(values) - 1)
    places = [(index * step, MARGIN + HEIGHT * (1 - (value - low) / span)) for index, value in enumerate(values)]
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
