"""The marks of a harvested dataset, which the web form does not send along."""

from __future__ import annotations

from ckan import model
from ckanext.satudata.gate.steps import Write

MARKS = ("guid", "harvest_object_id", "harvest_source_id", "harvest_source_title")


def keep(write: Write) -> None:
    """Step: keep the marks of a dataset that is updated without them."""
    stored = model.Package.get(write.id) if write.id else None
    extras = write.data.get("extras") or []
    if stored is None or not stored.extras.get("harvest_source_id") or not isinstance(extras, list):
        return
    sent = {row.get("key") for row in extras if isinstance(row, dict)}
    kept = [{"key": key, "value": stored.extras[key]} for key in MARKS if key not in sent and key in stored.extras]
    write.data["extras"] = [*extras, *kept]
