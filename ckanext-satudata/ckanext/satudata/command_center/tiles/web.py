"""A web page or a video conference in a frame."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.command_center import addresses
from ckanext.satudata.command_center.tile import Tile
from ckanext.satudata.exceptions import N_

SCHEMA = {"required": ["url"], "properties": {"url": {"type": "string", "format": "uri", "title": N_("Address")}}}
EXAMPLE = """
kind: web
title: Ruang rapat
url: https://rapat.satudata.example/ruang
"""


def draw(tile: Tile) -> dict[str, Any]:
    """Return the address, if its host is allowed."""
    return {"face": "web", "url": addresses.allowed(tile.get("url"))}
