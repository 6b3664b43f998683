"""The fields of a form, as the schema of its record names them: what is stored of each, and what is sent."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.gate import canonical
from ckanext.satudata.gate.steps import Kind
from ckanext.scheming.plugins import expand_form_composite
from werkzeug.datastructures import FileStorage

TAGS = "tag_string"
VISIBILITY = "private"
# the content of a resource's file, which has a name in the field `url`
FILE, ADDRESS = "hash", "url"
PARTS = "repeating_subfields"


@dataclass(frozen=True)
class Form:
    """A form: rows of the schema, and the names of the fields that stand in it."""

    rows: list[dict[str, Any]]
    names: list[str]

    @classmethod
    def of(cls, kind: Kind, stored: dict[str, Any]) -> Form:
        """Return the form of a stored dataset or organization."""
        if kind == Kind.ORGANIZATION:
            rows = (tk.h.scheming_get_organization_schema(stored.get("type") or "") or {}).get("fields", [])
            return cls(rows, _shown(rows))
        rows = (tk.h.scheming_get_dataset_schema(stored.get("type") or "") or {}).get("dataset_fields", [])
        # stands in the form beside the organization, and has no place of its own in the schema
        return cls(rows, [*_shown(rows), VISIBILITY])

    @classmethod
    def of_resources(cls, dataset: dict[str, Any]) -> Form:
        """Return the form of the resources of a stored dataset."""
        rows = (tk.h.scheming_get_dataset_schema(dataset.get("type") or "") or {}).get("resource_fields", [])
        return cls(rows, [*_shown(rows), FILE])

    def row(self, name: str) -> dict[str, Any]:
        """Return the schema's declaration of a field; empty for one that is not in it."""
        return next((row for row in self.rows if row["field_name"] == name), {})

    def stored(self, stored: dict[str, Any], name: str) -> Any:
        """Return a stored field as its form has it."""
        if name == TAGS:
            return ", ".join(sorted(tag["name"] for tag in stored.get("tags") or []))
        return _address(stored) if name == ADDRESS else stored.get(name)

    def digest_of_sent(self, data: dict[str, Any], name: str, began: str) -> str:
        """Return the digest of a field as it was sent; `began` is the one of the field as the form was opened."""
        if name == FILE:
            # a file that comes with the form is another one than before, whatever it is called
            return canonical.digest(uuid.uuid4().hex) if _has_file(data) else began
        if name == ADDRESS and _has_file(data):
            return began
        return canonical.digest(_sent(data, name))

    def put(self, data: dict[str, Any], stored: dict[str, Any], name: str) -> None:
        """Put what is stored of a field in the place of what was sent."""
        if name == ADDRESS:
            data.update(url=stored.get("url"), url_type=stored.get("url_type"))
        elif name != FILE:
            data[name] = self.stored(stored, name)

    def shown(self, stored: dict[str, Any], name: str) -> str:
        """Return a stored field for people, on one line."""
        value = self.stored(stored, ADDRESS if name == FILE else name)
        if not isinstance(value, list):
            return _line(value)
        keys = [part["field_name"] for part in self.row(name).get(PARTS, [])]
        if not keys:
            return ", ".join(map(_line, value))
        return "; ".join(", ".join(_line(part[key]) for key in keys if part.get(key)) for part in value)

    def place(self, name: str) -> str:
        """Return the name of the field at which an error is shown."""
        return ADDRESS if name == FILE else name

    def errors(self, name: str, message: str) -> list[Any]:
        """Return an error as the page expects it: of a list of parts at the first field of the first part."""
        parts = self.row(name).get(PARTS)
        return [{parts[0]["field_name"]: [message]}] if parts else [message]

    def labels(self, names: Iterable[str]) -> list[str]:
        """Return the names of fields for people."""
        labels = {row["field_name"]: row.get("label") for row in self.rows}
        labels[VISIBILITY] = tk._("Visibility")
        return [str(tk.h.scheming_language_text(labels.get(self.place(name)) or name)) for name in names]


def expand(form: Form, data: dict[str, Any]) -> None:
    """Make lists of the parts that a form sends as `field-0-part`, in place."""
    expand_form_composite(data, {row["field_name"] for row in form.rows if PARTS in row})


def _shown(rows: list[dict[str, Any]]) -> list[str]:
    return [row["field_name"] for row in rows if not ("form_snippet" in row and row["form_snippet"] is None)]


def _has_file(data: dict[str, Any]) -> bool:
    file = data.get("upload")
    return isinstance(file, FileStorage) and bool(file.filename)


def _address(resource: dict[str, Any]) -> str:
    """Return a link, or the name of a file: the rest of its address is the portal's own."""
    address = str(resource.get(ADDRESS) or "")
    return address.rsplit("/")[-1] if resource.get("url_type") == "upload" else address


def _sent(data: dict[str, Any], name: str) -> Any:
    """Return a field as it was sent; forms leave empty lists out."""
    if name == TAGS and name in data:
        return ", ".join(sorted(filter(None, (tag.strip() for tag in str(data[name]).split(",")))))
    return _address(data) if name == ADDRESS else data.get(name)


def _line(value: Any) -> str:
    return "" if value is None else str(value)
