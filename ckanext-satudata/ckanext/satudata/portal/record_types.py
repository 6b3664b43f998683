"""What pages call the records besides datasets: activities, indicators, applications."""

from __future__ import annotations

from collections.abc import Callable

from ckan.plugins import toolkit as tk

_ = tk._


def _texts(object_type: str) -> dict[str, str]:
    """Return the name of a record type in the plural ("many") and what its button and search box say."""
    texts = {
        "kegiatan": {
            "many": _("Statistical activities"),
            "add": _("Add activity"),
            "search": _("Search activities"),
            "none": _("This activity has no description."),
        },
        "indikator": {
            "many": _("Indicators"),
            "add": _("Add indicator"),
            "search": _("Search indicators"),
            "none": _("This indicator has no description."),
        },
        "layanan": {
            "many": _("Applications"),
            "add": _("Add application"),
            "search": _("Search applications"),
            "none": _("This application has no description."),
        },
    }
    return texts.get(object_type, {})


PURPOSES = {
    "add link": "add",
    "create label": "add",
    "create title": "add",
    "search placeholder": "search",
    "search_placeholder": "search",
    "no description": "none",
    "breadcrumb": "many",
    "content tab": "many",
    "facet label": "many",
    "main nav": "many",
    "page title": "many",
}


@tk.chained_helper
def humanize_entity_type(
    original: Callable[..., str | None], entity_type: str, object_type: str, purpose: str
) -> str | None:
    """Return our text for our record types, CKAN's own for everything else."""
    texts = _texts(object_type)
    if entity_type != "package" or not texts:
        return original(entity_type, object_type, purpose)
    if purpose in PURPOSES:
        return texts[PURPOSES[purpose]]
    return _("Save") if purpose in {"save label", "update label"} else None


def satudata_records_title(object_type: str) -> str:
    """Return the name of a record type in the plural, for titles and breadcrumbs."""
    return _texts(object_type).get("many") or _("Datasets")
