"""Template helpers of the portal's pages."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.metadata import codelists
from ckanext.satudata.publishing import loaded

LATEST = 6
PREVIEW_ROWS = 8


def satudata_home() -> dict[str, Any]:
    """Return what the home page shows of the public catalogue.

    {"datasets": count, "organizations": count, "urusan": [{"code", "name", "count"}], "offices": [{"name", "title",
    "count"}], "latest": [datasets]}; urusan and offices by number of datasets.
    """
    search = {
        "fq": "capacity:public dataset_type:dataset",
        "sort": "metadata_modified desc",
        "rows": LATEST,
        "facet.field": ["urusan", "organization"],
        "facet.limit": -1,
    }
    found = tk.get_action("package_search")({"ignore_auth": False, "user": ""}, search)
    facets = {name: facet["items"] for name, facet in found["search_facets"].items()}
    urusan = codelists.load("urusan")
    return {
        "datasets": found["count"],
        "organizations": len(facets["organization"]),
        "urusan": [
            {"code": item["name"], "name": urusan.codes[item["name"]].name, "count": item["count"]}
            for item in _by_count(facets["urusan"])
            if urusan.is_valid(item["name"])
        ],
        "offices": [
            {"name": item["name"], "title": item["display_name"], "count": item["count"]}
            for item in _by_count(facets["organization"])
        ],
        "latest": found["results"],
    }


def _by_count(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(items, key=lambda item: (-item["count"], item["display_name"]))


def satudata_preview(resource: dict[str, Any]) -> dict[str, Any] | None:
    """Return the first rows of a resource's DataStore table, or None when it has none (yet) or may not be seen.

    {"fields": [{"id", "type"}], "rows": [[cell]], "total": count}; cells are plain values, None where missing.
    """
    if not resource.get("datastore_active"):
        return None
    found = loaded.find_rows(resource["id"], PREVIEW_ROWS)
    if found is None:
        return None
    fields = [field for field in found["fields"] if field["id"] != "_id"]
    rows = [[record[field["id"]] for field in fields] for record in found["records"]]
    return {"fields": fields, "rows": rows, "total": found["total"]}


def satudata_is_numeric(field: dict[str, Any]) -> bool:
    """Tell whether a DataStore column holds figures, which stand right-aligned."""
    return field["type"] in {"int4", "int8", "numeric", "float8"} and field["id"] != "tahun"


def satudata_figure(value: Any) -> str:
    """Return a number as Indonesians write it (1.234.567,8); other values as they are, "–" where missing."""
    if value is None:
        return "–"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return f"{value:,}".translate(str.maketrans(",.", ".,"))


def satudata_correction() -> dict[str, str] | None:
    """Return {"asked", "searched"} when this request's search was repeated with corrected words."""
    return getattr(tk.g, "satudata_correction", None)
