"""Replies as programs and pages read them: figures with what belongs to them, and sentences for the reader."""

from __future__ import annotations

import dataclasses
import json
import urllib.parse
from collections.abc import Mapping
from typing import Any

from ckan import model
from ckanext.satudata import config
from ckanext.satudata.answers import changing
from ckanext.satudata.answers.asking import Answered
from ckanext.satudata.answers.cover import Segment
from ckanext.satudata.answers.replies import CAVEATS, REASONS, Caveat, Figure, Place
from ckanext.satudata.answers.suggesting import KINDS, Suggestion
from ckanext.satudata.charts import addresses, words
from ckanext.satudata.charts.asking import Request
from ckanext.satudata.late import _
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations import periods
from ckanext.satudata.observations.question import PERIOD, REGION, WEEKDAY, Question
from ckanext.satudata.observations.values import label, number

TIMES = (PERIOD, WEEKDAY, *periods.GRAINS)
PERIODS = {"first", "last", "period", "asked"}


def describe(answered: Answered) -> dict[str, Any]:
    """Return an answer as JSON holds it; its keys are in `satudata_answer_show`."""
    reply = answered.reply
    figure = describe_figure(reply.figure) if reply.figure else {}
    return {
        "q": answered.typed.text,
        "kind": reply.kind,
        **figure,
        "reason": reply.reason,
        "message": _sentence(REASONS[reply.reason], reply.values) if reply.reason else "",
        "options": [describe_option(option) for option in reply.options],
        "near": describe_figure(reply.near) if reply.near else None,
        "places": [_place(place) for place in reply.places],
        "office": _office(reply.office) if reply.office else None,
        "page": reply.page,
        "corrections": dict(answered.typed.corrections),
        "parts_to_change": [dataclasses.asdict(part) for part in changing.parts_of(answered)],
        "understood": [_understood(segment) for segment in _cover(answered)],
        "unread": answered.typed.general.unread if answered.reading is None else [],
        "request": _request_address(answered) if reply.asks_for_data else "",
    }


def describe_option(option: Figure | Place) -> dict[str, Any]:
    """Return one of several readings to choose from."""
    return describe_figure(option) if isinstance(option, Figure) else _place(option)


def describe_suggestion(suggestion: Suggestion) -> dict[str, str]:
    """Return one way in which a typed text may go on."""
    return {**dataclasses.asdict(suggestion), "kind_label": _(KINDS[suggestion.kind])}


def describe_figure(figure: Figure) -> dict[str, Any]:
    """Return figures with what was asked of the observations and all that a reader must know of them."""
    question, answer, standard = figure.question, figure.answer, figure.standard
    unit = "persen" if figure.whole is not None else answer.unit
    described: dict[str, Any] = {
        "question": _question(question),
        "whole": _question(figure.whole) if figure.whole else None,
        "standard": standard.name,
        "standard_title": standard.title,
        "measure": question.measure,
        "concept": standard.konsep,
        "title": figure.title,
        "filters_label": _filters(figure),
        "value": number(figure.value),
        "text": describe_value(figure.value, unit),
        "unit": unit,
        "unit_label": codelists.load("satuan").codes[unit].name,
        "period": figure.period,
        "period_label": describe_period(figure.period),
        "place": figure.place,
        "place_label": codelists.wilayah_label(figure.place) if figure.place else "",
        "rows": [_row(figure, row) for row in answer.rows],
        "winners": [_row(figure, row) for row in figure.winners],
        "order": figure.order,
        "parts": [_part(figure, name, value) for name, value in figure.parts.items()],
        "change": {name: value if name == "period" else number(value) for name, value in figure.previous.items()},
        "caveats": [{"code": caveat.code, "text": _caveat(caveat)} for caveat in figure.caveats],
        "sources": [source.describe() for source in answer.used],
        "overruled": [source.describe() for source in answer.overruled],
        "explanation": answer.explanation,
        "example": any(source.is_example for source in answer.used),
        "chart": figure.chart,
        "links": _links(figure),
    }
    if described["change"]:
        described["change"]["period_label"] = describe_period(str(figure.previous["period"]))
    return described


def describe_value(value: Any, unit: str) -> str:
    """Return a figure as people read it, with its unit: 116.692 Jiwa, 10,7%, Rp38.976.629.352; "" for none."""
    return words.figure(value, unit)


def describe_period(period: str) -> str:
    """Return a period or a span as people write it."""
    first, _slash, last = period.partition("/")
    return f"{periods.label(first)} – {periods.label(last)}" if last else periods.label(first) if first else ""


