"""Whose figures are in an answer: each source with what is recorded of its release, and the status of each row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ckanext.satudata.clock import local
from ckanext.satudata.gate.approvals import approvals, revisions
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations import past
from ckanext.satudata.observations.source import Source

# the least certain first: a figure made of several is as certain as the least of them
STATUSES = ("sangat_sementara", "sementara", "tetap")
REVISED, SUPPRESSED = "direvisi", "dirahasiakan"


def describe(sources: Iterable[Source], as_of: str = "") -> list[dict[str, Any]]:
    """Return sources for people and programs, with what the records say of their release; no word without a record.

    With `as_of`, a day, nothing is said that was recorded later.
    """
    sources = list(sources)
    package_ids = sorted({source.package_id for source in sources})
    released, revised = approvals(package_ids), revisions(package_ids)
    if as_of:
        end = past.end_of(as_of)
        released = {key: approval for key, approval in released.items() if approval.moment < end}
        revised = {key: revision for key, revision in revised.items() if revision.moment < end}
    described = []
    for source in sources:
        approval, revision = released.get(source.package_id), revised.get(source.package_id)
        described.append(
            {
                "id": source.resource_id,
                **source.describe(),
                "license": source.license,
                "license_label": _license(source.license),
                "status": source.status or None,
                "released": local(approval.moment).isoformat() if approval else None,
                "released_by": approval.office if approval else None,
                "checked": bool(approval and approval.is_checked),
                "revised": local(revision.moment).isoformat() if revision else None,
                "revised_reason": revision.reason if revision else None,
            }
        )
    return described


def status_of(tables: Iterable[str], sources: Mapping[str, Mapping[str, Any]]) -> str | None:
    """Return the status of a row that comes from some tables; None where one of them has not said its own.

    `sources` are those of `describe` by their ids. What was replaced after its release is `direvisi`, unless its
    office calls it provisional.
    """
    there = [sources[table] for table in tables if table in sources]
    statuses = [source["status"] for source in there]
    for status in STATUSES[:2]:
        if status in statuses:
            return status
    if any(source["revised"] for source in there):
        return REVISED
    return STATUSES[2] if statuses and all(status == STATUSES[2] for status in statuses) else None


def _license(code: str) -> str:
    codes = codelists.load("lisensi").codes
    return codes[code].name if code in codes else code
