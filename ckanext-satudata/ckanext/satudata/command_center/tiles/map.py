"""Kecamatan of the district coloured by a figure."""

from __future__ import annotations

from typing import Any

from ckanext.satudata import config
from ckanext.satudata.command_center import series
from ckanext.satudata.command_center.tile import Tile
from ckanext.satudata.command_center.tiles import FIGURE, TARGET
from ckanext.satudata.exceptions import N_, WrongTile
from ckanext.satudata.regions import boundaries

SCHEMA = {"required": ["standard", "measure"], "properties": {**FIGURE, **TARGET}}
EXAMPLE = """
kind: map
title: Prevalensi stunting menurut kecamatan
standard: stunting
measure: prevalensi
period: latest
"""
PLACE = "kode_wilayah:kecamatan"


def draw(tile: Tile) -> dict[str, Any]:
    """Return a figure for each kecamatan that has one; the others stay without colour."""
    if not boundaries.has(config.wilayah()):
        text = N_("There are no boundaries of {0}. Import them: ckan satudata map import FILE.")
        raise WrongTile(text, config.wilayah())
    rows, unit = series.by_group(tile, PLACE)
    if not rows:
        return {"face": "empty"}
    for row in rows:
        row["state"] = tile.state(row["value"])
    return {"face": "map", "rows": rows, "unit": unit, "better": tile.better, "limits": tile.get("thresholds", [])}
