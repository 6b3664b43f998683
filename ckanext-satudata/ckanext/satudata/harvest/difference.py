"""What a harvest would change in a dataset, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckanext.satudata.harvest import mapping

# the harvest's own bookkeeping, which says nothing to people
HIDDEN = {"extras", "id", "owner_org", "state"}
RESOURCE_FIELDS = ("name", "url", "description", "format")


def between(current: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return {field: [before, after]} of the wanted fields that differ; an empty one when nothing does."""
    found: dict[str, list[Any]] = {}
    for field, value in wanted.items():
        if field in HIDDEN:
            continue
        if field == "resources":
            before, after = _resources(current.get("resources")), _resources(value)
        else:
            before, after = mapping.normal(field, current.get(field)), mapping.normal(field, value)
        if before != after:
            found[field] = [before, after]
    return found


def _resources(value: Any) -> list[str]:
    """Return each linked file on one line; uploaded ones are tables, which are compared by their content."""
    linked = [each for each in value or [] if each.get("url_type") != "upload"]
    return [" | ".join(str(each.get(field) or "") for field in RESOURCE_FIELDS) for each in linked]
