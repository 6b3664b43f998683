"""What moved: the measures that changed most, each in a sentence."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.command_center import moving
from ckanext.satudata.command_center.tile import Tile
from ckanext.satudata.command_center.tiles import at_most
from ckanext.satudata.exceptions import N_
from ckanext.satudata.metadata.helpers import satudata_figure

SCHEMA = {
    "properties": {
        "against": {"enum": list(moving.AGAINST), "title": N_("Compared with")},
        "within": {"type": "string", "title": N_("Only below this kode wilayah")},
        "most": at_most(1, 20),
    }
}
EXAMPLE = """
kind: moved
title: Yang bergerak
"""
MOST = 6


def draw(tile: Tile) -> dict[str, Any]:
    """Return a line for each measure: its sentence, its change."""
    listed = moving.moves(tile.get("against", moving.PREVIOUS), tile.get("within", ""), tile.published)
    if not listed:
        return {"face": "empty", "step": tk._("It fills itself once a table has figures of two periods.")}
    kept = listed[: tile.get("most", MOST)]
    tile.sources += list({move.source.id: move.source for move in kept}.values())
    return {"face": "list", "rows": [_line(move) for move in kept]}


def _line(move: moving.Move) -> dict[str, Any]:
    sign = "+" if move.change > 0 else "−"
    return {
        "label": move.title,
        "beside": move.text,
        "text": f"{sign}{satudata_figure(round(abs(move.change), 1))}%",
        "state": move.state,
        "url": move.url,
    }
