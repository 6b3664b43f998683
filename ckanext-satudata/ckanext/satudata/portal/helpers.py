"""Template helpers of the portal's pages."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata import mail
from ckanext.satudata.metadata import codelists
from ckanext.satudata.portal import facets

LATEST = 6


def satudata_here() -> str:
    """Return the address of the page that is shown, without its parameters."""
    blueprint, view = tk.get_endpoint()
    address: str = tk.url_for(f"{blueprint}.{view}", **(tk.request.view_args or {}))
    return address


def satudata_feed(**conditions: str) -> str:
    """Return the Atom feed of what the page searches for, or of other conditions: what is new and changed in it."""
    arguments = conditions or {
        name: value for name, value in tk.request.args.items() if value and (name == "q" or name in facets.titles())
    }
    address: str = tk.url_for("feeds.custom", **arguments)
    return address


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
    result = tk.get_action("package_search")({"ignore_auth": False, "user": ""}, search)
    facets = {name: facet["items"] for name, facet in result["search_facets"].items()}
    urusan = codelists.load("urusan")
    return {
        "datasets": result["count"],
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
        "latest": result["results"],
    }


def _by_count(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(items, key=lambda item: (-item["count"], item["display_name"]))


def satudata_sends_mail() -> bool:
    """Return whether the portal has a mail server."""
    return mail.is_configured()


def satudata_is_partial() -> bool:
    """Return whether the datasets of this request's search have only some of its words."""
    return bool(getattr(tk.g, "satudata_partial", False))


def satudata_correction() -> dict[str, str] | None:
    """Return {"asked", "searched"} when this request's search was repeated with corrected words."""
    return getattr(tk.g, "satudata_correction", None)
