"""A list has enough entries."""

from __future__ import annotations

from ckanext.satudata.quality.subject import Subject


def share(subject: Subject, field: str, least: int) -> float:
    """Return how much of the wanted number is there."""
    return min(len(subject.dataset.get(field) or []) / least, 1.0)
