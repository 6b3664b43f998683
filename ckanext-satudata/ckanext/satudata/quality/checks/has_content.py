"""Files are not empty."""

from __future__ import annotations

from ckanext.satudata.quality.model import EMPTY, UNREACHABLE
from ckanext.satudata.quality.subject import Subject


def share(subject: Subject) -> float | None:
    """Return the share of the files with content, of those that could be fetched."""
    return subject.share_of_checked(lambda file: file.fault != EMPTY, lambda file: file.fault not in UNREACHABLE)
