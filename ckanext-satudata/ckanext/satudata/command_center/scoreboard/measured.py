"""What a criterion is asked, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ckanext.satudata.command_center.scoreboard.month import Month


@dataclass(frozen=True)
class Office:
    """An OPD that is judged; `ids` are its organization and those below it, `code` its kode OPD or ""."""

    id: str
    name: str
    title: str
    code: str
    ids: frozenset[str]


@dataclass(frozen=True)
class Question:
    """A criterion is asked for all offices at once; `datasets` are the public ones, as `package_search` has them."""

    month: Month
    offices: list[Office]
    datasets: list[dict[str, Any]]
    settings: dict[str, Any]

    def of(self, office: Office) -> list[dict[str, Any]]:
        """Return the datasets of an office."""
        return [each for each in self.datasets if each["owner_org"] in office.ids]

    def office(self, code: str, name: str) -> Office | None:
        """Return the office that a table means: by its kode OPD, else by its full name."""
        by_code = next((each for each in self.offices if code and each.code == code), None)
        same = [each for each in self.offices if each.title.casefold() == name.strip().casefold()]
        return by_code or (same[0] if len(same) == 1 else None)


@dataclass(frozen=True)
class Said:
    """A marked text with its values, so that each reader gets it in his own language."""

    text: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Evidence:
    """One thing behind a number: its name, what was found, good, warn, bad or "", and where to see it."""

    label: str
    said: Said
    state: str
    url: str


@dataclass
class Measured:
    """What was found of one office: `good` of `cases`, the figures beside them, and the things themselves."""

    good: float = 0
    cases: float = 0
    facts: list[Said] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)

    def add(self, share: float, evidence: Evidence) -> None:
        """Count one more case, of which that share is good."""
        self.good += share
        self.cases += 1
        self.evidence.append(evidence)
