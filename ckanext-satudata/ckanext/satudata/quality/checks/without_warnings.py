"""The portal's check had nothing to warn of."""

from __future__ import annotations

from ckanext.satudata.quality.subject import Subject


def share(subject: Subject) -> float | None:
    """Return the share of the checked files without a warning."""
    checked = [each for each in subject.resources if each.get("validation_status")]
    if not checked:
        return None
    return sum(int(each.get("validation_warning_count") or 0) == 0 for each in checked) / len(checked)
