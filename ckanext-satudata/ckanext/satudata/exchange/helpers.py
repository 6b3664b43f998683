"""What templates ask of the exchange."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.exchange import daftar_columns, gaps, sources, variables

KINDS = {"kegiatan": "ms-keg", "indikator": "ms-ind", "dataset": "ms-var"}


def satudata_exchange_kind(record: dict[str, Any]) -> str:
    """Return the kind of document that a record has, "" where it has none: a dataset without a table."""
    if record["type"] == "dataset" and not any(_has_columns(resource) for resource in record.get("resources") or []):
        return ""
    return KINDS.get(record["type"], "")


def satudata_exchange_gaps(record: dict[str, Any]) -> list[str]:
    """Return a line for each column that MS-Var leaves out, with what it lacks."""
    return [gap.text for gap in gaps.of(record)] if record["type"] == "dataset" else []


def satudata_exchange_count(record: dict[str, Any]) -> int:
    """Return how many documents a record gives."""
    if record["type"] != "dataset":
        return 1
    return sum(not variables.lacks(source) for source in sources.of_columns(record))


def satudata_daftar_title(key: str) -> str:
    """Return the title of a column of the Daftar Data that every list has."""
    return daftar_columns.title_of(key)


def _has_columns(resource: dict[str, Any]) -> bool:
    return bool(resource.get("standar") or resource.get("datastore_active"))


def satudata_may_exchange() -> bool:
    """Return whether the reader may take files in."""
    try:
        return bool(tk.check_access("satudata_indah_import", {"user": tk.current_user.name}, {}))
    except tk.NotAuthorized:
        return False


def satudata_may_push() -> bool:
    """Return whether the reader may send figures to SIPD."""
    try:
        return bool(tk.check_access("satudata_ewalidata_push", {"user": tk.current_user.name}, {}))
    except tk.NotAuthorized:
        return False
