"""The one record of what is wrong in a file."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in a file: frictionless's error type, row (from 1) and field name if known, a text."""

    type: str
    row: int | None
    field: str | None
    message: str

    def as_dict(self) -> dict[str, Any]:
        """Return the record as plain data."""
        return asdict(self)
