"""What the feed says of public figures that were replaced by others: read from the record of the release."""

from __future__ import annotations

from ckanext.satudata.clock import local
from ckanext.satudata.gate.approvals import revisions
from ckanext.satudata.observations import periods


def revision_note(dataset_id: str) -> str:
    """Return "Direvisi 30 November 2026: sebab" of a dataset, "" where its figures stand as first released."""
    revision = revisions([dataset_id]).get(dataset_id)
    if revision is None:
        return ""
    # the feed's literals are Indonesian
    return f"Direvisi {periods.label(local(revision.moment).isoformat())}: {revision.reason}"
