"""The time and the day where the district lies."""

from __future__ import annotations

from typing import Any

from ckanext.satudata import config
from ckanext.satudata.command_center.tile import Tile

SCHEMA: dict[str, Any] = {"properties": {}}
EXAMPLE = """
kind: clock
title: Waktu setempat
"""


def draw(_tile: Tile) -> dict[str, Any]:
    """Return the time zone; the browser's clock does the rest."""
    return {"face": "clock", "zone": config.timezone()}
