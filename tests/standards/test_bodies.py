"""The dataclasses of a standard and its JSON Schema say the same, so that neither can drift from the other."""

import collections.abc
import dataclasses
import types
import typing

import pytest
from ckanext.satudata.exceptions import BrokenStandard
from ckanext.satudata.standards import building, model
from ckanext.satudata.standards.rules import Change, Rule, Total

SCALARS = {"string": {str}, "integer": {int}, "number": {int, float}, "boolean": {bool}}
# an attribute of a standard that is the name of its file, and no key in it
NOT_IN_THE_FILE = {"name"}


def test_the_dataclasses_are_those_of_the_schema():
    """Each key of the schema is an attribute with its type, and the other way about, in all depths."""
    schema = model.schema()
    assert list(differences(model.Standard, schema, schema, "", NOT_IN_THE_FILE)) == []


def test_the_kinds_of_rules_are_those_of_the_schema():
    """A rule that the schema knows and no dataclass, or the other way about, would be lost without a word."""
    schema = model.schema()
    kinds = schema["properties"]["rules"]["items"]["properties"]
    assert set(Rule.by_key()) == set(kinds)
    for key, kind in Rule.by_key().items():
        assert list(differences(kind, kinds[key], schema, key)) == []


@pytest.mark.parametrize("name", model.names())
def test_a_standard_says_what_its_file_says(name):
    """What is built of a file gives the same file again, without what is as by default."""
    standard = model.load(name)
    again = building.descriptor(standard)
    assert again.pop("name") == name
    assert building.build(model.Standard, again, name=name) == standard


def test_a_wrong_attribute_is_an_error():
    """A slip of the pen in the code is seen, and not taken for a property that the file has not."""
    standard = model.load("stunting")
    for body in (standard, standard.fields[0], standard.measures[0], standard.rules[0]):
        with pytest.raises(AttributeError):
            body.satuann  # noqa: B018 - reading it is the test


def test_a_column_that_is_not_there_is_an_error():
    """As the docstring says."""
    with pytest.raises(KeyError):
        model.load("stunting").field("warna")


def test_rules_have_bodies():
    """With the names that the file uses."""
    text = model.text("penduduk_jenis_kelamin")
    standard = model.parse("uji", text)
    [total] = standard.rules_of(Total)
    assert (total.total, total.parts) == ("jumlah", ("laki_laki", "perempuan"))
    assert all(change.percent > 0 for change in standard.rules_of(Change))


def test_a_broken_file_names_itself_and_each_fault():
    """The file, the place of each fault, and what could stand there."""
    text = model.text("stunting").replace("konsep:", "konsepp:")
    with pytest.raises(BrokenStandard) as error:
        model.parse("stunting", text)
    lines = str(error.value).splitlines()
    assert lines[0] == "stunting.yaml is no Standar Data:"
    assert any(line.startswith('There is no key "konsepp". There are: ambang, bagian, ') for line in lines[1:]), lines
    assert 'The key "konsep" is missing.' in lines


def differences(kind, schema, root, place, beside=frozenset()):
    """Yield what a dataclass and a JSON Schema say differently."""
    body = schema["properties"]
    attributes = {name: hint for name, hint in building.keys(kind).items() if name not in beside}
    keys = {key for key, _hint in attributes.values()}
    if keys != set(body):
        yield f"{place}: {sorted(keys ^ set(body))} is on one side only"
        return
    needed = {field.name for field in dataclasses.fields(kind) if is_needed(field)} - set(beside)
    if {attributes[name][0] for name in needed} != set(schema.get("required", [])):
        yield f"{place}: {sorted(needed)} have no default, the schema requires {schema.get('required')}"
    for key, hint in attributes.values():
        yield from of_value(hint, body[key], root, f"{place}/{key}")


def of_value(hint, schema, root, place):
    """Yield what a type and the JSON Schema of one key say differently."""
    if "$ref" in schema:
        schema = {**root["$defs"][schema["$ref"].rpartition("/")[2]], **schema}
    parts = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    parts = [part for part in parts if part is not types.NoneType]
    if schema.get("type") == "array":
        [part] = parts
        if typing.get_origin(part) is not tuple:
            yield f"{place}: a list is a tuple, not {part}"
        elif "items" in schema and typing.get_args(part)[0] is not Rule:
            yield from of_value(typing.get_args(part)[0], schema["items"], root, place)
    elif schema.get("type") == "object" and "properties" not in schema:
        if typing.get_origin(parts[0]) is not collections.abc.Mapping:
            yield f"{place}: an object of any keys is a Mapping, not {parts[0]}"
    elif schema.get("type") == "object":
        yield from differences(parts[0], schema, root, place)
    else:
        kinds = [schema.get("type", "string")] if isinstance(schema.get("type", ""), str) else schema["type"]
        expected = set().union(*(SCALARS[kind] for kind in kinds))
        if set(parts) != expected:
            yield f"{place}: {parts} is not {kinds}"


def is_needed(field):
    """Return whether an attribute has no default."""
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