def _question(question: Question) -> dict[str, Any]:
    return {
        "standard": question.standard,
        "measure": question.measure,
        "within": question.within,
        "period": question.period,
        "filters": dict(question.filters),
        "group_by": list(question.group_by),
        "aggregate": question.aggregate,
        "of": question.of,
    }


def _row(figure: Figure, row: Mapping[str, Any]) -> dict[str, Any]:
    named: dict[str, Any] = {}
    for name in figure.question.group_by:
        named[name] = row[name]
        if name in TIMES:
            named[f"{name}_label"] = describe_period(str(row[name]))
        else:
            named[f"{name}_label"] = label(figure.standard, figure.answer.labels, name, row[name])
    return {**named, "value": number(row["value"]), "text": describe_value(row["value"], figure.answer.unit)}


def _part(figure: Figure, name: str, value: Any) -> dict[str, Any]:
    titles = {"part": _("Part"), "whole": _("Whole")}
    title = titles.get(name) or figure.standard.field(name).title
    return {"measure": name, "title": title, "value": number(value), "text": describe_value(value, figure.answer.unit)}


def _filters(figure: Figure) -> list[str]:
    """Return what the filters say, as people read it."""
    texts = []
    for name, condition in figure.question.filters.items():
        if name == REGION:
            continue
        if isinstance(condition, dict):
            texts += [
                group.title
                for group in figure.standard.kelompok
                if name in group.filters and group.filters[name] == condition
            ]
            continue
        codes = condition if isinstance(condition, list) else [condition]
        group_title = next((g.title for g in figure.standard.kelompok if g.filters.get(name) == codes), "")
        texts.append(
            group_title or ", ".join(label(figure.standard, figure.answer.labels, name, code) for code in codes)
        )
    return list(dict.fromkeys(texts))


def _sentence(text: str, values: Mapping[str, Any]) -> str:
    shown = {name: describe_period(str(value)) if name in PERIODS else _text(value) for name, value in values.items()}
    return _(text).format(**shown)


def _text(value: Any) -> str:
    return ", ".join(str(item) for item in value) if isinstance(value, list | tuple) else str(value)


def _caveat(caveat: Caveat) -> str:
    return _sentence(CAVEATS[caveat.code], caveat.values)


def _place(place: Place) -> dict[str, Any]:
    return {"code": place.code, "label": place.label, "page": f"/profil/{place.code}"}


def _office(name: str) -> dict[str, Any]:
    group = model.Group.get(name)
    return {
        "name": name,
        "title": group.title if group else name,
        "page": f"/organization/{name}",
        "email": group.extras.get("surel", "") if group else "",
        "phone": group.extras.get("telepon", "") if group else "",
        "address": group.extras.get("alamat", "") if group else "",
        "hours": group.extras.get("jam_layanan", "") if group else "",
    }


def _cover(answered: Answered) -> tuple[Segment, ...]:
    return (answered.reading.cover if answered.reading else answered.typed.general).segments


def _understood(segment: Segment) -> dict[str, Any]:
    meaning = segment.meaning
    return {"words": " ".join(segment.phrase), "as": meaning.name.lower() if meaning else ""}


def _request_address(answered: Answered) -> str:
    return "/satudata/permintaan/baru?" + urllib.parse.urlencode({"judul": answered.typed.text[:150]})


def _links(figure: Figure) -> dict[str, str]:
    question = figure.question
    parameters = {
        "standard": question.standard,
        "measure": question.measure,
        "filters": json.dumps(dict(question.filters)) if question.filters else "",
        "within": question.within,
        "period": question.period,
        "group_by": ",".join(question.group_by),
        "aggregate": question.aggregate if question.aggregate != "sum" else "",
        "of": question.of,
    }
    query = urllib.parse.urlencode({name: value for name, value in parameters.items() if value})
    # what is computed of two measures has no chart of its own
    is_measure = figure.title == figure.standard.field(question.measure).title
    place = figure.place or config.wilayah()
    datasets = [source.package_name for source in figure.answer.used]
    return {
        "chart": addresses.url("show", Request(question))
        if is_measure and question.group_by and not question.of
        else "",
        "csv": f"/satudata/observasi/csv?{query}",
        "json": f"/satudata/observasi/json?{query}",
        "standard": f"/standar/{figure.standard.name}",
        "profile": f"/profil/{place}" if question.within else "",
        "dataset": f"/dataset/{datasets[0]}" if datasets else "",
    }
