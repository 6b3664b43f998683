"""A text is long enough."""

from __future__ import annotations

from ckanext.satudata.quality.subject import Subject


def share(subject: Subject, field: str, least: int) -> float:
    """Return how much of the wanted number of characters is there."""
    return min(len(" ".join(str(subject.dataset.get(field) or "").split())) / least, 1.0)
