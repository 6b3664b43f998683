"""Fields of the form are filled in, with something meaningful."""

from __future__ import annotations

from ckanext.satudata.quality.subject import Subject


def share(subject: Subject, fields: list[str], unsaid: tuple[str, ...] = ()) -> float:
    """Return the share of the fields that are filled in; the values `unsaid` mean that nothing is known."""
    values = (subject.dataset.get(field) for field in fields)
    return sum(bool(value) and value not in unsaid for value in values) / len(fields)
