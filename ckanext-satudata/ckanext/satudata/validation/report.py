"""The one record of what is wrong in a file."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in a file.

    `type` is frictionless's error type or the name of our check, `row` counts from 1 (the header), `field` is the
    header as the file has it, `message` says what, where and how to mend it. A problem of level "warning" is shown but
    refuses nothing.
    """

    type: str
    row: int | None
    field: str | None
    message: str
    level: str = ERROR

    def as_dict(self) -> dict[str, Any]:
        """Return the record as plain data."""
        return asdict(self)
