"""There is something to download."""

from __future__ import annotations

from ckanext.satudata.quality.subject import Subject


def share(subject: Subject) -> float:
    """Return 1 for a dataset with a file or link."""
    return float(bool(subject.resources))
