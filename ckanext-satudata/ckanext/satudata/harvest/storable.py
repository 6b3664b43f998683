"""What a source sends, as PostgreSQL can keep it: NUL and halves of surrogate pairs are shown as \ufffd."""

from __future__ import annotations

import math
from typing import Any

from ckanext.satudata.metadata.characters import UNSTORABLE

DEEPEST = 60


def storable(data: Any, depth: int = 0) -> Any:
    """Return texts, and data with texts in it, with a sign in place of each character that cannot be stored.

    What is nested deeper than any record is cut off.
    """
    if isinstance(data, str):
        return UNSTORABLE.sub("\ufffd", data)
    if isinstance(data, float) and not math.isfinite(data):
        return str(data)
    if depth > DEEPEST:
        return "…"
    if isinstance(data, dict):
        return {storable(str(key)): storable(item, depth + 1) for key, item in data.items()}
    if isinstance(data, list | tuple):
        return [storable(item, depth + 1) for item in data]
    return data
