"""Files are described."""

from __future__ import annotations

from ckanext.satudata.quality.subject import Subject


def share(subject: Subject) -> float | None:
    """Return the share of the files with a description, or whose columns a Standar Data describes."""
    if not subject.resources:
        return None
    described = [resource for resource in subject.resources if resource.get("description") or resource.get("standar")]
    return len(described) / len(subject.resources)
