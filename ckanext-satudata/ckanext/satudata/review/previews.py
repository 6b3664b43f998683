"""The tables of a submission as they would be: what becomes of each file, its first rows, and all of them in pages."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Mapping
from typing import Any

from ckanext.satudata.review import differences
from ckanext.satudata.review.digests import resource_digests
from ckanext.satudata.validation import model as checks
from ckanext.satudata.validation import parsed

log = logging.getLogger(__name__)

# rows, columns and characters of a cell of a first look at a table; rows of a page of the whole
HEAD_ROWS, WIDEST, LONGEST_CELL = 8, 12, 80
PAGE_ROWS = 100


def tables(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what becomes of each file that differs between two states of a dataset, {} none before."""
    return [_table(old, new) for old, new in _pairs(before, after)]


@dataclasses.dataclass(frozen=True)
class Page:
    """A page of a table: its columns, rows of texts, and the number of the first row; `count` rows in all.

    Row 1 is the header, as a spreadsheet of the tidied table has it, so that a cell has an address.
    """

    columns: list[str]
    rows: list[list[str]]
    first: int
    count: int


def page(resource: Mapping[str, Any], number: int) -> Page:
    """Return a page of a resource's table, from 1. Raises what reading the file raises."""
    with parsed.opened(dict(resource)) as table:
        names = list(table.columns)
        listed = ", ".join(table.column(name) for name in names)
        offset = (number - 1) * PAGE_ROWS
        rows = table.ask(f"SELECT {listed} FROM cells ORDER BY n LIMIT {PAGE_ROWS} OFFSET {offset}")
        count = int(table.ask("SELECT count(*) FROM cells")[0][0])
    return Page(names, [[_text(cell) for cell in row] for row in rows], offset + 2, count)


def _pairs(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[dict[str, Any] | None, Any]]:
    """Return the files that differ, as they are and as they would be; None where there is none."""
    old = {resource["id"]: resource for resource in before.get("resources", [])}
    public, present = resource_digests(before), resource_digests(after)
    pairs = [(old.get(row["id"]), row) for row in after["resources"] if present[row["id"]] != public.get(row["id"])]
    kept = {row["id"] for row in after["resources"]}
    return [*pairs, *((row, None) for key, row in old.items() if key not in kept)]


def _table(before: dict[str, Any] | None, after: dict[str, Any] | None) -> dict[str, Any]:
    """Return what becomes of one file."""
    resource = after or before or {}
    report = checks.get(after["validation_report"]) if after and after.get("validation_report") else None
    outcome = report.restored_report.described(report.filename)["tasks"][0] if report else {}
    both_tables = is_table(before) and is_table(after)
    change = _compare(before, after) if before and after and both_tables else None
    return {
        "id": resource.get("id"),
        "name": resource.get("name") or (resource.get("url") or "").rsplit("/", 1)[-1],
        "format": resource.get("format"),
        "standard": resource.get("standar") or "",
        "what": "gone" if after is None else "new" if before is None else "replaced",
        "rows": report.restored_report.rows if report else None,
        "warnings": list(outcome.get("warnings", [])),
        "report": report.id if report else "",
        "head": _head(after) if after and is_table(after) else [],
        "change": dataclasses.asdict(change) | {"loses": change.loses} if change else None,
    }


def _head(resource: Mapping[str, Any]) -> list[list[str]]:
    """Return header and first rows of a table as its check has parsed it, cut to what a page holds."""
    try:
        with parsed.opened(dict(resource)) as table:
            names = list(table.columns)[:WIDEST]
            listed = ", ".join(table.column(name) for name in names)
            rows = table.ask(f"SELECT {listed} FROM cells ORDER BY n LIMIT {HEAD_ROWS}")
    except Exception:
        # a file that cannot be read any more hides nothing else from whoever decides
        log.exception("resource %s: its first rows could not be read", resource.get("id"))
        return []
    return [names, *([_text(cell)[:LONGEST_CELL] for cell in row] for row in rows)]


def _compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> differences.TableChange | None:
    if (before.get("hash") or "") == (after.get("hash") or "") and before.get("standar") == after.get("standar"):
        return None
    try:
        return differences.between(before, after)
    except Exception:
        # a file that cannot be read any more hides nothing else from whoever decides
        log.exception("resource %s: its editions could not be compared", after.get("id"))
        return None


def is_table(resource: Mapping[str, Any] | None) -> bool:
    """Tell whether a resource is a table whose check has parsed it."""
    return bool(resource) and resource is not None and resource.get("validation_status") == "success"


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell)
