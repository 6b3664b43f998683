"""What is to be published next: the release dates that datasets promise."""

from __future__ import annotations

import datetime
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata import clock
from ckanext.satudata.command_center.tile import Tile
from ckanext.satudata.command_center.tiles import at_most
from ckanext.satudata.observations.periods import label as period_label

SCHEMA = {"properties": {"most": at_most(1, 30)}}
EXAMPLE = """
kind: calendar
title: Jadwal rilis data
"""
MOST = 8
SOON = 14


def draw(tile: Tile) -> dict[str, Any]:
    """Return the nearest dates; one that has passed is red, one within two weeks amber."""
    asked = {"fq": "dataset_type:dataset capacity:public jadwal_rilis:*", "rows": 1000}
    found = tk.get_action("package_search")({"ignore_auth": False, "user": ""}, asked)["results"]
    dated = sorted((each for each in found if each.get("jadwal_rilis")), key=lambda each: each["jadwal_rilis"])
    if not dated:
        return {"face": "empty"}
    today = clock.today()
    rows = []
    for each in dated[: tile.get("most", MOST)]:
        left = (datetime.date.fromisoformat(each["jadwal_rilis"]) - today).days
        rows.append(
            {
                "label": each["title"],
                "beside": (each.get("organization") or {}).get("title", ""),
                "text": period_label(each["jadwal_rilis"]),
                "state": "bad" if left < 0 else "warn" if left <= SOON else "good",
            }
        )
    return {"face": "list", "rows": rows}
