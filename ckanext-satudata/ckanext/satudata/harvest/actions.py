"""Actions that the harvest extends."""

from __future__ import annotations

from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk

MARKS = ("guid", "harvest_object_id", "harvest_source_id", "harvest_source_title")


@tk.chained_action
def package_update(original: Any, context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Keep the marks of a harvested dataset, which the web form does not send along."""
    stored = model.Package.get(data_dict.get("id") or data_dict.get("name") or "")
    if stored is None or not stored.extras.get("harvest_source_id"):
        return original(context, data_dict)
    sent = {each["key"]: each for each in data_dict.get("extras", [])}
    kept = [{"key": key, "value": stored.extras[key]} for key in MARKS if key not in sent and key in stored.extras]
    return original(context, {**data_dict, "extras": [*sent.values(), *kept]})
