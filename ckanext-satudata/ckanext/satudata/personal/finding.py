"""What the guard found: where, how much, a masked example, and what cures it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Finding:
    """Personal data in a table or in loose cells.

    `kind` names the module that found it, `label` is what people call it (an untranslated msgid). `columns` are
    headers as the file has them, in loose cells column letters; `row` counts from 1 and is the first hit; `count`
    cells are hit, `share` of those that are filled (0 to 1). `example` is masked: the value itself never leaves the
    guard. `cures` are table steps that would mend it, best first. `sheet` is set for loose cells of a workbook. `rows`
    are those of the cells that are hit, none where they are all that are filled.
    """

    kind: str
    label: str
    columns: tuple[str, ...]
    row: int | None
    count: int
    share: float
    example: str
    cures: tuple[dict[str, Any], ...] = ()
    sheet: str = ""
    rows: tuple[int, ...] = ()


# rows that a finding names; where more cells are hit, most of them are, and the whole column is meant
MOST_ROWS = 500


def cures(columns: tuple[str, ...], by: list[str], *, keep: str | None = "nothing") -> tuple[dict[str, Any], ...]:
    """Return the steps of `tables` that mend a finding.

    The columns are left out; or masked, where a part of the cells may be kept (`keep`, None where masking is no cure);
    or the rows are counted `by` the other columns.
    """
    steps: list[dict[str, Any]] = [{"kind": "drop_column", "options": {"columns": list(columns)}}]
    if keep:
        steps.append({"kind": "mask_column", "options": {"columns": list(columns), "keep": keep}})
    if by:
        steps.append({"kind": "count_rows", "options": {"by": by, "into": "jumlah"}})
    return tuple(steps)


def masked(text: str) -> str:
    """Return a form of a value that shows where it is and not what it is."""
    text = " ".join(text.split())
    if text.startswith("@"):
        return f"{text[:2]}…"
    local, at, domain = text.partition("@")
    # behind it stands a domain, or the account of a link
    if at and "/" not in local:
        return f"{local[:1]}…@{domain}"
    if any(letter.isdigit() for letter in text):
        kept = 4 if len(text) >= 12 else 2
        return f"{text[:kept]}…{text[-2:]}" if len(text) > 5 else f"{text[:1]}…"
    return " ".join(f"{word[:1]}…" for word in text.split()[:4])
