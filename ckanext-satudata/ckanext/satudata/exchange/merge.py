"""A record of somebody else's and ours, brought together: what neither changed stays as it came."""

from __future__ import annotations

from typing import Any

# what names an item of a list, so that it is found again when the list has changed
NAME = "nama"


def merged(theirs: Any, then: Any, now: Any) -> Any:
    """Return `theirs` with what has changed here since: `then` is what we had derived at its arrival, `now` today.

    Keys that only they have stay, in their order. Items of a list are told apart by their `nama`; a list without
    names is taken whole.
    """
    if now == then:
        return theirs
    if all(isinstance(value, dict) for value in (theirs, then, now)):
        added = {key: value for key, value in now.items() if key not in theirs}
        return {key: _of_key(key, value, then, now) for key, value in theirs.items()} | added
    if all(_is_named(value) for value in (theirs, then, now)):
        before, stored = _by_name(then), _by_name(theirs)
        return [
            merged(stored[item[NAME]], before.get(item[NAME]), item) if item[NAME] in stored else item for item in now
        ]
    return now


def _of_key(key: str, value: Any, then: dict[str, Any], now: dict[str, Any]) -> Any:
    return merged(value, then.get(key), now[key]) if key in now else value


def _is_named(value: Any) -> bool:
    if not isinstance(value, list) or not all(isinstance(item, dict) and item.get(NAME) for item in value):
        return False
    return len(_by_name(value)) == len(value)


def _by_name(items: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {str(item[NAME]): item for item in items}
