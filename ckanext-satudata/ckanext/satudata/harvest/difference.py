"""What a harvest would change in a dataset, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckanext.satudata.harvest import mapping

# the harvest's own bookkeeping, which means nothing to people
HIDDEN = {"extras", "id", "owner_org", "state"}
RESOURCE_FIELDS = ("name", "url", "description", "format")


def between(current: Mapping[str, Any], proposed: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return {field: [before, after]} of the wanted fields that differ; an empty one when nothing does."""
    changes: dict[str, list[Any]] = {}
    for field, value in proposed.items():
        if field in HIDDEN:
            continue
        if field == "resources":
            before, after = _resources(current.get("resources")), _resources(value)
        else:
            before, after = mapping.normal(field, current.get(field)), mapping.normal(field, value)
        if before != after:
            changes[field] = [before, after]
    return changes


def _resources(value: Any) -> list[str]:
    """Return each linked file on one line; uploaded ones are tables, which are compared by their content."""
    linked = [resource for resource in value or [] if resource.get("url_type") != "upload"]
    return [" | ".join(str(resource.get(field) or "") for field in RESOURCE_FIELDS) for resource in linked]
