"""Values of fields as text that is the same for what a form sends and for what is stored of it."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def digest(value: Any) -> str:
    """Return 12 hexadecimal digits that are the same for equal values."""
    return hashlib.sha256(text(value).encode("utf-8", "replace")).hexdigest()[:12]


def text(value: Any) -> str:
    """Return a value as text; lists in order of their parts, empty parts left out, "" for what is empty."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        parts = sorted(filter(None, map(text, value)))
        return json.dumps(parts) if parts else ""
    if isinstance(value, dict):
        filled = {str(key): written for key, part in value.items() if (written := text(part))}
        return json.dumps(filled, sort_keys=True) if filled else ""
    return _of_text(str(value).replace("\r\n", "\n").strip())


def _of_text(written: str) -> str:
    if written in ("True", "False"):
        return written.lower()
    if written.startswith(("[", "{")):
        try:
            return text(json.loads(written))
        except ValueError:
            return written
    return written
