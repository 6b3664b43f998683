"""Tables can be asked row by row."""

from __future__ import annotations

from ckanext.satudata.quality.subject import Subject
from ckanext.satudata.tables import reader


def share(subject: Subject) -> float | None:
    """Return the share of the tables that the DataStore holds; documents beside them are not counted."""
    tables = [resource for resource in subject.resources if (resource.get("format") or "").lower() in reader.FORMATS]
    if not tables:
        return 0.0 if subject.resources else None
    return sum(bool(table.get("datastore_active")) for table in tables) / len(tables)
