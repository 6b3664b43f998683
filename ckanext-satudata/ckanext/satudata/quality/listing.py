"""The kept scores of all public datasets, for pages and commands alike."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk

PAGE = 1000


def every(office: str | None = None) -> list[dict[str, Any]]:
    """Return all results of `satudata_quality_list`, worst first; of one office or of all."""
    found: list[dict[str, Any]] = []
    while True:
        wanted = {"organization": office, "limit": PAGE, "offset": len(found)}
        answer = tk.get_action("satudata_quality_list")({}, wanted)
        found += answer["results"]
        if not answer["results"] or len(found) >= answer["count"]:
            return found
