"""Filters beside the search: which ones, and names instead of codes in them."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.metadata import codelists

_ = tk._

CODED = {"urusan": "urusan", "frekuensi": "frekuensi", "tingkat_penyajian": "tingkat_penyajian"}


def titles() -> dict[str, str]:
    """Return the filters of the dataset search in the order of the page."""
    return {
        "organization": _("Organizations"),
        "urusan": _("Government affairs"),
        "tingkat_penyajian": _("Level of detail"),
        "frekuensi": _("Frequency"),
        "res_format": _("Formats"),
        "tags": _("Tags"),
    }


def name_codes(results: dict[str, Any]) -> dict[str, Any]:
    """Show the name of each code in the search result's facets."""
    for facet, codelist in CODED.items():
        for item in results.get("search_facets", {}).get(facet, {}).get("items", []):
            code = codelists.load(codelist).codes.get(item["name"])
            item["display_name"] = code.name if code else item["name"]
    return results
