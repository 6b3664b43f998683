"""The length of a frequency's period, from the code list."""

from __future__ import annotations

from ckanext.satudata.metadata import codelists


def days(code: str) -> int | None:
    """Return the days of a frequency's longest period, so that nobody is late who is not; None where it has none."""
    frequency = codelists.load("frekuensi").codes.get(code)
    text = frequency.extra["hari"] if frequency else ""
    return int(text) if text else None
