"""Table Schema to SQL: for each field a condition that is true only where frictionless finds nothing wrong.

A condition may be false for a good cell (frictionless then looks at it), but never true for a bad one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ckanext.satudata.tables.table import literal
from frictionless import Field

# Digits that Python and DuckDB read alike; longer ones, signs apart, spaces and underscores are left to frictionless.
INTEGER = r"[+-]?[0-9]{1,18}"
NUMBER = r"[+-]?[0-9]{1,15}(\.[0-9]{1,9})?"
DECIMAL = "DECIMAL(38, 10)"
SIMPLE = {
    "uri": r"https?://[A-Za-z0-9]+([.-][A-Za-z0-9]+)*(:[0-9]{1,5})?(/[A-Za-z0-9._~-]*)*",
    "email": r"[a-z0-9]+(\.[a-z0-9]+)*@[a-z0-9]+(\.[a-z0-9]+)*\.[a-z]{2,6}",
}
# what RE2 and Python read differently, or RE2 not at all
UNSAFE = re.compile(r"\\[^dws.\-/+*?()\[\]{}|^$@:,;_ ]|\[\^[^\]]*\\|\(\?(?!:)|[*+?}][+]|\\$")
KEYS = {
    "string": "{0}",
    "integer": "CAST(TRY_CAST({0} AS BIGINT) AS VARCHAR)",
    "year": "{0}",
    "date": "{0}",
    "yearmonth": "{0}",
    "number": "CAST(TRY_CAST({0} AS " + DECIMAL + ") AS VARCHAR)",
}


class NotCompiled(Exception):
    """A schema has something that no predicate expresses; the file goes to frictionless whole."""


def missing(field: Field, column: str) -> str:
    """Return the condition that the cell is one of the field's missing values."""
    values = field.missing_values if field.has_defined("missing_values") or not field.schema else None
    missing_values = values if values is not None else field.schema.missing_values  # type: ignore[union-attr]
    return f"{column} IN ({', '.join(map(literal, missing_values))})" if missing_values else "false"


def clear(field: Field, column: str) -> str:
    """Return the condition that frictionless finds nothing wrong with the cell. Raises NotCompiled."""
    compile_type = TYPES.get(field.type)
    if compile_type is None:
        raise NotCompiled(field.type)
    conditions = [*compile_type(field, column)]
    limits = dict(field.constraints)
    required = limits.pop("required", False)
    limits.pop("unique", None)
    for name, limit in limits.items():
        conditions.append(_constraint(field, column, name, limit))
    absent = "false" if required else "true"
    value = " AND ".join(f"({condition})" for condition in conditions)
    # a cell that is not there is NULL, and so is what a cast cannot read: neither is clear
    cases = f"WHEN {column} IS NULL THEN false WHEN {missing(field, column)} THEN {absent} ELSE {value}"
    return f"coalesce(CASE {cases} END, false)"


def key(field: Field, column: str) -> str:
    """Return the text by which two clear cells are the same value; NULL where the cell is missing."""
    if field.type not in KEYS:
        raise NotCompiled(f"key of type {field.type}")
    return f"CASE WHEN {missing(field, column)} THEN NULL ELSE {KEYS[field.type].format(column)} END"


def key_of(field: Field, value: Any) -> str | None:
    """Return the same text for a value that frictionless has read."""
    if value is None:
        return None
    if field.type == "number":
        return f"{value:.10f}"
    if field.type == "yearmonth":
        return f"{value.year:04}-{value.month:02}"
    return f"{value:04}" if field.type == "year" else str(value)


def _matches(column: str, pattern: str) -> str:
    return f"regexp_full_match({column}, {literal(pattern)})"


def _string(field: Field, column: str) -> list[str]:
    if field.format == "default":
        return ["true"]
    if field.format not in SIMPLE:
        raise NotCompiled(f"format {field.format}")
    return [_matches(column, SIMPLE[field.format])]


def _integer(field: Field, column: str) -> list[str]:
    _only_defaults(field, "bare_number", "group_char")
    return [_matches(column, INTEGER)]


def _number(field: Field, column: str) -> list[str]:
    _only_defaults(field, "bare_number", "group_char", "decimal_char", "float_number")
    return [_matches(column, NUMBER)]


def _boolean(field: Field, column: str) -> list[str]:
    values = [*field.true_values, *field.false_values]  # type: ignore[attr-defined]
    return [f"{column} IN ({', '.join(map(literal, values))})"]


def _date(field: Field, column: str) -> list[str]:
    if field.format != "default":
        raise NotCompiled(f"date format {field.format}")
    return [
        _matches(column, r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
        f"TRY_CAST({column} AS DATE) IS NOT NULL",
        f"{column} >= '0001'",
    ]


def _year(_field: Field, column: str) -> list[str]:
    return [_matches(column, "[0-9]{4}")]


def _yearmonth(_field: Field, column: str) -> list[str]:
    return [_matches(column, "[0-9]{4}-(0[1-9]|1[0-2])"), f"{column} >= '0001'"]


TYPES: dict[str, Callable[[Field, str], list[str]]] = {
    "string": _string,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "year": _year,
    "yearmonth": _yearmonth,
}
COMPARED = {
    "integer": ("TRY_CAST({0} AS BIGINT)", "{0}"),
    "number": ("TRY_CAST({0} AS " + DECIMAL + ")", "CAST('{0}' AS " + DECIMAL + ")"),
    "year": ("TRY_CAST({0} AS INTEGER)", "{0}"),
    "date": ("TRY_CAST({0} AS DATE)", "DATE '{0}'"),
}
OPERATORS = {"minimum": ">=", "maximum": "<=", "exclusiveMinimum": ">", "exclusiveMaximum": "<"}


def _only_defaults(field: Field, *names: str) -> None:
    for name in names:
        if field.has_defined(name):
            raise NotCompiled(f"{field.type} with {name}")


def _constraint(field: Field, column: str, name: str, limit: Any) -> str:
    if limit is None:
        return "true"
    if name == "pattern" and field.type == "string":
        return _pattern(column, limit)
    if name in {"minLength", "maxLength"} and field.type == "string":
        return f"length({column}) {'>=' if name == 'minLength' else '<='} {int(limit)}"
    if name == "enum" and field.type == "string":
        return f"{column} IN ({', '.join(map(literal, limit))})"
    if name not in {*OPERATORS, "enum"} or field.type not in COMPARED:
        raise NotCompiled(f"{name} of {field.type}")
    cell, form = COMPARED[field.type]
    if name == "enum":
        return f"{cell.format(column)} IN ({', '.join(form.format(_parse_limit(field, value)) for value in limit)})"
    return f"{cell.format(column)} {OPERATORS[name]} {form.format(_parse_limit(field, limit))}"


def _parse_limit(field: Field, limit: Any) -> Any:
    value = field.create_value_reader()(limit)
    if value is None or (field.type == "number" and not re.fullmatch(NUMBER, str(value))):
        raise NotCompiled(f"limit {limit!r} of {field.type}")
    return value


def _pattern(column: str, pattern: str) -> str:
    if UNSAFE.search(pattern) or not pattern.isascii():
        raise NotCompiled(f"pattern {pattern}")
    return _matches(column, pattern)
