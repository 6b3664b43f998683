"""A published set of figures, and whose it is."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ckanext.satudata.metadata.breaks import Break


@dataclass(frozen=True)
class Source:
    """One measure of the newest revision of a published table.

    `levels` are the lengths of its kode wilayah (2, 5, 8, 13; none without regions), `labels` names of codes that only
    the table itself explains: {dimension: {code: name}}. `organization_id` and what goes with it are empty for a
    dataset of no organization, `series` and `frequency` where its metadata say none. `has_choices` tells whether the
    walidata has chosen for any figure of the measure, `suppressed` how many of its cells have no value because their
    counts are too small, `marked` how many have a mark of BPS (none, negligible). `license` is a code of lisensi,
    `status` one of `provenance.STATUSES`; both are empty where nothing is said. `breaks` are those that the table
    declares. `since` is when (UTC) the table has first told the measure.
    """

    id: int
    standard: str
    measure: str
    revision: str
    levels: tuple[int, ...]
    first_period: str
    last_period: str
    count: int
    resource_id: str
    package_id: str
    package_name: str
    package_title: str
    organization_id: str
    organization_name: str
    organization_title: str
    series: str
    frequency: str
    is_example: bool
    has_choices: bool
    suppressed: int = 0
    marked: int = 0
    since: datetime.datetime | None = None
    license: str = ""
    status: str = ""
    breaks: tuple[Break, ...] = ()
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict, hash=False)

    def describe(self) -> dict[str, Any]:
        """Return the source for people and the API."""
        return {
            "dataset": self.package_name,
            "title": self.package_title,
            "organization": self.organization_title,
            "organization_name": self.organization_name,
            "resource_id": self.resource_id,
            "revision": self.revision,
            "first_period": self.first_period,
            "last_period": self.last_period,
            "frequency": self.frequency,
            "example": self.is_example,
        }
