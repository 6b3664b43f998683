"""What of a dataset's description follows from a new edition of its table: years, title, the next release."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

from ckanext.satudata.metadata import frequency

Years = tuple[int, int]
# a span of years or a single one, in a title
SPAN = re.compile(r"\b((?:19|20)\d\d)\s*(-|–|—|s\.?/?d\.?|sampai|hingga)\s*((?:19|20)\d\d)\b")
SINGLE = re.compile(r"\b((?:19|20)\d\d)\b")


def following(
    dataset: Mapping[str, Any], before: Years | None, after: Years | None, day: datetime.date
) -> dict[str, str]:
    """Return the fields that follow, {name: value}; those that stay as they are do not stand in it.

    `before` and `after` are the first and last years of the dataset's tables, `day` is the day of the hand-over.
    """
    fields: dict[str, str] = {}
    if after is not None:
        fields |= {"dimensi_awal": str(after[0]), "dimensi_akhir": str(after[1])}
        if before is not None:
            fields["title"] = title_after(str(dataset.get("title") or ""), before, after)
    planned = frequency.next_release(str(dataset.get("jadwal_rilis") or ""), str(dataset.get("frekuensi") or ""), day)
    if planned is not None:
        fields["jadwal_rilis"] = planned.isoformat()
    return {name: value for name, value in fields.items() if value != str(dataset.get(name) or "")}


def title_after(title: str, before: Years, after: Years) -> str:
    """Return a title with its years brought up to date; one that names other years than the table stays."""
    span = SPAN.search(title)
    if span is not None:
        if (int(span[1]), int(span[3])) != before:
            return title
        return f"{title[: span.start()]}{_shown(after, span[2])}{title[span.end() :]}"
    years = SINGLE.findall(title)
    if before[0] != before[1] or years != [str(before[1])]:
        return title
    return SINGLE.sub(_shown(after, "–"), title)


def _shown(years: Years, dash: str) -> str:
    first, last = years
    if first == last:
        return str(last)
    return f"{first}{dash}{last}" if len(dash) == 1 else f"{first} {dash} {last}"
