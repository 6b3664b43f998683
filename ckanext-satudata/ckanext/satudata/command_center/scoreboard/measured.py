"""What a criterion is asked, and what it answers."""

from __future__ import annotations

import collections
import functools
from collections.abc import Iterable
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
        return self._datasets_by_office.get(office.name, [])

    def office(self, code: str, name: str) -> Office | None:
        """Return the office that a table means: by its kode OPD, else by its full name."""
        return self._offices_by_code.get(code) or self._offices_by_title.get(name.strip().casefold())

    def office_of(self, ids: Iterable[str]) -> Office | None:
        """Return the first office that has one of these organizations."""
        having = [
            self._offices_by_id[organization_id] for organization_id in ids if organization_id in self._offices_by_id
        ]
        return min(having, key=self.offices.index, default=None)

    # made once, for datasets and rows of tables are many: nobody looks through all of them for each office

    @functools.cached_property
    def _datasets_by_office(self) -> dict[str, list[dict[str, Any]]]:
        by_office: dict[str, list[dict[str, Any]]] = {}
        for dataset in self.datasets:
            if dataset["owner_org"] in self._offices_by_id:
                by_office.setdefault(self._offices_by_id[dataset["owner_org"]].name, []).append(dataset)
        return by_office

    @functools.cached_property
    def _offices_by_id(self) -> dict[str, Office]:
        return {organization_id: office for office in self.offices for organization_id in office.ids}

    @functools.cached_property
    def _offices_by_code(self) -> dict[str, Office]:
        return {office.code: office for office in reversed(self.offices) if office.code}

    @functools.cached_property
    def _offices_by_title(self) -> dict[str, Office]:
        """The offices by their titles, without those that share one."""
        titles = collections.Counter(office.title.casefold() for office in self.offices)
        named = {office.title.casefold(): office for office in self.offices}
        return {title: office for title, office in named.items() if titles[title] == 1}


@dataclass(frozen=True)
class Message:
    """A marked text with its values, so that each reader gets it in his own language."""

    text: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Evidence:
    """One thing behind a number: its name, what was found, good, warn, bad or "", and where to see it."""

    label: str
    said: Message
    state: str
    url: str


@dataclass
class Measured:
    """What was found of one office: `good` of `cases`, the figures beside them, and the things themselves."""

    good: float = 0
    cases: float = 0
    facts: list[Message] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)

    def add(self, share: float, evidence: Evidence) -> None:
        """Count one more case, of which that share is good."""
        self.good += share
        self.cases += 1
        self.evidence.append(evidence)
