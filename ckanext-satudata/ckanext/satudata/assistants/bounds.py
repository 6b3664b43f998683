"""How much a tool answers at once, and what it says of the rest."""

from __future__ import annotations

import json
from typing import Any

from ckanext.satudata.late import _

MOST_ROWS = 500
MOST_BYTES = 32 * 1024


def size(answer: Any) -> int:
    """Return the bytes of an answer as JSON."""
    return len(json.dumps(answer, ensure_ascii=False, default=str).encode())


def bounded(answer: dict[str, Any], rows: str, narrower: str, total: int | None = None) -> dict[str, Any]:
    """Return an answer with at most 500 of its `rows` and 32 kB, the number of all, and how to ask for fewer.

    `narrower` is a marked text.
    """
    every = answer[rows]
    count = len(every) if total is None else total
    most = min(len(every), MOST_ROWS)
    while True:
        short: dict[str, Any] = {**answer, rows: every[:most], "jumlah": count, "ditampilkan": most}
        if most < count:
            short["mempersempit"] = _(narrower)
        if size(short) <= MOST_BYTES or most == 0:
            return short
        most = most * 3 // 4
