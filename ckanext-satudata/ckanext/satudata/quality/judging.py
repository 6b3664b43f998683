"""The criteria of the score as findings under the principles of Satu Data (`gate.principles`), before a release."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckanext.satudata import clock
from ckanext.satudata.gate.principles import Finding
from ckanext.satudata.quality import criteria
from ckanext.satudata.quality.subject import Subject

# what a table only is once it is released
AFTER_RELEASE = {"loaded"}


def findings(dataset: Mapping[str, Any]) -> list[Finding]:
    """Return the cure of each criterion that a dataset does not wholly fulfil, under its principle."""
    subject = Subject(dict(dataset), {}, clock.today())
    judged = [row for row in criteria.every().values() if row.principle and row.check not in AFTER_RELEASE]
    shares = [(criterion, criterion.share(subject)) for criterion in judged]
    return [Finding(row.principle, row.cure) for row, share in shares if share is not None and share < 1]
