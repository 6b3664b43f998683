"""The address of a chart: a question to the observations, written as the observations write it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.charts import kinds
from ckanext.satudata.charts.asking import Request
from ckanext.satudata.exceptions import N_, BadQuestion
from ckanext.satudata.observations.question import Question
from ckanext.satudata.parameters import as_list

WORDS = ("within", "period", "aggregate", "as_of")


def parse(standard: str, measure: str, arguments: Mapping[str, str]) -> Request:
    """Return the request of an address. Raises BadQuestion for what cannot be read."""
    words: dict[str, Any] = {name: arguments[name] for name in WORDS if arguments.get(name)}
    text = arguments.get("filters") or "{}"
    try:
        filters = json.loads(text)
    except ValueError:
        filters = None
    if not isinstance(filters, dict):
        raise BadQuestion(N_("filters is no JSON object: {0}"), text)
    kind = arguments.get("kind", "")
    if kind and kind not in kinds.UNITS:
        raise BadQuestion(N_("There is no kind of chart {0}. There are: {1}."), kind, ", ".join(kinds.UNITS))
    groups = tuple(as_list(arguments.get("group_by", "")))
    question = Question(standard, measure, filters=filters, group_by=groups, **words)
    return Request(question, arguments.get("dataset", ""), kind)


def arguments(request: Request) -> dict[str, Any]:
    """Return the parts of the address of a request, without what is not asked."""
    question = request.question
    query = {
        "group_by": ",".join(question.group_by),
        "filters": json.dumps(question.filters, ensure_ascii=False, sort_keys=True) if question.filters else "",
        "aggregate": question.aggregate if question.aggregate != "sum" else "",
        "within": question.within,
        "period": question.period,
        "as_of": question.as_of,
        "dataset": request.dataset,
        "kind": request.kind,
    }
    names = {"standard": question.standard, "measure": question.measure}
    return {**names, **{name: value for name, value in query.items() if value}}


def url(endpoint: str, request: Request, *, external: bool = False, **more: Any) -> str:
    """Return the address of a view of this room that shows a request."""
    address: str = tk.url_for(f"satudata_chart.{endpoint}", **arguments(request), **more, _external=external)
    return address
