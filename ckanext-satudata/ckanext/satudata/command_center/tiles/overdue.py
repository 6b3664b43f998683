"""Complaints whose time has passed, the longest first, without anything of who complained."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.command_center.tile import Tile
from ckanext.satudata.command_center.tiles import at_most
from ckanext.satudata.command_center.war_room import cases

SCHEMA = {"properties": {"most": at_most(3, 40)}}
EXAMPLE = """
kind: overdue
title: Aduan lewat batas waktu
"""
MOST = 12


def draw(tile: Tile) -> dict[str, Any]:
    """Return a line for each complaint: its matter, whose it is, how many working days it is late."""
    tile.sources += cases.sources()
    listed = cases.overdue()
    if not listed:
        return {"face": "list", "rows": [{"label": tk._("No complaint is overdue"), "state": "good"}]}
    return {"face": "list", "rows": [_line(case) for case in listed[: tile.get("most", MOST)]]}


def _line(case: cases.Case) -> dict[str, Any]:
    days = tk.ungettext("{n} working day", "{n} working days", case.late).format(n=case.late)
    return {"label": case.matter, "beside": f"{case.office} · {case.kind_label}", "text": days, "state": "bad"}
