"""What actions are asked is held against their description before they run: CKAN's own fall over some of it.

Only what no action can mean is refused: a number that is none or that no database holds, a truth that is none, several
values where one is wanted, nothing where something is needed. Everything else is the action's own to judge.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.api import operations, taken
from ckanext.satudata.web import failures, programs
from flask import Blueprint, Response, request

CONFLICT = 409
# as CKAN's `asbool` reads them
TRUTHS = {"true", "yes", "on", "y", "t", "1", "false", "no", "off", "n", "f", "0"}

blueprint = Blueprint("satudata_api_guard", __name__)


@blueprint.before_app_request
def check() -> Response | None:
    """Answer 409 to a call of a described action that cannot be meant, with the field and the cure."""
    if request.endpoint != programs.ACTION:
        return None
    name = str((request.view_args or {}).get("logic_function"))
    values = _values()
    if values is None or name not in _described():
        return None
    errors = dict(_errors(name, values))
    return failures.answer(CONFLICT, failures.VALIDATION, errors) if errors else None


@functools.cache
def _described() -> frozenset[str]:
    return frozenset(operations.names())


@functools.cache
def _parameters(name: str) -> list[tuple[str, dict[str, Any]]]:
    parameters = operations.parameters_of(name)
    return [(parameter["name"], parameter.get("schema") or {"type": "object"}) for parameter in parameters]


def _values() -> Mapping[str, Any] | None:
    """Return what is sent as CKAN reads it, {name: value, or a list of several}; None for what it does not read."""
    if request.method == "GET":
        return {key: texts[0] if len(texts) == 1 else texts for key, texts in request.args.to_dict(flat=False).items()}
    body = request.get_json(silent=True)
    return body if isinstance(body, dict) else None


def _errors(name: str, values: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    falls_without = operations.of_ckan().get(name, {}).get("falls_without", [])
    for parameter, schema in _parameters(name):
        value = values.get(parameter)
        if value in (None, "", []):
            # the others say themselves what is missing, and some have a second name for it
            if parameter in falls_without:
                yield parameter, [tk._("This is needed.")]
        elif problem := _problem(value, schema):
            yield parameter, [problem]


def _problem(value: Any, schema: dict[str, Any]) -> str:
    """Return what is wrong with a value, "" where nothing is."""
    kind = schema.get("type")
    if isinstance(value, list) and kind not in {"array", "object"}:
        return tk._("One value is wanted, not {0}.").format(len(value))
    if kind == "integer":
        try:
            number = int(value)
        except (ValueError, TypeError):
            return tk._("Write a whole number.")
        if not schema.get("minimum", taken.LEAST) <= number <= schema.get("maximum", taken.MOST):
            return tk._("Write a number from {0} to {1}.").format(
                schema.get("minimum", taken.LEAST), schema.get("maximum", taken.MOST)
            )
    if kind == "boolean" and str(value).strip().lower() not in TRUTHS:
        return tk._("Write true or false.")
    return ""
