"""The portal's check had nothing to warn of."""

from __future__ import annotations

from ckanext.satudata.quality.subject import Subject


def share(subject: Subject) -> float | None:
    """Return the share of the checked files without a warning."""
    checked = [resource for resource in subject.resources if resource.get("validation_status")]
    if not checked:
        return None
    return sum(int(resource.get("validation_warning_count") or 0) == 0 for resource in checked) / len(checked)
