"""The newest lines of a published table that follows a standard: news mentions."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.command_center.tile import Tile
from ckanext.satudata.command_center.tiles import MEASURE, STANDARD, at_most
from ckanext.satudata.exceptions import N_
from ckanext.satudata.observations.model import published
from ckanext.satudata.observations.periods import label as period_label
from ckanext.satudata.standards import fit

SCHEMA = {
    "required": ["standard", "measure", "text"],
    "properties": {
        "standard": STANDARD,
        "measure": MEASURE,
        "text": {"type": "string", "title": N_("Column that is shown"), "follows": True, "suggest": "fields"},
        "beside": {"type": "string", "title": N_("Column beside it"), "follows": True, "suggest": "fields"},
        "most": at_most(1, 50),
    },
}
EXAMPLE = """
kind: ticker
title: Sebutan di media
standard: sebutan_media
measure: sebutan
text: judul
beside: saluran
"""
MOST = 12


def draw(tile: Tile) -> dict[str, Any]:
    """Return the newest lines, the newest first."""
    tile.sources += published(tile.get("standard"), tile.get("measure"))
    lines: list[dict[str, Any]] = []
    for source in tile.sources:
        lines += _lines(tile, source.resource_id)
    lines.sort(key=lambda line: line["day"], reverse=True)
    if not lines:
        return {"face": "empty"}
    kept = lines[: tile.get("most", MOST)]
    return {"face": "ticker", "rows": [{**line, "day": period_label(line["day"])} for line in kept]}


def _lines(tile: Tile, resource_id: str) -> list[dict[str, Any]]:
    """Return the newest rows of a table, whatever its columns are called."""
    context: Any = {"ignore_auth": True}
    fields = tk.get_action("datastore_search")({**context}, {"resource_id": resource_id, "limit": 0})["fields"]
    header = [field["id"] for field in fields if field["id"] != "_id"]
    columns = {name: label for label, name in fit.compare(header, tile.standard).columns.items()}
    day = next(columns[name] for name in tile.standard.dimensions if tile.standard.field(name).type == "date")
    search = {"resource_id": resource_id, "sort": f'"{day}" desc', "limit": tile.get("most", MOST)}
    records = tk.get_action("datastore_search")({**context}, search)["records"]
    beside = columns.get(tile.get("beside", ""))
    return [
        {
            "text": row[columns[tile.get("text")]],
            "beside": row[beside] if beside else "",
            "day": str(row[day])[:10],
            "tone": row.get(columns.get("nada", ""), ""),
        }
        for row in records
    ]
