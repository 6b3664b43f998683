"""Several measures for each value of a dimension, as a table."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.command_center.tile import Tile
from ckanext.satudata.command_center.tiles import FIGURE, MEASURES, at_most, grouped
from ckanext.satudata.observations.values import number

SCHEMA = {
    "required": ["standard", "measure", "by"],
    "properties": {
        **FIGURE,
        "by": grouped(),
        "measures": MEASURES,
        "most": at_most(3, 60),
    },
}
EXAMPLE = """
kind: table
title: Perizinan menurut layanan
standard: perizinan
measure: masuk
measures: [terbit, hari_janji, hari_nyata]
by: jenis_layanan
period: latest
"""
MOST = 12


def draw(tile: Tile) -> dict[str, Any]:
    """Return columns with their units and rows; a missing figure is None."""
    by = tile.get("by")
    measures = [tile.get("measure"), *tile.get("measures", [])]
    rows: dict[Any, dict[str, Any]] = {}
    columns = []
    for measure in measures:
        answer = tile.ask(measure=measure, group_by=(by,))
        columns.append({"title": tile.standard.field(measure).title, "unit": answer.unit})
        for row in answer.rows:
            entry = rows.setdefault(row[by], {"label": tile.label(answer, by, row[by]), "values": {}})
            entry["values"][measure] = number(row["value"])
    if not rows:
        return {"face": "empty"}
    first = measures[0]
    order = sorted(rows.values(), key=lambda entry: -(entry["values"].get(first) or 0))
    kept = order[: tile.get("most", MOST)]
    return {
        "face": "table",
        "columns": columns,
        "rows": [
            {"label": entry["label"], "values": [entry["values"].get(measure) for measure in measures]}
            for entry in kept
        ],
        "left_out": len(order) - len(kept),
    }
