"""Each uploaded file lies at an address of its own, and is a resource's only once the resource's row says so.

CKAN keeps the file of a resource under the resource's id and overwrites it before the row is committed: a replacement
that fails afterwards has replaced the file all the same. Here each upload gets a key, which is stored in the row: a
row that is not committed still names the file before. What no row names is swept (`leftovers`).
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from typing import Any

from ckan import model
from ckan.lib import files, uploader
from ckanext.satudata import config
from ckanext.satudata.gate.steps import Write, kept_resources
from werkzeug.datastructures import FileStorage

# field of a resource: the key of its file; resources without one are older than keys
KEY = "file_key"
_SHAPE = re.compile(r"[0-9a-f]{32}")
# the address of a resource's file in the storage: its id in three parts, and the key
_LOCATION = re.compile(r"([0-9a-f]{3})/([0-9a-f]{3})/([0-9a-f-]{30})(?:\.([0-9a-f]{32}))?")


class KeyedUpload(uploader.FKResourceUpload):
    """CKAN's own uploader of resources, with a key in the address; it never overwrites and never removes."""

    def __init__(self, resource: dict[str, Any]) -> None:
        super().__init__(resource)
        if self.filename:
            resource[KEY] = uuid.uuid4().hex
        key = str(resource.get(KEY) or "")
        # it comes out of the row, but an address is nothing to be careless with
        self.key = key if _SHAPE.fullmatch(key) else ""

    def get_path(self, id: str) -> files.Location:
        """Return the address of the file in its storage."""
        location = super().get_path(id)
        return files.Location(f"{location}.{self.key}") if self.key else location

    def upload(self, id: str, max_size: int = 10) -> None:
        """Store the file that came; where a link takes the place of a file, the sweep removes it after the commit."""
        if self.filename:
            super().upload(id, max_size)


def keep_keys(write: Write) -> None:
    """Step: what a request says of keys counts for nothing, what stands stays."""
    for resource in write.resources:
        resource.pop(KEY, None)
        before = {} if write.is_new else write.resources_before.get(str(resource.get("id") or ""), {})
        if before.get(KEY):
            resource[KEY] = before[KEY]


def store_new(write: Write) -> None:
    """Step: store the files of a dataset that is created; CKAN's package_create does not look at them."""
    for resource in write.resources if write.is_new else []:
        if not isinstance(resource.get("upload"), FileStorage):
            continue
        upload = uploader.get_resource_uploader(resource)
        if not upload.filename:
            continue
        resource.setdefault("id", str(uuid.uuid4()))
        resource.update(mimetype=resource.get("mimetype") or upload.mimetype, size=upload.filesize)
        upload.upload(resource["id"])


def is_same(resource: dict[str, Any]) -> bool:
    """Return whether the file of a resource, as it was at some time, is the one that can be downloaded now."""
    row = model.Resource.get(resource.get("id") or "")
    if row is None or row.state != "active" or row.url_type != resource.get("url_type"):
        return False
    if row.url_type != "upload":
        return row.url == resource.get("url")
    extras = row.extras or {}
    return (extras.get(KEY) or "") == (resource.get(KEY) or "") and (row.hash or "") == (resource.get("hash") or "")


def leftovers() -> Iterator[str]:
    """Yield the addresses of files that nothing names: of writes that failed, of what was replaced or purged."""
    query = model.Session.query(model.Resource.id, model.Resource.extras, model.Resource.url_type)
    named = {(row.id, (row.extras or {}).get(KEY) or "") for row in query if row.url_type == "upload"}
    named |= {(resource["id"], resource.get(KEY) or "") for resource in kept_resources()}
    for location in _storage().scan():
        parts = _LOCATION.fullmatch(str(location))
        if parts and ("".join(parts.group(1, 2, 3)), parts[4] or "") not in named:
            yield str(location)


def remove(location: str) -> None:
    """Remove a file."""
    _storage().remove(files.FileData(files.Location(location)))


def _storage() -> Any:
    return files.get_storage(config.resource_storage())
