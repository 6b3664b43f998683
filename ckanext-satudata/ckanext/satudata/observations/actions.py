"""Actions of the observations."""

from __future__ import annotations

import json
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.exceptions import BadQuestion, NotAdditive, UnknownStandard
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations import model, query
from ckanext.satudata.standards import model as standards


@tk.side_effect_free
def satudata_observation_search(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return figures of one measure from all published tables that follow a standard.

    Only what may be added up is: rates and prices never, stocks not over time, totals not with their parts; the
    answer to anything else is an error that says how to ask. What is missing is not 0: it has no row.

    :param standard: name of the Standar Data, e.g. "stunting"
    :param measure: one of its measures, e.g. "balita_stunting"
    :param filters: JSON object {dimension: code | [codes] | {"not": [codes]} | {"before": day} | {"from": day}};
        a day may be "today" (optional)
    :param within: only regions at or below this kode wilayah (optional)
    :param period: 2025, 2025-06, 2025-06-30, 2024/2025, latest or latest:12 (optional)
    :param group_by: list, or text with commas: dimensions, periode, tahun, bulan, hari (1 Monday to 7), kode_wilayah,
        kode_wilayah:kecamatan (optional)
    :param aggregate: sum (default), mean, min, max; median of the dimension `of` (optional)
    :param compare: previous or year: adds the earlier figure and the change (optional)
    :param limit: at most so many rows, 50000 unless told (optional)
    :returns: {"rows": [{dimension, dimension_label, …, "value", "regions"}], "unit", "unit_label", "aggregate",
        "regions_expected", "sources": [{"dataset", "title", "organization", "resource_id", "revision", …}],
        "overruled": sources of other agencies that tell the same figures and do not count, "reason": decision (of the
        walidata), authority (by the standard) or newest, "" where nobody else tells them, "explanation": the same in
        a sentence}

    Example: `?standard=stunting&measure=prevalensi&period=latest&group_by=kode_wilayah`
    """
    tk.check_access("satudata_observation_search", context, data_dict)
    question = _question(data_dict, context)
    try:
        answer = query.run(question)
    except UnknownStandard as error:
        raise tk.ValidationError({"standard": [str(error)]}) from error
    except (BadQuestion, NotAdditive) as error:
        raise tk.ValidationError({"question": [str(error)]}) from error
    standard = standards.load(question.standard)
    return {
        "standard": question.standard,
        "measure": question.measure,
        "group_by": list(question.group_by),
        "aggregate": answer.aggregate,
        "unit": answer.unit,
        "unit_label": codelists.load("satuan").codes[answer.unit].name,
        "regions_expected": answer.regions_expected,
        "rows": [_row(standard, answer, question.group_by, row) for row in answer.rows],
        "sources": [source(each) for each in answer.counted],
        "overruled": [source(each) for each in answer.overruled],
        "reason": answer.reason,
        "explanation": answer.explanation,
    }


@tk.side_effect_free
def satudata_measure_list(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Return each measure that has published observations.

    :returns: records {"standard", "title", "measure", "measure_title", "unit", "dimensions", "additive_over",
        "first_period", "last_period", "count"}
    """
    tk.check_access("satudata_measure_list", context, data_dict)
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for each in model.published():
        if each["standard"] not in standards.names():
            continue
        standard = standards.load(each["standard"])
        own = query.measure_of(standard, each["measure"])
        entry = found.setdefault(
            (standard.name, each["measure"]),
            {
                "standard": standard.name,
                "title": standard.title,
                "measure": each["measure"],
                "measure_title": standard.field(each["measure"]).title,
                "unit": own.satuan,
                "dimensions": standard.breakdowns,
                "additive_over": list(own.jumlahkan),
                "first_period": each["first_period"],
                "last_period": each["last_period"],
                "count": 0,
            },
        )
        entry["first_period"] = min(entry["first_period"], each["first_period"])
        entry["last_period"] = max(entry["last_period"], each["last_period"])
        entry["count"] += each["count"]
    return [found[key] for key in sorted(found)]


def source(each: dict[str, Any]) -> dict[str, Any]:
    """Return what people are told of a published set."""
    return {
        "dataset": each["package_name"],
        "title": each["package_title"],
        "organization": each["organization_title"] or "",
        "organization_name": each["organization_name"] or "",
        "resource_id": each["resource_id"],
        "revision": each["revision"],
        "first_period": each["first_period"],
        "last_period": each["last_period"],
        "frequency": each["frequency"],
        "example": each["example"] == "true",
    }


def _question(data_dict: dict[str, Any], context: Any) -> query.Question:
    data, errors = tk.navl_validate(data_dict, _schema(), context)
    if errors:
        raise tk.ValidationError(errors)
    data.pop("__extras", None)
    return query.Question(**{**data, "group_by": tuple(data.get("group_by", ()))})


def _row(standard: Any, answer: query.Answer, group_by: tuple[str, ...], row: dict[str, Any]) -> dict[str, Any]:
    named = {}
    for name in group_by:
        named[name] = row[name]
        if name not in (query.PERIOD, query.WEEKDAY, "tahun", "bulan", "tanggal"):
            named[f"{name}_label"] = query.label(standard, answer.labels, name, row[name])
    figures = {name: row[name] for name in ("value", "previous", "change", "change_percent") if name in row}
    return {**named, **{name: number(value) for name, value in figures.items()}, "regions": row["regions"]}


def number(value: Any) -> int | float | None:
    """Return a figure as JSON can hold it: whole ones stay whole."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def as_list(value: Any) -> Any:
    """Return the names of a text with commas, of a JSON list or of a list."""
    if not isinstance(value, str):
        return value
    if value.startswith("["):
        return as_object(value)
    return [each.strip() for each in value.split(",") if each.strip()]


def as_object(value: Any) -> Any:
    """Return what JSON text holds; raise Invalid where it is none."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError as error:
        raise tk.Invalid(tk._("This is no JSON: {0}").format(error)) from error


def is_object(value: Any) -> Any:
    """Return an object, refuse anything else."""
    if not isinstance(value, dict):
        raise tk.Invalid(tk._("Write a JSON object, e.g. {0}").format('{"jenis_kelamin": "L"}'))
    return value


def _schema() -> dict[str, Any]:
    rule = tk.get_validator
    word = [rule("ignore_empty"), rule("unicode_safe")]
    return {
        "standard": [rule("not_empty"), rule("unicode_safe")],
        "measure": [rule("not_empty"), rule("unicode_safe")],
        "filters": [rule("ignore_empty"), as_object, is_object],
        "within": word,
        "period": word,
        "group_by": [rule("ignore_empty"), as_list],
        "aggregate": word,
        "of": word,
        "compare": word,
        "limit": [rule("ignore_empty"), rule("natural_number_validator"), _at_most],
        "__extras": [rule("ignore")],
        "__junk": [rule("empty")],
    }


def _at_most(value: int) -> int:
    return min(value, query.MOST)
