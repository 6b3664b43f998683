"""Addresses of data beside the actions, as paths of OpenAPI: every view that is marked `for_programs`."""

from __future__ import annotations

import inspect
import re
from typing import Any

from ckanext.satudata.api import operations
from ckanext.satudata.web import programs
from flask import current_app
from werkzeug.routing import Rule

_ARGUMENT = re.compile(r"<(?:(?P<kind>[^:<>]+(?:\([^)]*\))?):)?(?P<name>\w+)>")
_CHOICE = re.compile(r"any\(([^)]*)\)")
TAG = "data"


def paths() -> dict[str, Any]:
    """Return the paths of all views for programs, sorted."""
    return dict(sorted(_path(rule, offer) for rule, offer in _offered()))


def _offered() -> list[tuple[Rule, programs.Offer]]:
    pairs = [(rule, programs.find_offer(rule.endpoint)) for rule in current_app.url_map.iter_rules()]
    return [(rule, offer) for rule, offer in pairs if offer is not None and offer.described]


def _path(rule: Rule, offer: programs.Offer) -> tuple[str, dict[str, Any]]:
    address = _ARGUMENT.sub(lambda match: "{" + match["name"].strip("_") + "}", rule.rule)
    doc = inspect.cleandoc(current_app.view_functions[rule.endpoint].__doc__ or "")
    summary, _line, text = doc.partition("\n\n")
    content: dict[str, Any] = {media_type.partition(";")[0]: {"schema": {}} for media_type in offer.media_types}
    parameters = [_argument(match) for match in _ARGUMENT.finditer(rule.rule)]
    if offer.action and offer.action in operations.names():
        parameters += operations.parameters_of(offer.action)
    operation = {
        "operationId": rule.endpoint.replace(".", "_"),
        "tags": [TAG],
        "summary": operations.reference()["addresses"].get(rule.endpoint) or " ".join(summary.split()),
        "description": text,
        "parameters": parameters,
        "responses": {"200": {"description": "Data", "content": content}, "default": operations.ERROR},
    }
    return address, {"get": operation}


def _argument(match: re.Match[str]) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if choice := _CHOICE.fullmatch(match["kind"] or ""):
        schema["enum"] = [name.strip("' ") for name in choice[1].split(",")]
    return {"name": match["name"].strip("_"), "in": "path", "required": True, "schema": schema}
