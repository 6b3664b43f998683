"""A field holds a code of its code list."""

from __future__ import annotations

from ckanext.satudata.metadata import codelists
from ckanext.satudata.quality.subject import Subject


def share(subject: Subject, field: str, codelist: str) -> float:
    """Return 1 for a code of the list, 0 for another text or none."""
    return float(codelists.load(codelist).is_valid(subject.dataset.get(field) or ""))
