"""What of a request must not be read by everybody: the guard of personal data, on sentences."""

from __future__ import annotations

from ckan.plugins.toolkit import _
from ckanext.satudata import personal
from ckanext.satudata.exceptions import N_
from ckanext.satudata.personal.finding import masked

ASKER = N_("the person who asks")


def findings(text: str, *personal_values: str) -> list[tuple[str, str]]:
    """Return what personal data a text has: (what it is, a marked text; a masked example).

    `own` are the asker's name and address, which are personal wherever they stand.
    """
    lines = [("", number, 1, line) for number, line in enumerate(text.splitlines(), 1)]
    findings = [(finding.label, finding.example) for finding in personal.scan(lines)]
    here = text.casefold()
    return findings + [(ASKER, masked(value)) for value in personal_values if value and value.casefold() in here]


def listed(findings: list[tuple[str, str]]) -> str:
    """Return findings as words in the reader's language."""
    return ", ".join(f"{_(label)} ({example})" for label, example in findings)
