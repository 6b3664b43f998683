"""Tables need no tidying."""

from __future__ import annotations

from ckanext.satudata.quality.subject import Subject


def share(subject: Subject) -> float | None:
    """Return the share of the checked files that were read as they are, without a step that tidies them."""
    checked = [resource for resource in subject.resources if resource.get("validation_status")]
    if not checked:
        return None
    return sum(not resource.get("langkah_baca") for resource in checked) / len(checked)
