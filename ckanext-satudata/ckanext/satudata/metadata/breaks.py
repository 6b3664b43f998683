"""Breaks in a series: the figures from a period on are not of the same count as those before."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ckanext.satudata.exceptions import N_, WrongBreak

KINDS = ("definisi", "klasifikasi", "batas_wilayah", "tahun_dasar", "metode")
PERIOD = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
SEPARATOR = ";"


@dataclass(frozen=True)
class Break:
    """That the figures from the period `mulai` on are not of the same count as those before.

    `jenis` is one of KINDS; without `ukuran` all measures are meant.
    """

    mulai: str
    jenis: str
    sebab: str
    ukuran: tuple[str, ...] = ()


def parse_breaks(text: str) -> tuple[Break, ...]:
    """Return the breaks that a table declares, a line for each: period; kind; cause. Raises WrongBreak."""
    return tuple(_parse_line(line) for line in text.splitlines() if line.strip())


def _parse_line(line: str) -> Break:
    parts = [part.strip() for part in line.split(SEPARATOR, 2)]
    if len(parts) < 3 or not parts[2]:
        raise WrongBreak(
            N_('"{line}" is not written as period; kind; cause. Write all three parts.'), line=line.strip()
        )
    period, kind, cause = parts[0], parts[1].lower().replace(" ", "_"), parts[2]
    if not PERIOD.fullmatch(period):
        text = N_('"{period}" is no period. Write a year, a month or a day: 2024, 2024-05, 2024-05-01.')
        raise WrongBreak(text, period=period)
    if kind not in KINDS:
        raise WrongBreak(
            N_('"{kind}" is no kind of break. The kinds are: {kinds}.'), kind=parts[1], kinds=", ".join(KINDS)
        )
    return Break(period, kind, cause)


def describe_breaks(entries: tuple[Break, ...]) -> str:
    """Return breaks as a table declares them."""
    return "\n".join(f"{entry.mulai}{SEPARATOR} {entry.jenis}{SEPARATOR} {entry.sebab}" for entry in entries)
