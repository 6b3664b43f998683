"""What of a dataset counts as a change: two states with the same digest differ in nothing that people read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from ckanext.satudata.gate import revision
from ckanext.satudata.gate.files import KEY
from ckanext.satudata.publishing import years

# in what is shown of a dataset to those who write it: its open submission
MARK = "satudata_submission"
# what tells nothing about the data themselves
VOLATILE = ("metadata_modified", "metadata_created", MARK, revision.FIELD, years.WRITTEN)
VOLATILE_OF_RESOURCE = (
    "metadata_modified",
    "last_modified",
    "validation_timestamp",
    "validation_report",
    "datastore_active",
    "url",
    "created",
    KEY,
)


def digest_of(dataset: Mapping[str, Any]) -> str:
    """Return a digest of what a dataset says; the same for two that differ in nothing people read."""
    plain = {name: value for name, value in dataset.items() if name not in VOLATILE}
    plain["resources"] = [_plain_resource(resource) for resource in dataset.get("resources", [])]
    return hashlib.sha256(json.dumps(plain, sort_keys=True, default=str).encode()).hexdigest()


def resource_digests(dataset: Mapping[str, Any]) -> dict[str, str]:
    """Return a digest of each resource by its id."""
    return {
        resource["id"]: hashlib.sha256(json.dumps(_plain_resource(resource), sort_keys=True).encode()).hexdigest()
        for resource in dataset.get("resources", [])
    }


def changed_fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    """Return the names of the fields of a dataset that differ; its files as "resources"."""
    names = {name for name in (*before, *after) if name not in VOLATILE and name != "resources"}
    changed = {name for name in names if (before.get(name) or "") != (after.get(name) or "")}
    if resource_digests(before) != resource_digests(after):
        changed.add("resources")
    return changed


def _plain_resource(resource: Mapping[str, Any]) -> dict[str, str]:
    plain = {name: value for name, value in resource.items() if name not in VOLATILE_OF_RESOURCE}
    # an uploaded file is known by its content, what lies elsewhere by its address
    if resource.get("url_type") != "upload":
        plain["url"] = resource.get("url")
    return {name: str(value) for name, value in plain.items() if value not in (None, "", [])}
