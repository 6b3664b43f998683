"""Files are there, links answer."""

from __future__ import annotations

from ckanext.satudata.quality.model import UNREACHABLE
from ckanext.satudata.quality.subject import Subject


def share(subject: Subject) -> float | None:
    """Return the share of the files that the last nightly check could fetch."""
    return subject.share_of_checked(lambda file: file.fault not in UNREACHABLE)
