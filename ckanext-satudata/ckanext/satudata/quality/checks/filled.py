"""Fields of the form are filled in."""

from __future__ import annotations

from ckanext.satudata.quality.subject import Subject


def share(subject: Subject, fields: list[str]) -> float:
    """Return the share of the fields that are filled in."""
    return sum(bool(subject.dataset.get(field)) for field in fields) / len(fields)
