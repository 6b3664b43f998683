"""The applications of the district: whether they answer (`uptime`), else the state that is declared."""

from __future__ import annotations

import datetime
from typing import Any

from ckan.plugins import toolkit as tk
from ckan.plugins.toolkit import _
from ckanext.satudata import clock
from ckanext.satudata.command_center import uptime
from ckanext.satudata.command_center.tile import Tile
from ckanext.satudata.command_center.tiles import at_most
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations.periods import label as period_label

SCHEMA = {"properties": {"most": at_most(1, 60)}}
EXAMPLE = """
kind: apps
title: Aplikasi pemerintah daerah
"""
MOST = 12


def draw(tile: Tile) -> dict[str, Any]:
    """Return the applications that the catalogue describes, working ones green."""
    search = {"fq": "dataset_type:layanan capacity:public", "rows": tile.get("most", MOST), "sort": "title_string asc"}
    services = tk.get_action("package_search")({"ignore_auth": False, "user": ""}, search)["results"]
    if not services:
        return {"face": "empty", "step": tk._("Describe the applications of the offices as records Layanan.")}
    states = codelists.load("status_aplikasi").codes
    states_of_services = uptime.states()
    rows = []
    for service in services:
        code, live = service.get("status_aplikasi"), states_of_services.get(service["id"])
        state_name = states[code].name if code in states else ""
        row = {"text": state_name, "state": "good" if code == "aktif" else "warn"}
        beside = (service.get("organization") or {}).get("title", "")
        if live and live.is_recent:
            row = {"text": _("answers"), "state": "good"}
            if not live.up:
                row, beside = {"text": _("no answer"), "state": "bad"}, _since(live.since)
        rows.append({**row, "label": service["title"], "beside": beside, "url": service.get("alamat_layanan", "")})
    return {"face": "list", "rows": rows}


def _since(since: str) -> str:
    moment = datetime.datetime.fromisoformat(since).astimezone(clock.zone())
    return _("since {0}").format(f"{moment:%H.%M}, {period_label(moment.date().isoformat())}")
