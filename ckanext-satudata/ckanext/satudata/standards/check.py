"""Checks that a file is a whole and consistent Standar Data."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ckanext.satudata.exceptions import BrokenStandard, UnknownCodeList
from ckanext.satudata.metadata import codelists
from ckanext.satudata.standards import model
from ckanext.satudata.standards.model import MONTH, NUMERIC, YEAR, Field, Standard
from ckanext.satudata.standards.rules import Equals, Rule
from frictionless import Schema

# code lists of an organization's properties that may give the authority
AUTHORITY = {"urusan": "urusan", "peran": "peran_organisasi"}
NAME = re.compile(r"^[a-z][a-z0-9_]*$")


def file_problems(name: str, text: str) -> list[str]:
    """Return what is wrong with the YAML of a standard, for its author; nothing when it is whole."""
    try:
        return problems(model.parse(name, text))
    except BrokenStandard as error:
        return str(error.values["faults"]).splitlines()


def problems(standard: Standard) -> list[str]:
    """Return what is wrong with a standard that follows its JSON Schema; nothing when it is whole."""
    names = list(_names(standard))
    if names:
        return names
    return [
        *_codes(standard),
        *_references(standard),
        *_equals(standard),
        *(problem for field in standard.fields for problem in _field(standard, field)),
    ]


def _names(standard: Standard) -> Iterator[str]:
    if not NAME.match(standard.name):
        yield f"file name: {standard.name!r} must be lower case letters, digits and underscores"
    names = [field.name for field in standard.fields]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"table/fields: {name!r} stands twice"


def _codes(standard: Standard) -> Iterator[str]:
    yield from _is_code("satuan", standard.satuan, "satuan")
    yield from _is_code("urusan", standard.urusan, "urusan")
    yield from _is_code("frekuensi", standard.frekuensi, "frekuensi")
    for name, code in standard.wewenang.codes.items() if standard.wewenang else ():
        if name in AUTHORITY:
            yield from _is_code(AUTHORITY[name], code, f"wewenang/{name}")
    for measure in standard.measures:
        yield from _is_code("satuan", measure.satuan, f"measures/{measure.field}")
    for goal in standard.kode.sdgs:
        yield from _is_code("sdgs", goal, "kode/sdgs")


def _is_code(codelist: str, code: str, place: str) -> Iterator[str]:
    if not codelists.load(codelist).is_valid(code):
        yield f"{place}: {code!r} is no code of the list {codelist}"


def _references(standard: Standard) -> Iterator[str]:
    names = {field.name for field in standard.fields}
    used = {
        "table/primaryKey": standard.table.primary_key,
        "dimensions": standard.dimensions,
        "measures": [measure.field for measure in standard.measures],
        "measures/jumlahkan": [name for measure in standard.measures for name in measure.jumlahkan],
        "putusan/ukuran": [name for entry in standard.putusan for name in entry.ukuran],
        "rules": [name for rule in standard.rules if not isinstance(rule, Equals) for name in _fields_of(rule)],
    }
    for place, columns in used.items():
        for name in sorted(set(columns) - names):
            yield f"{place}: there is no field {name!r}"
    for measure in standard.measures:
        if measure.field in names and standard.field(measure.field).type not in NUMERIC:
            yield f"measures/{measure.field}: a measure is a number"
        for name in sorted(set(measure.jumlahkan) - set(standard.dimensions)):
            yield f"measures/{measure.field}/jumlahkan: {name!r} is no dimension"


def _equals(standard: Standard) -> Iterator[str]:
    """A rule `equals` names two measures that may be added up over all dimensions but time."""
    for rule in standard.rules_of(Equals):
        if rule.standard not in model.names():
            yield f"rules/equals: there is no standard {rule.standard!r}"
            continue
        for side, name in ((standard, rule.measure), (model.load(rule.standard), rule.of)):
            measure = side.find_measure(name)
            if measure is None:
                yield f"rules/equals: {side.name} has no measure {name!r}"
                continue
            for dimension in sorted(set(side.dimensions) - {YEAR, MONTH} - set(measure.jumlahkan)):
                yield f"rules/equals: {side.name}/{name} cannot be added up over {dimension!r}"


def _fields_of(rule: Rule) -> list[str]:
    lists = (value if isinstance(value, tuple) else [value] for value in vars(rule).values())
    return [value for values in lists for value in values if isinstance(value, str)]


def _field(standard: Standard, field: Field) -> Iterator[str]:
    place = f"table/fields/{field.name}"
    if field.satuan:
        yield from _is_code("satuan", field.satuan, place)
    if field.name_of and not any(other.name == field.name_of and other.codelist for other in standard.fields):
        yield f"{place}: name_of names no field with a code list"
    if field.codelist:
        try:
            yield from _is_code(field.codelist, str(field.example), f"{place}/example")
        except UnknownCodeList as error:
            yield f"{place}: {error}"
    cell = Schema.from_descriptor(standard.table.descriptor).get_field(field.name)
    _value, notes = cell.read_cell(str(field.example))
    for note in (notes or {}).values():
        yield f"{place}/example: {note}"
