"""The best or the worst of a dimension, with the change since the period before."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.command_center import series
from ckanext.satudata.command_center.tile import Tile
from ckanext.satudata.command_center.tiles import FIGURE, TARGET, at_most, grouped
from ckanext.satudata.exceptions import N_

SCHEMA = {
    "required": ["standard", "measure", "by"],
    "properties": {
        **FIGURE,
        **TARGET,
        "by": grouped(),
        "compare": {"enum": ["previous", "year"], "title": N_("Compared with")},
        "order": {"enum": ["highest", "lowest"], "title": N_("Which come first")},
        "most": at_most(3, 40),
    },
}
EXAMPLE = """
kind: ranking
title: Serapan anggaran menurut OPD
standard: serapan_anggaran
measure: serapan
by: kode_opd
period: latest
"""
MOST = 10


def draw(tile: Tile) -> dict[str, Any]:
    """Return rows with rank, ties sharing one, and the colour of each."""
    rows, unit = series.by_group(tile, tile.get("by"))
    if not rows:
        return {"face": "empty"}
    lowest = tile.get("order", "highest") == "lowest"
    rows.sort(key=lambda row: (row["value"] if lowest else -row["value"], row["label"]))
    for index, row in enumerate(rows):
        tied = index and rows[index - 1]["value"] == row["value"]
        row["rank"] = rows[index - 1]["rank"] if tied else index + 1
        row["state"] = tile.state(row["value"])
    kept = rows[: tile.get("most", MOST)]
    return {"face": "ranking", "rows": kept, "left_out": len(rows) - len(kept), "unit": unit, "better": tile.better}
