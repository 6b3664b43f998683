"""Fields that no form shows, as what a source says of a dataset and its files: a form that is saved keeps them."""

from __future__ import annotations

from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata.gate.steps import Write
from werkzeug.datastructures import FileStorage

# what CKAN's own columns say of a file, and no field of the schema
OF_FILES = ("hash", "size", "mimetype")


def keep(write: Write) -> None:
    """Step: put back what the request leaves out; an empty text removes it.

    What is said of a file goes with it: where another file or link takes its place, nothing of the old one is left.
    """
    stored = model.Package.get(write.id) if write.id else None
    if stored is None:
        return
    schema = tk.h.scheming_get_dataset_schema(stored.type) or {}
    _put_back(write.data, dict(stored.extras), _hidden(schema.get("dataset_fields", [])))
    names = _hidden(schema.get("resource_fields", []))
    for resource in write.resources:
        before = write.resources_before.get(str(resource.get("id") or ""))
        if before is None:
            continue
        if _is_same_file(resource, before):
            _put_back(resource, before, [*names, *OF_FILES])
        elif not _file(resource):
            # of a file that comes along, its check and its store tell
            resource.update({name: resource.get(name) or "" for name in OF_FILES})


def _hidden(fields: list[dict[str, Any]]) -> list[str]:
    return [field["field_name"] for field in fields if "form_snippet" in field and field["form_snippet"] is None]


def _put_back(data: dict[str, Any], before: dict[str, Any], names: list[str]) -> None:
    data.update({name: before[name] for name in names if name not in data and before.get(name) not in (None, "")})


def _is_same_file(resource: dict[str, Any], before: dict[str, Any]) -> bool:
    return not _file(resource) and _address(resource, before) == _address(before, before)


def _address(resource: dict[str, Any], before: dict[str, Any]) -> str:
    """Return where a file lies: of one that was uploaded, its name."""
    address = str(resource.get("url") or "")
    return address.rsplit("/", 1)[-1] if before.get("url_type") == "upload" else address


def _file(resource: dict[str, Any]) -> bool:
    file = resource.get("upload")
    return isinstance(file, FileStorage) and bool(file.filename)
