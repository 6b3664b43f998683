"""What an action returns, as JSON Schema, from its annotation and from how its docstring writes it.

Docstrings write a result as JSON with words in it: `{"count", "rows": [{"name", "value"}], "office": {…} or null}`.
What stands there only in words may be anything.
"""

from __future__ import annotations

import typing
from typing import Any

OPEN, CLOSE = "{[(", "}])"
NULL = ("null", "None")


def result(action: Any, returns: str) -> dict[str, Any]:
    """Return the schema of an action's result."""
    annotation = _annotation(action)
    is_list = typing.get_origin(annotation) is list
    starts = [place for place in (returns.find("{"), returns.find("[")) if place >= 0]
    described = _parse(returns[min(starts) :]) if starts else {}
    if is_list:
        items = described if described.get("type") == "object" else described.get("items", {})
        return {"type": "array", "items": items}
    if annotation is dict or typing.get_origin(annotation) is dict:
        return described if described.get("type") == "object" else {"type": "object"}
    # CKAN's own actions say in words what they return
    return {}


def _annotation(action: Any) -> Any:
    try:
        return typing.get_type_hints(action).get("return")
    except (NameError, TypeError, AttributeError):
        return None


def _parse(text: str) -> dict[str, Any]:
    """Return the schema of the value that a text begins with."""
    text = text.strip()
    end = _end(text)
    if text.startswith("{"):
        schema: dict[str, Any] = {"type": "object"}
        if properties := dict(filter(None, map(_property, _parts(text[1:end])))):
            schema["properties"] = properties
    elif text.startswith("["):
        inner = text[1:end].strip()
        schema = {"type": "array", "items": _parse(inner) if inner.startswith(("{", "[")) else {}}
    else:
        return {}
    rest = text[end + 1 :]
    if any(word in rest for word in NULL):
        return {"anyOf": [schema, {"type": "null"}]}
    # "… or" something that is told in words
    return {} if " or " in rest else schema


def _property(part: str) -> tuple[str, dict[str, Any]] | None:
    """Return name and schema of one entry of an object; None for words, and for a name that stands for many."""
    name, _colon, value = part.strip().partition(":")
    name = name.strip()
    key = name[1:].partition('"')[0] if name.startswith('"') else ""
    return (key, _parse(value)) if key else None


def _end(text: str) -> int:
    """Return where the bracket closes that a text begins with; its length where it does not."""
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign in OPEN) - (sign in CLOSE)
        if depth == 0:
            return place
    return len(text)


def _parts(text: str) -> list[str]:
    """Return what commas part, outside of all brackets."""
    parts, depth, begin = [], 0, 0
    for place, sign in enumerate(text):
        depth += (sign in OPEN) - (sign in CLOSE)
        if sign == "," and depth == 0:
            parts.append(text[begin:place])
            begin = place + 1
    return [*parts, text[begin:]]
