"""Remembers which steps are done, and for which content, so that a second run redoes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from native.layout import Layout


def digest(paths: Iterable[Path], *words: str) -> str:
    """Return one hash of the files' contents and the given words."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    for word in words:
        total.update(b"\0" + word.encode())
    return total.hexdigest()


def is_done(layout: Layout, name: str, value: str) -> bool:
    """Return whether step `name` was finished for content `value`."""
    path = layout.stamps / name
    return path.exists() and path.read_text(encoding="utf-8") == value


def done(layout: Layout, name: str, value: str) -> None:
    """Note that step `name` is finished for content `value`."""
    (layout.stamps / name).write_text(value, encoding="utf-8")
