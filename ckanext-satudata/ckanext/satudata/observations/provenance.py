"""Whose figures are in an answer: each source with what is recorded of its release, and the status of each row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ckanext.satudata.clock import local
from ckanext.satudata.gate.approvals import Revision, approvals, replacements, revisions
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


def status_of(row: Mapping[str, Any], sources: Mapping[str, Mapping[str, Any]]) -> str | None:
    """Return the status of a row of an answer; None where one of its tables has not said its own.

    `sources` are those of `describe` by their ids. A figure that has replaced a public one is `direvisi`, unless its
    office calls it provisional; those beside it that did not change keep theirs.
    """
    there = [sources[table] for table in row["resources"] if table in sources]
    statuses = [source["status"] for source in there]
    for status in STATUSES[:2]:
        if status in statuses:
            return status
    if row["replaced"]:
        return REVISED
    return STATUSES[2] if statuses and all(status == STATUSES[2] for status in statuses) else None


def replacements_of(sources: Iterable[Source]) -> dict[str, list[Revision]]:
    """Return the replacements on record of each table's dataset, by the ids of tables, the oldest first."""
    packages = {source.resource_id: source.package_id for source in sources}
    recorded = replacements(sorted(set(packages.values())))
    return {table: recorded.get(package_id, []) for table, package_id in packages.items()}


def replacement(row: Mapping[str, Any], recorded: Mapping[str, list[Revision]]) -> dict[str, str | None]:
    """Return since when a row holds another figure than before, and why: {"revised": day, "revised_reason"}.

    `recorded` are those of `replacements_of`: the newest before the table was loaded is the one.
    """
    moment = row["replaced"]
    if not moment or row["value"] is None:
        return {"revised": None, "revised_reason": None}
    causes = [one for table in row["resources"] for one in recorded.get(table, []) if one.moment <= moment]
    newest = max(causes, key=lambda one: one.moment, default=None)
    return {
        "revised": local(newest.moment if newest else moment).isoformat(),
        "revised_reason": (newest.reason or None) if newest else None,
    }


def _license(code: str) -> str:
    codes = codelists.load("lisensi").codes
    return codes[code].name if code in codes else code
