"""Files are of an open format that machines read."""

from __future__ import annotations

from ckanext.satudata.quality.subject import Subject


def share(subject: Subject, formats: list[str]) -> float | None:
    """Return 1 when one of the files is: a PDF beside the table does no harm."""
    if not subject.resources:
        return None
    return float(any((resource.get("format") or "").upper() in formats for resource in subject.resources))
