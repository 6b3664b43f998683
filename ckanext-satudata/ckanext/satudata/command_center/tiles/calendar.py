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
    search = {"fq": "dataset_type:dataset capacity:public jadwal_rilis:*", "rows": 1000}
    datasets = tk.get_action("package_search")({"ignore_auth": False, "user": ""}, search)["results"]
    dated = sorted(
        (dataset for dataset in datasets if dataset.get("jadwal_rilis")), key=lambda dataset: dataset["jadwal_rilis"]
    )
    if not dated:
        return {"face": "empty", "step": tk._("It fills itself once datasets say when their next release is due.")}
    today = clock.today()
    rows = []
    for dataset in dated[: tile.get("most", MOST)]:
        left = (datetime.date.fromisoformat(dataset["jadwal_rilis"]) - today).days
        rows.append(
            {
                "label": dataset["title"],
                "beside": (dataset.get("organization") or {}).get("title", ""),
                "text": period_label(dataset["jadwal_rilis"]),
                "state": "bad" if left < 0 else "warn" if left <= SOON else "good",
            }
        )
    return {"face": "list", "rows": rows}
