"""Tables follow a Standar Data."""

from __future__ import annotations

from ckanext.satudata.quality.subject import Subject


def share(subject: Subject) -> float | None:
    """Return 1 when one of the files follows one; half when it has a table schema of its own."""
    if not subject.resources:
        return None
    if any(resource.get("standar") for resource in subject.resources):
        return 1.0
    return 0.5 if any(resource.get("skema_tabel") for resource in subject.resources) else 0.0
