"""What the form of a tile offers: each standard's measures and dimensions, and the values that these may have."""

from __future__ import annotations

from typing import Any

from ckanext.satudata import config
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations import query
from ckanext.satudata.observations.question import groups
from ckanext.satudata.standards import model as standards
from ckanext.satudata.standards.model import Standard

Choices = list[list[str]]


def offered() -> dict[str, Any]:
    """Return {"standards": {name: …}, "lists": {code list: [[code, name]]}}.

    A standard: {"title", "measures": [[name, title]], "groups": [name], "fields": [name], "dimensions": [{"name",
    "title", "list" (a key of `lists`) or "values" ([[code, name]]), "day" (it is compared with days)}]}. Where neither
    a code list nor the standard says which values there are, the published tables do.
    """
    sources = query.load_sources()
    every = {standard.name: _standard(standard, sources) for standard in standards.every()}
    list_names = {
        dimension["list"] for one in every.values() for dimension in one["dimensions"] if "list" in dimension
    }
    return {"standards": every, "lists": {name: _codes(name) for name in sorted(list_names)}}


def _standard(standard: Standard, sources: query.Sources) -> dict[str, Any]:
    titles = [[measure.field, standard.field(measure.field).title] for measure in standard.measures]
    return {
        "title": standard.title,
        "measures": titles,
        "groups": groups(standard),
        "fields": [field.name for field in standard.fields],
        "dimensions": [_dimension(standard, name, sources) for name in standard.breakdowns],
    }


def _dimension(standard: Standard, name: str, sources: query.Sources) -> dict[str, Any]:
    derived = next((rule for rule in standard.derived if rule.name == name), None)
    if derived:
        description = {"name": name, "title": derived.title, "day": derived.due is not None}
        return {**description, "values": [["ya", "ya"], ["tidak", "tidak"]] if derived.in_time else []}
    field = standard.field(name)
    description = {"name": name, "title": field.title, "day": False}
    if field.codelist:
        return {**description, "list": field.codelist}
    if field.constraints.enum:
        return {**description, "values": [[str(value), str(value)] for value in field.constraints.enum]}
    return {**description, "values": _published(standard.name, name, sources)}


def _published(standard: str, dimension: str, sources: query.Sources) -> Choices:
    labels: dict[str, str] = {}
    for (name, _measure), tables in sources.items():
        for source in tables if name == standard else []:
            labels |= source.labels.get(dimension, {})
    return [[code, labels[code]] for code in sorted(labels, key=_order)]


def _order(code: str) -> tuple[float, str]:
    return (float(code), "") if code.isdigit() else (float("inf"), code)


def _codes(name: str) -> Choices:
    codes = codelists.load(name)
    if name != "wilayah":
        return [[code.code, code.name] for code in codes]
    # of the regions of all Indonesia those of the district
    top = config.wilayah()
    return [[code.code, code.name] for code in codes if code.code == top or code.code.startswith(f"{top}.")]
