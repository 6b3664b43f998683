"""Tables have passed the portal's check."""

from __future__ import annotations

from ckanext.satudata.quality.subject import Subject
from ckanext.satudata.tables import reader


def share(subject: Subject) -> float | None:
    """Return the share of the tables whose last check found no error; unchecked ones have not passed."""
    tables = [each for each in subject.resources if (each.get("format") or "").lower() in reader.FORMATS]
    if not tables:
        return None
    return sum(each.get("validation_status") == "success" for each in tables) / len(tables)
