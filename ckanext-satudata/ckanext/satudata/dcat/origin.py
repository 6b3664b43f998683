"""When a record was issued and changed, its page and licence: from its source where it was harvested, else as ours.

The harvest keeps what a source says in fields `source_…`; a dataset that was made here has none of them. DCAT-AP wants
of a landing page that it is the data provider's, not that of a portal which passes the data on.
"""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.dcat import uris


def issued(record: dict[str, Any]) -> str | None:
    """Return when a dataset or resource was issued: a year, month, day or moment (ISO 8601)."""
    return record.get("source_issued") or utc(record.get("metadata_created") or record.get("created"))


def modified(record: dict[str, Any]) -> str | None:
    """Return when a dataset or resource last changed, likewise."""
    return record.get("source_modified") or utc(record.get("last_modified") or record.get("metadata_modified"))


def page(dataset: dict[str, Any]) -> str:
    """Return the dataset's landing page: at its source where it has one there, else ours."""
    return uris.link(dataset.get("url")) or portal_page(dataset)


def portal_page(dataset: dict[str, Any]) -> str:
    """Return the dataset's page in this portal."""
    return uris.record("dataset", dataset["name"])


def licence(dataset: dict[str, Any]) -> str | None:
    """Return the licence's address; None where there is none, or only one in words."""
    return uris.link(dataset.get("license_url")) or uris.link(dataset.get("source_license"))


def rights(dataset: dict[str, Any]) -> str | None:
    """Return what the source wrote of its licence in words that are no address."""
    text = dataset.get("source_license")
    return None if uris.link(text) else text


def utc(moment: str | None) -> str | None:
    """Return CKAN's moment, which it keeps in UTC without saying so, with its time zone."""
    if not moment:
        return None
    try:
        parsed = tk.h.date_str_to_datetime(moment)
    except (ValueError, TypeError):
        return None
    return parsed.replace(tzinfo=None).isoformat() + "Z"
