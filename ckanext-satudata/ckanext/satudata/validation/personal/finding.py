"""What the guard found: where, how much, a masked example, and what cures it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ckan.plugins.toolkit import _


def N_(text: str) -> str:  # noqa: N802
    """Mark a msgid that is translated when it is shown."""
    return text


@dataclass(frozen=True)
class Finding:
    """Personal data in a table or in loose cells.

    `kind` names the module that found it, `label` is what people call it (an untranslated msgid). `columns` are
    headers as the file has them, in loose cells column letters; `row` counts from 1 and is the first hit; `count`
    cells are hit, `share` of those that are filled (0 to 1). `example` is masked: the value itself never leaves the
    guard. `cures` are table steps that would mend it, best first. `sheet` is set for loose cells of a workbook.
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

    @property
    def name(self) -> str:
        """What people call this kind, in the language of the request."""
        return _(self.label)


def cures(columns: tuple[str, ...], others: list[str], *, mask: bool) -> tuple[dict[str, Any], ...]:
    """Return the steps that mend a finding: count the rows by the `others`, mask the column, or drop it."""
    steps: list[dict[str, Any]] = [{"kind": "drop_column", "options": {"column": column}} for column in columns]
    if mask:
        steps.append({"kind": "mask_column", "options": {"column": columns[0]}})
    if others:
        steps.append({"kind": "count_rows", "options": {"columns": others}})
    return tuple(steps)


def masked(text: str) -> str:
    """Return a form of a value that shows where it is and not what it is."""
    text = " ".join(text.split())
    if "@" in text:
        local, _at, domain = text.partition("@")
        return f"{local[:1]}…@{domain}"
    if any(letter.isdigit() for letter in text):
        kept = 4 if len(text) >= 12 else 2
        return f"{text[:kept]}…{text[-2:]}" if len(text) > 5 else f"{text[:1]}…"
    return " ".join(f"{word[:1]}…" for word in text.split()[:4])
