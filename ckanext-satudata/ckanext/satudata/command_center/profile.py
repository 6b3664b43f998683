"""The published figures of one region: kabupaten, kecamatan, desa or kelurahan."""

from __future__ import annotations

from typing import Any

from ckanext.satudata import config
from ckanext.satudata.charts import sparkline
from ckanext.satudata.exceptions import NotAdditive
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations import counting, lines, periods, query
from ckanext.satudata.observations.answer import Answer
from ckanext.satudata.observations.model import tellers
from ckanext.satudata.observations.periods import label as period_label
from ckanext.satudata.observations.question import LEVELS, REGION, Question, measure_of
from ckanext.satudata.observations.source import Source
from ckanext.satudata.observations.values import number
from ckanext.satudata.standards import model as standards

TREND = 12


def is_district_or_kecamatan(code: str) -> bool:
    """Return whether this is the district or a region in it."""
    district = config.wilayah()
    return codelists.load("wilayah").is_valid(code) and (code == district or code.startswith(f"{district}."))


def of(code: str) -> dict[str, Any]:
    """Return {"code", "label", "above", "parents", "children", "figures"} of a region.

    A figure: {"standard", "title", "field", "measure", "value", "unit", "period", "change_percent", "better",
    "district", "rank", "among", "above", "rank_above", "among_above", "lines", "breaks", "source", "overruled"};
    measures without one figure for the whole region are left out. `above` is the figure of a desa's kecamatan, and
    the rank in it; None and 0 for others. `lines` are the points of an SVG polyline for each stretch that comes from
    the same sources, `breaks` what `observations.lines` tells of them; there is no change against a figure of others.
    """
    wilayah = codelists.load("wilayah")
    sources = query.load_sources()
    figures = [
        figure for standard, measure in sorted(sources) if (figure := _figure(code, standard, measure, sources))
    ]
    _explain(code, figures, sources)
    return {
        "code": code,
        "label": codelists.wilayah_label(code),
        "above": _above(code),
        "parents": [(parent, wilayah.codes[parent].name) for parent in _parents(code)],
        "children": [(region.code, region.name) for region in wilayah.children(code)],
        "figures": figures,
    }


def places() -> list[dict[str, Any]]:
    """Return the kecamatan of the district: {"code", "name", "children": number of desa and kelurahan in it}."""
    wilayah = codelists.load("wilayah")
    return [
        {"code": place.code, "name": place.name, "children": len(wilayah.children(place.code))}
        for place in wilayah.children(config.wilayah())
    ]


def _parents(code: str) -> list[str]:
    parts = code.split(".")
    return [".".join(parts[:count]) for count in range(2, len(parts))]


def _figure(code: str, standard_name: str, measure: str, sources: query.Sources) -> dict[str, Any] | None:
    standard = standards.load(standard_name)
    tables = sources[standard_name, measure]
    levels = {level for source in tables for level in source.levels}
    if REGION not in standard.breakdowns or max(levels, default=0) < len(code):
        return None
    last = max(source.last_period for source in tables)
    try:
        trend, rows_by_period = _over_time(code, standard_name, measure, last, sources)
        if code not in rows_by_period.get(last, {}):
            return None
        district, above = (
            _whole(region, standard_name, measure, sources) for region in (config.wilayah(), _above(code))
        )
    except NotAdditive:
        return None
    row = rows_by_period[last][code]
    drawn = lines.drawn(
        {code: {period: rows[code] for period, rows in rows_by_period.items() if code in rows}}, trend.used
    )
    siblings = (
        [place for place in rows_by_period[last] if place.startswith(f"{_above(code)}.")] if _above(code) else []
    )
    entry = measure_of(standard, measure)
    worse = entry.arah == "turun"
    return {
        "standard": standard_name,
        "title": standard.title,
        "field": measure,
        "measure": standard.field(measure).title,
        "value": number(row["value"]),
        "unit": codelists.load("satuan").codes[trend.unit].name,
        "period": period_label(last),
        "change_percent": _change(row, rows_by_period.get(periods.shift(last, -1), {}).get(code), trend.used),
        "better": entry.arah,
        "district": district,
        "above": above,
        "rank": _rank(rows_by_period[last], code, [*rows_by_period[last]], worse),
        "among": len(rows_by_period[last]),
        "rank_above": _rank(rows_by_period[last], code, siblings, worse) if siblings else None,
        "among_above": len(siblings),
        "lines": sparkline.points(drawn.lines[code]),
        "breaks": drawn.breaks,
        "source": next(source for source in trend.used if source.resource_id in row["resources"]).describe(),
        "overruled": "",
        "row": row,
        "last": last,
    }


