"""What a person's form does not send along of a harvested dataset: the harvest's marks, and the source's own words."""

from __future__ import annotations

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata.gate.steps import Write

MARKS = ("guid", "harvest_object_id", "harvest_source_id", "harvest_source_title")


def keep(write: Write) -> None:
    """Step: keep both for a dataset that is updated without them; words under names of the source's only where the
    request names none at all.
    """
    stored = model.Package.get(write.id) if write.id else None
    extras = write.data.get("extras") or []
    if stored is None or not stored.extras.get("harvest_source_id") or not isinstance(extras, list):
        return
    sent = {row.get("key") for row in extras if isinstance(row, dict)}
    keys = MARKS if "extras" in write.data else _of_source(stored)
    kept = [{"key": key, "value": stored.extras[key]} for key in keys if key not in sent and key in stored.extras]
    write.data["extras"] = [*extras, *kept]


def _of_source(stored: model.Package) -> list[str]:
    """Return the names of what is stored of a dataset and is no field of its schema."""
    schema = tk.h.scheming_get_dataset_schema(stored.type) or {}
    fields = {field["field_name"] for field in schema.get("dataset_fields", [])}
    return [key for key in stored.extras if key not in fields]
