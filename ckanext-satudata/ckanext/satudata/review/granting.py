"""Whether the walidata's leave lets a write be public without a look: its conditions (`model.Grant`)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from ckan import model
from ckanext.satudata.gate.steps import HARVEST, Write
from ckanext.satudata.review import model as records
from ckanext.satudata.review import pembina, summaries
from ckanext.satudata.review.authority import Authority, grant_for


def find_usable(write: Write, package: model.Package | None) -> Authority | None:
    """Return the leave by which a write is public at once; None where there is none, or a condition is not met."""
    if package is not None and records.find_open(package.id):
        # what waits already is decided by a person
        return None
    if package is not None and pembina.pembina_of_package(package):
        # Data Prioritas want a signature
        return None
    authority = grant_for(package.id if package else "", _source(write, package))
    if authority is None or authority.grant is None:
        return None
    if any(_warns_anew(write, resource) for resource in write.resources):
        return None
    most = authority.grant.most_change
    return authority if most is None or _largest_change(write) <= most else None


def _largest_change(write: Write) -> float:
    """Return by how many per cent a public figure would change at most; infinite where one would be gone."""
    replaced = [(write.resources_before.get(str(row.get("id") or "")), row) for row in write.resources]
    change = summaries.changes([(old, new) for old, new in replaced if old], write.tables)
    if not change:
        return 0.0
    if change["gone"] or change["largest"] is None:
        return math.inf
    return float(change["largest"])


def _warns_anew(write: Write, resource: Mapping[str, Any]) -> bool:
    """Tell whether the check of a file finds more than it did of what is public."""
    before = write.resources_before.get(str(resource.get("id") or ""), {})
    return int(resource.get("validation_warning_count") or 0) > int(before.get("validation_warning_count") or 0)


def _source(write: Write, package: model.Package | None) -> str:
    """Return the id of the harvest source whose run writes, "" where none does."""
    if not write.context.get(HARVEST):
        return ""
    if package is not None and package.extras.get("harvest_source_id"):
        return str(package.extras["harvest_source_id"])
    extras = write.data.get("extras") or []
    return next((str(row["value"]) for row in extras if row.get("key") == "harvest_source_id"), "")
