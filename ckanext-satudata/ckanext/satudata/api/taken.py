"""What the validators of an action's schema take, as JSON Schema: a validator that is not listed takes any text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ckan.plugins import toolkit as tk

# what the database holds as a whole number
LEAST, MOST = -(2**31), 2**31 - 1
REQUIRED = {"not_empty", "not_missing"}
# what the value itself must be, by the name of its validator
KINDS: dict[str, dict[str, Any]] = {
    "int_validator": {"type": "integer", "minimum": LEAST, "maximum": MOST},
    "natural_number_validator": {"type": "integer", "minimum": 0, "maximum": MOST},
    "is_positive_integer": {"type": "integer", "minimum": 1, "maximum": MOST},
    "boolean_validator": {"type": "boolean"},
    "as_list": {"type": "array", "items": {"type": "string"}},
    "satudata_words": {"type": "array", "items": {"type": "string"}},
    "list_of_strings": {"type": "array", "items": {"type": "string"}},
    "list_of_strings_or_string": {"type": "array", "items": {"type": "string"}},
    "convert_to_list_if_string": {"type": "array", "items": {"type": "string"}},
    "convert_to_json_if_string": {"type": "object"},
    "as_object": {"type": "object"},
    "is_object": {"type": "object"},
    "json_validator": {"type": "object"},
}
TEXT = {"type": "string"}
SPECIAL = ("__",)


def parameters(schema: Mapping[str, Any]) -> dict[str, tuple[dict[str, Any], bool]]:
    """Return {parameter: (JSON Schema of its value, whether it is required)} of an action's schema."""
    return {
        name: (_value(rules), bool(REQUIRED & {_name(rule) for rule in rules}))
        for name, rules in schema.items()
        if isinstance(name, str) and not name.startswith(SPECIAL) and not _is_ignored(rules)
    }


def _is_ignored(rules: list[Any]) -> bool:
    return [_name(rule) for rule in rules] == ["ignore"]


def _value(rules: list[Any]) -> dict[str, Any]:
    names = [_name(rule) for rule in rules]
    kind = next((KINDS[name] for name in names if name in KINDS), TEXT)
    value = {**kind}
    for rule in rules:
        closed = _closed_over(rule)
        if "list_of_value" in closed:
            value["enum"] = list(closed["list_of_value"])
        if "default_value" in closed and closed["default_value"] not in (None, ""):
            value["default"] = closed["default_value"]
    return value


def _name(rule: Any) -> str:
    return rule if isinstance(rule, str) else getattr(rule, "__name__", "")


def _closed_over(rule: Any) -> dict[str, Any]:
    """Return what a validator that was made by a function keeps of its arguments, e.g. those of CKAN's `one_of`."""
    function = tk.get_validator(rule) if isinstance(rule, str) else rule
    if not isinstance(function, Callable) or not getattr(function, "__closure__", None):  # type: ignore[arg-type]
        return {}
    cells = zip(function.__code__.co_freevars, function.__closure__, strict=True)
    return {name: cell.cell_contents for name, cell in cells}
