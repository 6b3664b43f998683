"""Actions of the observations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.exceptions import BadQuestion, NotAdditive, UnknownStandard
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations import model, notes, provenance, query
from ckanext.satudata.observations import question as question_of
from ckanext.satudata.observations.answer import Answer
from ckanext.satudata.observations.question import Question
from ckanext.satudata.observations.values import label, number
from ckanext.satudata.parameters import as_list, as_object, is_object, takes
from ckanext.satudata.standards import model as standards
from ckanext.satudata.tables import symbols


@tk.side_effect_free
@takes(lambda: _schema())  # noqa: PLW0108 - it stands below
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
    :param as_of: a day, 2026-11-30: answer with what was released then (optional)
    :param by_source: whether each row also tells if the walidata has chosen its source, and the sources of the
        earlier figure (optional)
    :param limit: at most so many rows, 50000 by default (optional)
    :returns: {"rows": [{dimension, dimension_label, …, "value", "period", "unit", "status", "symbol", "regions",
        "sources": [id], "revised", "revised_reason"}], "unit", "unit_label", "time": stok, aliran or kumulatif,
        "aggregate": sum, mean …, ratio (a percentage computed of its summed parts) or none (each figure as it was
        published), "regions_expected", "sources": [{"id", "dataset", "title", "organization", "resource_id",
        "revision", "license", "status", "released", "released_by", "checked", "revised", "revised_reason", "example",
        …}], "overruled": sources of other agencies that have the same figures and do not count, "reason": decision
        (of the walidata), authority (by the standard) or newest, "" where nobody else has them, "explanation": the
        same in a sentence, "notes": [{"code", "text", …}]}

    A row's "status" is sangat_sementara, sementara, tetap, direvisi, null where its office says none. It is direvisi
    where this very figure has replaced another one that was public: "revised" and "revised_reason" say when and why; a
    row with the symbol "c" is suppressed, and has the status dirahasiakan and no value; "-" means that its table says
    none, "0" that it is less than half of the unit. What is released, by whom and
    when is told from the records of releases alone.

    Example: `?standard=stunting&measure=prevalensi&period=latest&group_by=kode_wilayah`
    """
    tk.check_access("satudata_observation_search", context, data_dict)
    question = _question(data_dict, context)
    try:
        # each row tells its sources
        answer = query.run(replace(question, by_source=True, history=True))
    except UnknownStandard as error:
        raise tk.ValidationError({"standard": [str(error)]}) from error
    except (BadQuestion, NotAdditive) as error:
        raise tk.ValidationError({"question": [str(error)]}) from error
    standard = standards.load(question.standard)
    measure = question_of.measure_of(standard, question.measure)
    described = {
        row["id"]: row for row in provenance.describe([*answer.used, *answer.overruled], as_of=question.as_of)
    }
    replacements = provenance.replacements_of(answer.used)
    rows = [
        {**_row(standard, answer, question, row, described), **provenance.replacement(row, replacements)}
        for row in [*answer.rows, *answer.suppressed]
    ]
    mentioned = {table for row in rows for table in row["sources"]}
    overruled = [source.resource_id for source in answer.overruled]
    return {
        "standard": question.standard,
        "measure": question.measure,
        "group_by": list(question.group_by),
        "filters": question.filters,
        "within": question.within,
        "as_of": question.as_of or None,
        "time": standard.time_of(measure),
        # what may not be added up stands as it was published
        "aggregate": "none" if answer.aggregate == "sum" and not measure.jumlahkan else answer.aggregate,
        "unit": answer.unit,
        "unit_label": codelists.load("satuan").codes[answer.unit].name,
        "regions_expected": answer.regions_expected,
        "rows": sorted(rows, key=lambda row: [str(row[name]) for name in question.group_by])
        if answer.suppressed
        else rows,
        "sources": [row for key, row in described.items() if key in mentioned],
        "overruled": [described[key] for key in overruled],
        "reason": answer.reason,
        "explanation": answer.explanation,
        "notes": [note.describe() for note in notes.notes(standard, question, answer)],
    }


@tk.side_effect_free
@takes({})
def satudata_measure_list(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Return each measure that has published observations.

    :returns: records {"standard", "title", "measure", "measure_title", "unit", "dimensions", "additive_over", "time",
        "first_period", "last_period", "count"}
    """
    tk.check_access("satudata_measure_list", context, data_dict)
    measures: dict[tuple[str, str], dict[str, Any]] = {}
    for source in model.published():
        if source.standard not in standards.names():
            continue
        standard = standards.load(source.standard)
        measure = question_of.measure_of(standard, source.measure)
        entry = measures.setdefault(
            (standard.name, source.measure),
            {
                "standard": standard.name,
                "title": standard.title,
                "measure": source.measure,
                "measure_title": standard.field(source.measure).title,
                "unit": measure.satuan,
                "dimensions": standard.breakdowns,
                "additive_over": list(measure.jumlahkan),
                "time": standard.time_of(measure),
                "first_period": source.first_period,
                "last_period": source.last_period,
                "count": 0,
            },
        )
        entry["first_period"] = min(entry["first_period"], source.first_period)
        entry["last_period"] = max(entry["last_period"], source.last_period)
        entry["count"] += source.count
    return [measures[key] for key in sorted(measures)]


def _question(data_dict: dict[str, Any], context: Any) -> Question:
    data, errors = tk.navl_validate(data_dict, _schema(), context)
    if errors:
        raise tk.ValidationError(errors)
    data.pop("__extras", None)
    return Question(**{**data, "group_by": tuple(data.get("group_by", ()))})


def _row(
    standard: standards.Standard,
    answer: Answer,
    question: Question,
    row: dict[str, Any],
    sources: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any]:
    named = {}
    for name in question.group_by:
        named[name] = row[name]
        if name not in (question_of.PERIOD, question_of.WEEKDAY, "tahun", "bulan", "tanggal"):
            named[f"{name}_label"] = label(standard, answer.labels, name, row[name])
    figures = {name: row[name] for name in ("value", "previous", "change", "change_percent") if name in row}
    is_suppressed = row["value"] is None
    more = {
        "chosen": row["chosen"],
        **({"previous_sources": row["previous_resources"]} if "previous_resources" in row else {}),
    }
    return {
        **named,
        **{name: number(value) for name, value in figures.items()},
        "period": notes.period_of(row),
        "unit": answer.unit,
        "status": provenance.SUPPRESSED if is_suppressed else provenance.status_of(row, sources),
        "symbol": symbols.HIDDEN if is_suppressed else row.get("symbol"),
        "regions": row["regions"],
        "sources": [table for table in row["resources"] if table in sources],
        **(more if question.by_source else {}),
    }


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
        "as_of": word,
        "by_source": [rule("ignore_empty"), rule("boolean_validator")],
        "limit": [rule("ignore_empty"), rule("natural_number_validator"), _at_most],
        "__extras": [rule("ignore")],
        "__junk": [rule("empty")],
    }


def _at_most(value: Any) -> Any:
    # CKAN asks the next validator after one that refused, too
    return min(value, question_of.MOST) if isinstance(value, int) else value
