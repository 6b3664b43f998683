"""Tables have passed the portal's check."""

from __future__ import annotations

from ckanext.satudata.quality.subject import Subject
from ckanext.satudata.tables import reader


def share(subject: Subject) -> float | None:
    """Return the share of the tables whose last check found no error; unchecked ones have not passed."""
    tables = [resource for resource in subject.resources if (resource.get("format") or "").lower() in reader.FORMATS]
    if not tables:
        return None
    return sum(table.get("validation_status") == "success" for table in tables) / len(tables)
