"""The actions that change nothing, each as an operation of OpenAPI: made from its schema and its docstring."""

from __future__ import annotations

import functools
import importlib
from pathlib import Path
from typing import Any

from ckan import logic
from ckanext.satudata import parameters, yamls
from ckanext.satudata.api import docstrings, returned, taken
from ckanext.satudata.web import programs

PREFIX = "satudata_"
CKAN = "CKAN"
ADDRESS = "/api/3/action/"
# what CKAN's own docstrings call the kinds of values
# parameters that count, whatever their type is called
COUNTS = {"limit", "offset", "rows", "start"}
TYPES = {"int": "integer", "bool": "boolean", "boolean": "boolean"}
# one for all: what was not asked right, may not be seen, does not exist, or was asked too often
ERROR = {
    "description": "Galat, dengan bidang dan cara memperbaikinya.",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
}


@functools.cache
def of_ckan() -> dict[str, dict[str, Any]]:
    """Return CKAN's own actions that readers need, as `ckan.yaml` tells them."""
    return dict(yamls.load(Path(__file__).with_name("ckan.yaml").read_text(encoding="utf-8")))


def names() -> list[str]:
    """Return the actions that are described: all of ours that change nothing, and some of CKAN's."""
    reading = programs.reading_actions()
    return [name for name in reading if name.startswith(PREFIX)] + [name for name in of_ckan() if name in reading]


def paths() -> dict[str, Any]:
    """Return the paths of all actions."""
    return {f"{ADDRESS}{name}": {"get": operation(name)} for name in names()}


def operation(name: str) -> dict[str, Any]:
    """Return one action as an operation."""
    action = logic.get_action(name)
    documented = docstrings.parse(action)
    ours = name.startswith(PREFIX)
    success = {
        "type": "object",
        "required": ["success", "result"],
        "properties": {
            "help": {"type": "string"},
            "success": {"const": True},
            "result": returned.result(action, documented.returns) if ours else {},
        },
    }
    return {
        "operationId": name,
        "tags": [_room(action) if ours else CKAN],
        "summary": _title(name) or documented.summary,
        "description": "\n\n".join(filter(None, [documented.summary, documented.text, documented.result])),
        "parameters": parameters_of(name),
        "responses": {
            "200": {"description": "Hasil", "content": {"application/json": {"schema": success}}},
            "default": ERROR,
        },
    }


def parameters_of(name: str) -> list[dict[str, Any]]:
    """Return the parameters of an action: those of its schema, told by its docstring; by that alone without one."""
    action = logic.get_action(name)
    documented = docstrings.parse(action)
    schema = _schema(name, action)
    if schema is not None:
        values = taken.parameters(schema)
    else:
        needs = of_ckan().get(name, {}).get("needs", [])
        values = {key: (_kind(key, documented.types.get(key, "")), key in needs) for key in documented.parameters}
    return [_parameter(key, value, required, documented) for key, (value, required) in values.items()]


def _parameter(
    name: str, value: dict[str, Any], required: bool, documented: docstrings.Documentation
) -> dict[str, Any]:
    text = documented.parameters.get(name, "")
    parameter: dict[str, Any] = {"name": name, "in": "query", "required": required, "description": text}
    example = docstrings.find_example(text)
    if value.get("type") == "object":
        return {**parameter, "content": {"application/json": {"schema": value}}}
    if value.get("type") == "array":
        parameter |= {"style": "form", "explode": False}
        example = None
    if example is not None and value.get("type") == "string" and "enum" not in value:
        parameter["example"] = example
    return {**parameter, "schema": value}


def _schema(name: str, action: Any) -> dict[str, Any] | None:
    if name not in of_ckan():
        return parameters.schema_of(action)
    where = of_ckan()[name].get("schema", "")
    if not where:
        return None
    module, _colon, function = where.partition(":")
    made: dict[str, Any] = getattr(importlib.import_module(module), function)()
    return made


def _kind(name: str, text: str) -> dict[str, Any]:
    """Return the JSON Schema of a parameter from what a docstring calls its type."""
    if "list" in text.split():
        return taken.KINDS["list_of_strings"]
    kind = "integer" if name in COUNTS else TYPES.get(text.partition(" ")[0].strip(","), "string")
    return {"type": kind, "minimum": 0, "maximum": taken.MOST} if kind == "integer" else {"type": kind}


def _room(action: Any) -> str:
    """Return the room of an action of ours."""
    return str(action.__module__).removeprefix("ckanext.satudata.").partition(".")[0]


def _title(name: str) -> str:
    """Return the line about an action: of CKAN's in `ckan.yaml`, of ours in the reference."""
    if name in of_ckan():
        return str(of_ckan()[name]["title"])
    return reference()["actions"].get(name, "")


@functools.cache
def reference() -> dict[str, dict[str, str]]:
    """Return the lines about our actions and addresses: {kind: {name: line}}."""
    path = Path(__file__).parents[1] / "rujukan.yaml"
    return dict(yamls.load(path.read_text(encoding="utf-8")))
