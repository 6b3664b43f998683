"""The applications of the district with their state."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.command_center.tile import Tile
from ckanext.satudata.metadata import codelists

SCHEMA = {"properties": {"most": {"type": "integer", "minimum": 1, "maximum": 60}}}
EXAMPLE = """
kind: apps
title: Aplikasi pemerintah daerah
"""
MOST = 12


def draw(tile: Tile) -> dict[str, Any]:
    """Return the applications that the catalogue describes, working ones green."""
    asked = {"fq": "dataset_type:layanan capacity:public", "rows": tile.get("most", MOST), "sort": "title_string asc"}
    found = tk.get_action("package_search")({"ignore_auth": False, "user": ""}, asked)["results"]
    if not found:
        return {"face": "empty"}
    states = codelists.load("status_aplikasi").codes
    rows = [
        {
            "label": each["title"],
            "beside": (each.get("organization") or {}).get("title", ""),
            "text": states[each["status_aplikasi"]].name if each.get("status_aplikasi") in states else "",
            "state": "good" if each.get("status_aplikasi") == "aktif" else "warn",
            "url": each.get("alamat_layanan", ""),
        }
        for each in found
    ]
    return {"face": "list", "rows": rows}
