"""Actions that the harvest extends."""

from __future__ import annotations

from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk

SOURCE_FIELDS = ("source_issued", "source_modified", "source_license", "source_spatial")
MARKS = ("guid", "harvest_object_id", "harvest_source_id", "harvest_source_title")


@tk.chained_action
def package_update(original: Any, context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Keep what the source says of a harvested dataset, which the web form does not send along."""
    stored = model.Package.get(data_dict.get("id") or data_dict.get("name") or "")
    if stored is None or not stored.extras.get("harvest_source_id"):
        return original(context, data_dict)
    sent = {each["key"]: each for each in data_dict.get("extras", [])}
    kept = [{"key": key, "value": stored.extras[key]} for key in MARKS if key not in sent and key in stored.extras]
    own = {field: stored.extras[field] for field in SOURCE_FIELDS if field not in data_dict and field in stored.extras}
    return original(context, {**data_dict, **own, "extras": [*sent.values(), *kept]})
