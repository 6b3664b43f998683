"""What lists show of a submission, found out when it is sent: how much it changes, what its checks warn of."""

from __future__ import annotations

import logging
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ckanext.satudata.review import differences
from ckanext.satudata.review.digests import changed_fields, resource_digests

log = logging.getLogger(__name__)

TABLE = "success"
# sums over the tables of a dataset
COUNTED = ("rows_before", "rows_after", "added", "gone", "changed")


def summarize(
    before: Mapping[str, Any], after: Mapping[str, Any], tables: Mapping[str, Path] | None = None
) -> dict[str, Any]:
    """Return {"fields", "files", "warnings": numbers, "change": what becomes of the public tables, see `changes`}.

    `before` is {} for a dataset that was never public; `tables` are those that a check has just parsed.
    """
    base, present = resource_digests(before), resource_digests(after)
    changed = [row for row in after["resources"] if present[row["id"]] != base.get(row["id"])]
    old = {row["id"]: row for row in before.get("resources", [])}
    return {
        "fields": len(changed_fields(before, after) - {"resources"}) if before else 0,
        "files": len(changed) + len(base.keys() - present.keys()),
        "warnings": sum(int(row.get("validation_warning_count") or 0) for row in changed),
        "change": changes(((old[row["id"]], row) for row in changed if row["id"] in old), tables),
    }


def changes(
    pairs: Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]], tables: Mapping[str, Path] | None = None
) -> dict[str, Any]:
    """Return what becomes of public tables, added up; {} where none is replaced.

    {"rows_before", "rows_after", "added", "gone", "changed": rows, "replaces": whether public figures are others or
    gone, "largest": per cent, None where a figure was 0 before, "periods_added", "periods_gone": names}
    """
    compared = [change for old, new in pairs if (change := _between(old, new, tables)) is not None]
    if not compared:
        return {}
    largest = max(change.largest for change in compared)
    counts = {name: sum(getattr(change, name) or 0 for change in compared) for name in COUNTED}
    return {
        **counts,
        "replaces": any(change.replaces for change in compared),
        "largest": None if math.isinf(largest) else round(largest, 1),
        "periods_added": sorted({name for change in compared for name in change.periods_added}),
        "periods_gone": sorted({name for change in compared for name in change.periods_gone}),
    }


def _between(
    old: Mapping[str, Any], new: Mapping[str, Any], tables: Mapping[str, Path] | None
) -> differences.TableChange | None:
    if old.get("validation_status") != TABLE or new.get("validation_status") != TABLE:
        return None
    if (old.get("hash") or "") == (new.get("hash") or "") and old.get("standar") == new.get("standar"):
        return None
    try:
        return differences.between(old, new, tables)
    except Exception:
        # a file that cannot be read any more hides nothing else from whoever decides
        log.exception("resource %s: its editions could not be compared", new.get("id"))
        return None
