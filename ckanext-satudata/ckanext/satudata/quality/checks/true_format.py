"""Files have the format that they declare."""

from __future__ import annotations

from ckanext.satudata.quality.model import FORMAT
from ckanext.satudata.quality.subject import Subject


def share(subject: Subject) -> float | None:
    """Return the share of the files whose first bytes are those of their declared format, of those that tell one."""
    return subject.share_of_checked(lambda file: file.fault != FORMAT, lambda file: bool(file.found))