def _explain(code: str, figures: list[dict[str, Any]], sources: query.Sources) -> None:
    """Add to each figure that several organizations publish whose does not count, and why, with one query for all."""
    rankings = {
        (figure["standard"], figure["field"]): sources.ranking(standards.load(figure["standard"]), figure["field"])
        for figure in figures
    }
    contested = [figure for figure in figures if rankings[figure["standard"], figure["field"]].is_contested]
    last_periods = {
        source.id: figure["last"] for figure in contested for source in sources[figure["standard"], figure["field"]]
    }
    there = tellers(code, last_periods) if last_periods else set()
    for figure in contested:
        ranking, row = rankings[figure["standard"], figure["field"]], figure["row"]
        used = [source for source in ranking.sources if source.resource_id in row["resources"]]
        owners = {source.organization_id for source in used}
        others = [source for source in ranking.sources if source.organization_id not in owners]
        overruled = [source for source in others if source.id in there]
        reason = ranking.reason({source.id for source in used}, row["chosen"])
        figure["overruled"] = counting.explained(reason, used, overruled)
    for figure in figures:
        del figure["row"], figure["last"]


def _above(code: str) -> str:
    """Return the kecamatan of a desa or kelurahan; empty for others, whose whole is the district."""
    return code.rpartition(".")[0] if _level(code) == "desa_kelurahan" else ""


def _whole(code: str, standard: str, measure: str, sources: query.Sources) -> float | int | None:
    """Return the newest figure of a whole region; None without one."""
    if not code:
        return None
    rows = query.run(Question(standard, measure, period="latest", within=code, explain=False), sources).rows
    return number(rows[0]["value"]) if rows else None


def _rank(rows_of_regions: dict[str, dict[str, Any]], code: str, among: list[str], worse: bool) -> int:
    value_of_region, values = rows_of_regions[code]["value"], [rows_of_regions[other]["value"] for other in among]
    return sum((value < value_of_region) if worse else (value > value_of_region) for value in values) + 1


def _level(code: str) -> str:
    return next(name for name, size in LEVELS.items() if size == len(code))


def _over_time(
    code: str, standard: str, measure: str, last: str, sources: query.Sources
) -> tuple[Answer, dict[str, dict[str, Any]]]:
    """Return an answer with all that a line of the profile needs, and its rows by period and region of that level."""
    grain = next(name for name, size in periods.GRAINS.items() if size == len(last))
    groups = (f"{REGION}:{_level(code)}", grain)
    question = Question(standard, measure, period=f"latest:{TREND}", group_by=groups, by_source=True, explain=False)
    answer = query.run(question, sources)
    rows_by_period: dict[str, dict[str, Any]] = {}
    for row in answer.rows:
        rows_by_period.setdefault(row[grain], {})[row[groups[0]]] = row
    return answer, rows_by_period


def _change(row: dict[str, Any], previous: dict[str, Any] | None, sources: list[Source]) -> float | int | None:
    """Return the change in percent; None against nothing, and against a figure of other sources."""
    if not previous or not previous["value"]:
        return None
    if not lines.is_same_source(row["resources"], previous["resources"], sources):
        return None
    return number((row["value"] - previous["value"]) / abs(previous["value"]) * 100)
