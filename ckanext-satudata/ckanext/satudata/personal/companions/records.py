"""Any nested value as tables: each list of records is one, with a column for each path within a record.

An object whose keys are data (numbers, addresses) and a list of pairs (name and value, as KML has them) are records.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from ckanext.satudata.personal.companions.part import Records

ROWS = 5_000
# columns of one table; what is wider is looked at as names and values
WIDEST = 400
# headers of what has none; they say nothing of the cells, as "nilai" would, below which nobody has a telephone
KEY, VALUE = "nama", "isi"
NAMES, VALUES = ("name", "key", "k", "nama", "field"), ("value", "#text", "v", "nilai", "val")
# between the parts of a path: a key may have any other sign
STEP = "\x1f"
TAG = re.compile(r"<[^<>]{1,300}>")
# a key with so many figures, or an address, is itself what it stands for
IS_DATA = re.compile(r"(?:[0-9][ .-]?){9}|@")
Rows = dict[str, list[dict[str, str]]]


def figure(text: str) -> str:
    """Return a number of JSON with all its digits: 5.108014107850003e15 and 12.0 are whole."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    if number == number.to_integral_value() and abs(number.adjusted()) < 30:
        return str(int(number))
    return text


def tables(value: Any, place: str) -> Iterator[Records]:
    """Yield the tables within a value as `json.loads` gives it, numbers as texts."""
    rows: Rows = defaultdict(list)
    _walk(value, "", rows)
    for path, collected in rows.items():
        lines = collected
        names = list(dict.fromkeys(name for line in lines for name in line))
        if len(names) > WIDEST:
            lines = [{KEY: name, VALUE: text} for line in collected for name, text in line.items()]
            names = [KEY, VALUE]
        header = _short(names)
        for start in range(0, len(lines), ROWS):
            records = [
                (number, [line.get(name, "") for name in names])
                for number, line in enumerate(lines[start : start + ROWS], start + 1)
            ]
            yield Records(" ".join(filter(None, (place, path.replace(STEP, ".")))), header, records)


def _short(names: list[str]) -> list[str]:
    """Return headers: the last part of each path where no other ends so."""
    ends = [_last(name) for name in names]
    return [end if ends.count(end) == 1 else name.replace(STEP, " ") for name, end in zip(names, ends, strict=True)]


def _walk(value: Any, path: str, rows: Rows) -> None:
    if isinstance(value, list):
        lines = [item for item in value if isinstance(item, dict)]
        for line in lines:
            _add(line, path, rows)
        rest = [item for item in value if not isinstance(item, dict)]
        if rest and all(isinstance(item, list) for item in rest):
            _walk_lists(rest, path, rows)
        else:
            rows[path].extend({_last(path) or VALUE: text} for item in rest if (text := _text(item)))
    elif isinstance(value, dict):
        _add(value, path, rows)
    elif text := _text(value):
        rows[path].append({_last(path) or VALUE: text})


def _walk_lists(lists: list[list[Any]], path: str, rows: Rows) -> None:
    """Take lists within a list: rows without a header, or the coordinates of a shape, which are left out."""
    for inner in lists:
        if all(isinstance(cell, list) for cell in inner):
            _walk_lists(inner, path, rows)
        elif any(isinstance(cell, dict | list) for cell in inner):
            _walk(inner, path, rows)
        elif not all(_is_small(cell) for cell in inner):
            rows[path].append({f"{_last(path) or VALUE} {index}": _text(cell) for index, cell in enumerate(inner, 1)})


def _add(record: dict[str, Any], path: str, rows: Rows) -> None:
    """Take an object: a record, or records by their key where the keys are data."""
    values = list(record.values())
    if any(IS_DATA.search(key) for key in record):
        if all(isinstance(value, dict) for value in values):
            for key, value in record.items():
                _add({KEY: key, **value}, path, rows)
            return
        for key, value in record.items():
            rows[path].append({KEY: key, VALUE: _text(value)})
            if isinstance(value, dict | list):
                _walk(value, path, rows)
        return
    if len(values) > 1 and all(isinstance(value, dict) for value in values) and set.intersection(*map(set, values)):
        for key, value in record.items():
            _add({KEY: key, **value}, path, rows)
        return
    line: dict[str, str] = {}
    _flatten(record, "", path, line, rows)
    if line:
        rows[path].append(line)


def _flatten(record: dict[str, Any], prefix: str, path: str, line: dict[str, str], rows: Rows) -> None:
    for key, value in record.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict):
            pair = _pair(value)
            if pair:
                line[pair[0]] = pair[1]
            elif any(IS_DATA.search(inner) for inner in value):
                _add(value, STEP.join(filter(None, (path, name))), rows)
            else:
                _flatten(value, f"{name}{STEP}", path, line, rows)
        elif isinstance(value, list):
            _flatten_list(value, name, path, line, rows)
        elif text := _text(value):
            line[name] = text


def _flatten_list(values: list[Any], name: str, path: str, line: dict[str, str], rows: Rows) -> None:
    pairs = [_pair(value) for value in values]
    if values and all(pairs):
        line.update(pair for pair in pairs if pair)
    elif any(isinstance(value, dict | list) for value in values):
        _walk(values, STEP.join(filter(None, (path, name))), rows)
    elif not all(_is_small(value) for value in values):
        line[name] = "; ".join(filter(None, map(_text, values)))


def _pair(value: Any) -> tuple[str, str] | None:
    """Return name and value of an object that is nothing but these: <Data name="nik"><value>…</value></Data>."""
    if not isinstance(value, dict) or not 2 <= len(value) <= 3:
        return None
    name = next((value[key] for key in NAMES if isinstance(value.get(key), str)), None)
    content = next((value[key] for key in VALUES if isinstance(value.get(key), str)), None)
    return (name, content) if name and content is not None and name != content else None


def _text(value: Any) -> str:
    if value is None or isinstance(value, bool | dict | list):
        return ""
    text = str(value)
    return " ".join(TAG.sub(" ", text).split()) if "<" in text else text.strip()


def _is_small(value: Any) -> bool:
    """Return whether a value is a figure that is no number of a person: a coordinate, a height."""
    try:
        return abs(float(value)) < 1e7
    except (TypeError, ValueError):
        return False


def _last(path: str) -> str:
    return path.rpartition(STEP)[2]
