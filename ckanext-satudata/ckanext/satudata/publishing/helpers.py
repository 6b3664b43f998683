"""Template helpers of publishing."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.exceptions import UnknownStandard
from ckanext.satudata.publishing import browsing, datastore, formats, loaded, protection
from ckanext.satudata.standards import fit, model
from ckanext.satudata.tables import symbols

PREVIEW_ROWS = 8


def satudata_load_status(resource: dict[str, Any]) -> dict[str, str]:
    """Return {"state": "pending" | "complete" | "error", "reason"} of a resource's table; empty when it has none."""
    status = datastore.TASK.status(resource["id"])
    return {"state": status["state"], "reason": tk._(status["value"])} if status else {}


def satudata_download_formats() -> dict[str, str]:
    """Return the word on each format's button by the ending of its files."""
    return {name: module.LABEL for name, module in formats.UNITS.items()}


def satudata_preview(resource: dict[str, Any]) -> dict[str, Any] | None:
    """Return the first rows of a resource's DataStore table, or None when it has none (yet) or may not be seen.

    {"fields": [{"id", "type"}], "rows": [[cell]], "total": count}; cells are plain values, None where missing.
    """
    if not resource.get("datastore_active"):
        return None
    page = loaded.find_rows(resource["id"], PREVIEW_ROWS)
    if page is None:
        return None
    fields = [field for field in page["fields"] if field["id"] != "_id"]
    rows = [[record[field["id"]] for field in fields] for record in page["records"]]
    return {"fields": fields, "rows": rows, "total": page["total"]}


def satudata_newest_rows(resource: dict[str, Any]) -> browsing.Page | None:
    """Return the newest rows of a resource's table for people, None where it has none (yet) or they are not public."""
    return browsing.find_page(resource, rows=PREVIEW_ROWS)


def satudata_hidden_cells(resource: dict[str, Any]) -> dict[str, Any] | None:
    """Return how many cells of a table are hidden, and the column that names them; None where none is."""
    count = protection.hidden_of(resource) if resource.get("datastore_active") else 0
    return {"count": count, "column": symbols.COLUMN} if count else None


def satudata_follows_standard(resource: dict[str, Any]) -> bool:
    """Return whether a resource names a standard that exists."""
    try:
        model.load(resource.get("standar") or "")
    except UnknownStandard:
        return False
    return True


def satudata_fit(resource: dict[str, Any], dataset: dict[str, Any]) -> fit.Fit | None:
    """Return the standard that a table and what its dataset says look like; None for none, or where it is not seen."""
    table = satudata_preview(resource)
    if table is None:
        return None
    texts = [str(dataset.get(name) or "") for name in ("title", "pengukuran", "konsep")]
    return next(iter(fit.propose([field["id"] for field in table["fields"]], texts)), None)
