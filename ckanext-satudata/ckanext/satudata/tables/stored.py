"""The bytes of a resource's uploaded file."""

from __future__ import annotations

from typing import Any

from ckan.lib import files, uploader


def content(resource: dict[str, Any]) -> bytes:
    """Return the file's bytes, from whichever storage holds it."""
    upload = uploader.get_resource_uploader(resource)
    location = files.Location(upload.get_path(resource["id"]))
    stored: bytes = upload.storage.content(files.FileData(location))
    return stored


def name(resource: dict[str, Any]) -> str:
    """Return the name under which the file was uploaded."""
    return (resource.get("url") or "").rsplit("/", 1)[-1]
