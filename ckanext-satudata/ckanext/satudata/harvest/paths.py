"""Finding values in nested data by a path like `data.0.items`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

PLACEHOLDER = re.compile(r"\{([\w.-]+)\}")


def dig(value: Any, path: str) -> Any:
    """Return the value at a dotted path, numbers counting into lists; None where there is nothing.

    >>> dig({"data": [{"id": 7}]}, "data.0.id")
    7
    """
    for part in path.split(".") if path else []:
        if isinstance(value, Mapping):
            value = value.get(part)
        elif isinstance(value, list) and part.isdigit() and int(part) < len(value):
            value = value[int(part)]
        else:
            return None
    return value


def gathered(value: Any, path: str) -> Any:
    """Return what `dig` does; where a part of the path is `*`, the lists at the rest of it, one after the other.

    >>> gathered({"days": [{"hours": [7, 10]}, {"hours": [13]}]}, "days.*.hours")
    [7, 10, 13]
    """
    first, star, rest = path.partition("*")
    list_value = dig(value, first.rstrip("."))
    if not star:
        return list_value
    if not isinstance(list_value, list):
        return None
    parts = [gathered(item, rest.lstrip(".")) for item in list_value]
    return [one for part in parts for one in part] if all(isinstance(part, list) for part in parts) else None


def fill(template: Any, values: Mapping[str, Any], *, keep: bool = False) -> Any:
    """Return a template, or data with templates in it, with each `{path}` replaced by its value, or by nothing.

    With `keep`, a path that leads nowhere is left as it is, to be filled in later.

    >>> fill("Harga {barang.nama}", {"barang": {"nama": "beras"}})
    'Harga beras'
    """
    if isinstance(template, str):
        return PLACEHOLDER.sub(lambda match: _text(dig(values, match[1]), match[0] if keep else ""), template)
    if isinstance(template, Mapping):
        return {key: fill(value, values, keep=keep) for key, value in template.items()}
    if isinstance(template, list):
        return [fill(value, values, keep=keep) for value in template]
    return template


def _text(value: Any, otherwise: str) -> str:
    return otherwise if value is None else str(value)
