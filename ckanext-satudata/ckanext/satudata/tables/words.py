"""Words for periods and ages in headers and cells, as officers write them."""

from __future__ import annotations

import re

from ckanext.satudata.metadata.months import MONTHS

# the first word of each month in the list above
MONTH_NAMES = {number: name.capitalize() for name, number in reversed(MONTHS.items())}
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
YEARLY = "tahunan|setahun"
YEAR = r"(?:19|20)\d\d"
AGE = r"\d{1,2}\s*[-–]\s*\d{1,2}|[<>≥≤]\s*=?\s*\d{1,3}|\d{1,3}\s*\+"
BETWEEN = r"(?:\s*[-–,|/:]\s*|\s+)"

_YEAR_MONTH = re.compile(
    rf"(?P<rest>.*?)(?:^|{BETWEEN})(?:tahun\s+)?(?:(?P<year>{YEAR}){BETWEEN}(?P<month>{MONTH}|{YEARLY})"
    rf"|(?P<month2>{MONTH}|{YEARLY}){BETWEEN}(?P<year2>{YEAR}))\.?",
    re.IGNORECASE | re.DOTALL,
)
_YEAR = re.compile(rf"(?P<rest>.*?)(?:^|{BETWEEN})(?:tahun\s+)?(?P<year>{YEAR})", re.IGNORECASE | re.DOTALL)
_MONTH = re.compile(rf"(?P<rest>.*?)(?:^|{BETWEEN})(?P<month>{MONTH}|{YEARLY})\.?", re.IGNORECASE | re.DOTALL)
_AGE = re.compile(
    rf"(?:(?:usia|umur)\s+)?(?P<age>{AGE})(?:\s+(?:tahun|th))?(?:{BETWEEN}(?P<rest>.*))?", re.IGNORECASE | re.DOTALL
)


def has_period(text: str) -> bool:
    """Return whether a heading is a year, a month, or both, and nothing else."""
    parsed = period(text)
    return parsed is not None and not parsed[0]


def period(name: str) -> tuple[str, dict[str, str]] | None:
    """Return what is left of a heading that ends with a period, and its `tahun` and `bulan` (1 to 12, "" for a year).

    None for a heading that does not.
    """
    name = name.strip()
    if match := _YEAR_MONTH.fullmatch(name):
        month = (match["month"] or match["month2"]).lower()
        return _rest(match), {"tahun": match["year"] or match["year2"], "bulan": str(MONTHS.get(month, ""))}
    if match := _YEAR.fullmatch(name):
        return _rest(match), {"tahun": match["year"]}
    if match := _MONTH.fullmatch(name):
        return _rest(match), {"bulan": str(MONTHS.get(match["month"].lower(), ""))}
    return None


def age(name: str) -> tuple[str, dict[str, str]] | None:
    """Return what is left of a heading that begins with an age group, and its `kelompok_umur`; None for others."""
    match = _AGE.fullmatch(name.strip())
    return (_rest(match), {"kelompok_umur": " ".join(match["age"].split())}) if match else None


def _rest(match: re.Match[str]) -> str:
    return " ".join((match["rest"] or "").split()).strip(" -–,|/:")
