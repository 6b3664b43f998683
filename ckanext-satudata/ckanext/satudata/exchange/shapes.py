"""JSON Schemas of MS-Keg, MS-Var and MS-Ind, made from the mappings and the form's conditions.

INDAH publishes none. `schemas/` holds what `build` makes; a test holds them together. Keys that we do not know are
allowed everywhere: they are kept.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from importlib import resources
from typing import Any

from ckanext.satudata import shapes
from ckanext.satudata.exceptions import N_, say
from ckanext.satudata.exchange import kinds
from ckanext.satudata.exchange.rows import Mapped, Row, form, load
from ckanext.satudata.exchange.values import BLANK
from jsonschema import Draft202012Validator

DRAFT = "https://json-schema.org/draft/2020-12/schema"
EMPTY: dict[str, Any] = {"anyOf": [{"enum": [*BLANK, [], False]}, {"type": "array", "items": {"enum": BLANK}}]}
FILLED: dict[str, Any] = {"not": {"enum": [*BLANK, []]}}
# of rules that only these schemas have: a form's conditions
MESSAGES = {
    "not": N_("Fill this in."),
    "anyOf": N_("{value} is not allowed here, or does not apply to the other answers. Correct it or leave it empty."),
}


@functools.cache
def shipped(kind: str) -> dict[str, Any]:
    """Return the schema of a kind that is shipped."""
    return json.loads((resources.files(__package__) / "schemas" / f"{kind}.schema.json").read_text(encoding="utf-8"))


def faults(kind: str, document: Any) -> Iterator[tuple[str, str]]:
    """Yield the place and the fault of everything in a document that the schema does not allow."""
    checker = Draft202012Validator(shipped(kind))
    for error in sorted(checker.iter_errors(document), key=lambda error: [str(part) for part in error.absolute_path]):
        place = ".".join(str(part) for part in error.absolute_path)
        if error.validator not in MESSAGES:
            yield place, shapes.text(error)
            continue
        value = json.dumps(error.instance, ensure_ascii=False)[:60]
        yield place, say(MESSAGES[error.validator], {"value": value})


def build(kind: str) -> dict[str, Any]:
    """Return the schema of a kind, from its mapping."""
    mapped = load(kind)
    top: dict[str, Any] = {"$schema": DRAFT, "title": mapped.title, "type": "object", "required": ["data"]}
    for row in mapped.rows:
        _put(top, row.path, kinds.UNITS[row.kind].shape(row), row.options.get("required", False))
    for path in mapped.blocks:
        _inner(top, path)["type"] = ["object", "null"]
    rules = [*_conditions(mapped), *_blocks(mapped)]
    return {**top, "allOf": rules} if rules else top


def _put(schema: dict[str, Any], path: tuple[str, ...], shape: dict[str, Any], required: bool) -> None:
    inner = _inner(schema, path[:-1])
    inner.setdefault("properties", {})[path[-1]] = {"allOf": [shape, FILLED]} if required else shape
    if required:
        inner.setdefault("required", []).append(path[-1])


def _inner(schema: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    for name in path:
        schema = schema.setdefault("properties", {}).setdefault(name, {"type": "object"})
    return schema


def _conditions(mapped: Mapped) -> Iterator[dict[str, Any]]:
    """Yield the form's skip rules: a field that applies only under a condition is empty otherwise."""
    for row in mapped.rows:
        condition = form(mapped.record)[row.fields[0]].get("show_if") if row.is_read else None
        inside = any(row.path[: len(block)] == block for block in mapped.blocks)
        if condition and len(row.fields) == 1 and not inside:
            met = {"allOf": [_met(mapped, name, allowed) for name, allowed in condition.items()]}
            yield {"if": met, "then": _nested(row.path, FILLED), "else": _nested(row.path, EMPTY)}


def _blocks(mapped: Mapped) -> Iterator[dict[str, Any]]:
    for path, condition in mapped.blocks.items():
        met = {"allOf": [_met(mapped, name, allowed) for name, allowed in condition.items()]}
        required = {"type": "object"}
        yield {"if": met, "then": _nested(path, required, needed=True), "else": _nested(path, {"enum": [None, {}]})}


def _met(mapped: Mapped, name: str, allowed: list[str]) -> dict[str, Any]:
    """Return the condition that a field of the form has one of these values ("" is a no)."""
    row = next(row for row in mapped.rows if row.is_read and name in row.fields and _fits(row, allowed))
    if row.kind == "flags":
        return _nested((*row.path, allowed[0]), {"const": True}, needed=True)
    if row.kind in {"member", "yes"}:
        return _nested(row.path, {"const": allowed != [""]}, needed=True)
    return _nested(row.path, {"enum": allowed}, needed=True)


def _fits(row: Row, allowed: list[str]) -> bool:
    return row.kind != "member" or row.options["code"] in allowed


def _nested(path: tuple[str, ...], schema: dict[str, Any], *, needed: bool = False) -> dict[str, Any]:
    """Return what asks this of the value at a path; `needed`: it must be there."""
    for name in reversed(path):
        schema = {"properties": {name: schema}, **({"required": [name]} if needed else {})}
    return schema
