"""The alarms that last and that everybody may see."""

from __future__ import annotations

import datetime
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.clock import local
from ckanext.satudata.command_center.alarms import describing
from ckanext.satudata.command_center.tile import Tile
from ckanext.satudata.command_center.tiles import at_most
from ckanext.satudata.observations.periods import label as period_label

SCHEMA = {"properties": {"most": at_most(1, 20)}}
EXAMPLE = """
kind: alarms
title: Peringatan
"""
MOST = 6


def draw(tile: Tile) -> dict[str, Any]:
    """Return a line for each, with the day since when it lasts; one that somebody has acknowledged is amber."""
    alarms = describing.lasting(set())
    if not alarms:
        # that nothing is amiss is no missing figure
        return {"face": "list", "rows": [{"label": tk._("No alarm"), "state": "good"}]}
    return {"face": "list", "rows": [_line(alarm) for alarm in alarms[: tile.get("most", MOST)]]}


def _line(alarm: dict[str, Any]) -> dict[str, Any]:
    since = local(datetime.datetime.fromisoformat(alarm["began"])).isoformat()
    return {
        "label": alarm["title"],
        "beside": alarm["text"],
        "text": tk._("since {0}").format(period_label(since)),
        "state": "warn" if alarm["acknowledged"] else "bad",
    }
