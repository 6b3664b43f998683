"""What breaks a JSON Schema is told in words of people."""

import pytest
from ckanext.satudata import shapes

SCHEMA = {
    "type": "object",
    "required": ["name", "kind"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string", "minLength": 2, "pattern": "^[a-z]+$"},
        "kind": {"enum": ["line", "bars"]},
        "size": {"type": ["integer", "null"], "minimum": 1, "maximum": 4},
        "parts": {"type": "array", "minItems": 1, "items": {"type": "object", "required": ["a"]}},
    },
}
GOOD = {"name": "abc", "kind": "line"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"name": 5}, "name: 5 should be a text."),
        ({"name": "A1"}, "name: 'A1' is not written as ^[a-z]+$."),
        ({"kind": "pie"}, "kind: 'pie' is not one of: line, bars."),
        ({"size": "x"}, "size: 'x' should be a whole number or nothing."),
        ({"size": 9}, "size: 9 is more than 4."),
        ({"parts": []}, "parts: At least 1 entries are needed."),
        ({"parts": [{"a": 1}, {}]}, 'parts/1: The key "a" is missing.'),
        ({"colour": 1}, 'There is no key "colour". There are: kind, name, parts, size.'),
    ],
)
def test_each_fault_names_its_place_and_what_is_wanted(change, expected):
    """One fault, one line; the place is the way through the file."""
    assert list(shapes.faults({**GOOD, **change}, SCHEMA)) == [expected]


def test_each_missing_key_is_named_once():
    """Two keys are missing, and each line names another one."""
    assert sorted(shapes.faults({}, SCHEMA)) == ['The key "kind" is missing.', 'The key "name" is missing.']


def test_what_is_whole_has_no_faults():
    """The example that the others are made from is good."""
    assert list(shapes.faults(GOOD, SCHEMA)) == []
