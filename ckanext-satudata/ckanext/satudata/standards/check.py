"""Tells whether a file is a whole and consistent Standar Data."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator
from importlib import resources
from typing import Any

import jsonschema
from ckanext.satudata.exceptions import UnknownCodeList
from ckanext.satudata.metadata import codelists
from ckanext.satudata.standards import model
from ckanext.satudata.standards.model import NUMERIC, PACKAGE, Field, Standard
from frictionless import Schema

# code lists of an organization's properties that may give the authority
AUTHORITY = {"urusan": "urusan", "peran": "peran_organisasi"}
NAME = re.compile(r"^[a-z][a-z0-9_]*$")


def problems(standard: Standard) -> list[str]:
    """Return what is wrong with a standard, in English for its author; nothing when it is whole."""
    found = list(_shape(standard.descriptor)) or list(_names(standard))
    if found:
        return found
    return [
        *_codes(standard),
        *_references(standard),
        *_equals(standard),
        *(problem for field in standard.fields for problem in _field(standard, field)),
    ]


@functools.cache
def _validator() -> jsonschema.Draft202012Validator:
    text = (resources.files(PACKAGE) / "standard.schema.json").read_text(encoding="utf-8")
    return jsonschema.Draft202012Validator(json.loads(text))


def _shape(descriptor: Any) -> Iterator[str]:
    for error in sorted(_validator().iter_errors(descriptor), key=lambda error: list(map(str, error.path))):
        yield f"{'/'.join(map(str, error.path)) or 'file'}: {error.message}"


def _names(standard: Standard) -> Iterator[str]:
    if not NAME.match(standard.name):
        yield f"file name: {standard.name!r} must be lower case letters, digits and underscores"
    names = [field.name for field in standard.fields]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"table/fields: {name!r} stands twice"


def _codes(standard: Standard) -> Iterator[str]:
    for codelist in ("satuan", "urusan", "frekuensi"):
        yield from _is_code(codelist, standard.descriptor[codelist], codelist)
    for name, codelist in AUTHORITY.items():
        if name in (standard.wewenang or {}):
            yield from _is_code(codelist, standard.wewenang[name], f"wewenang/{name}")
    for measure in standard.measures:
        yield from _is_code("satuan", measure["satuan"], f"measures/{measure['field']}")
    for goal in standard.descriptor.get("kode", {}).get("sdgs", []):
        yield from _is_code("sdgs", goal, "kode/sdgs")


def _is_code(codelist: str, code: str, place: str) -> Iterator[str]:
    if not codelists.load(codelist).is_valid(code):
        yield f"{place}: {code!r} is no code of the list {codelist}"


def _references(standard: Standard) -> Iterator[str]:
    names = {field.name for field in standard.fields}
    used = {
        "table/primaryKey": standard.table_schema["primaryKey"],
        "dimensions": standard.dimensions,
        "measures": [measure["field"] for measure in standard.measures],
        "measures/jumlahkan": [name for measure in standard.measures for name in measure["jumlahkan"]],
        "rules": [name for kind, rule in standard.rules if kind != "equals" for name in _fields_of(rule)],
    }
    for place, wanted in used.items():
        for name in sorted(set(wanted) - names):
            yield f"{place}: there is no field {name!r}"
    for measure in standard.measures:
        if measure["field"] in names and standard.field(measure["field"]).type not in NUMERIC:
            yield f"measures/{measure['field']}: a measure is a number"
        for name in sorted(set(measure["jumlahkan"]) - set(standard.dimensions)):
            yield f"measures/{measure['field']}/jumlahkan: {name!r} is no dimension"


def _equals(standard: Standard) -> Iterator[str]:
    """A rule `equals` names two measures that may be added up over all dimensions but time."""
    for rule in standard.rules_of("equals"):
        if rule["standard"] not in model.names():
            yield f"rules/equals: there is no standard {rule['standard']!r}"
            continue
        for each, name in ((standard, rule["measure"]), (model.load(rule["standard"]), rule["of"])):
            measure = next((found for found in each.measures if found["field"] == name), None)
            if measure is None:
                yield f"rules/equals: {each.name} has no measure {name!r}"
                continue
            for dimension in sorted(set(each.dimensions) - {"tahun", "bulan"} - set(measure["jumlahkan"])):
                yield f"rules/equals: {each.name}/{name} cannot be added up over {dimension!r}"


def _fields_of(rule: dict[str, Any]) -> list[str]:
    lists = (value if isinstance(value, list) else [value] for value in rule.values())
    return [value for values in lists for value in values if isinstance(value, str)]


def _field(standard: Standard, field: Field) -> Iterator[str]:
    place = f"table/fields/{field.name}"
    if field.satuan:
        yield from _is_code("satuan", field.satuan, place)
    if field.name_of and not any(each.name == field.name_of and each.codelist for each in standard.fields):
        yield f"{place}: name_of names no field with a code list"
    if field.codelist:
        try:
            yield from _is_code(field.codelist, str(field.example), f"{place}/example")
        except UnknownCodeList as error:
            yield f"{place}: {error}"
    cell = Schema.from_descriptor(standard.table_schema).get_field(field.name)
    _value, notes = cell.read_cell(str(field.example))
    for note in (notes or {}).values():
        yield f"{place}/example: {note}"
