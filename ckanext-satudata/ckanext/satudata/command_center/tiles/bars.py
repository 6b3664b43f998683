"""Bars of one or several measures for each value of a dimension."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.command_center.tile import Tile
from ckanext.satudata.command_center.tiles import FIGURE
from ckanext.satudata.observations.actions import number

SCHEMA = {
    "required": ["standard", "measure", "by"],
    "properties": {
        **FIGURE,
        "by": {"type": "string"},
        "measures": {"type": "array", "items": {"type": "string"}},
        "stacked": {"type": "boolean"},
        "most": {"type": "integer", "minimum": 2, "maximum": 40},
        "sort": {"enum": ["value", "code"]},
    },
}
EXAMPLE = """
kind: bars
title: Pajak daerah menurut jenis
standard: pad_pajak
measure: realisasi
measures: [target]
by: jenis_pajak
period: latest
"""
MOST = 12


def draw(tile: Tile) -> dict[str, Any]:
    """Return the categories, largest first unless told, and a series for each measure."""
    by = tile.get("by")
    figures: dict[Any, dict[str, Any]] = {}
    labels: dict[Any, str] = {}
    measures = [tile.get("measure"), *tile.get("measures", [])]
    unit = ""
    for measure in measures:
        answer = tile.ask(measure=measure, group_by=(by,))
        unit = answer.unit
        for row in answer.rows:
            if row[by] is not None:
                figures.setdefault(row[by], {})[measure] = number(row["value"])
                labels[row[by]] = tile.label(answer, by, row[by])
    if not figures:
        return {"face": "empty"}
    by_value = tile.get("sort", "value") == "value"
    order = sorted(figures, key=lambda code: -(figures[code].get(measures[0]) or 0) if by_value else str(code))
    kept = order[: tile.get("most", MOST)]
    return {
        "face": "bars",
        "labels": [labels[code] for code in kept],
        "codes": kept,
        "series": [
            {"name": tile.standard.field(measure).title, "data": [figures[code].get(measure) for code in kept]}
            for measure in measures
        ],
        "stacked": tile.get("stacked", False),
        "left_out": len(order) - len(kept),
        "unit": unit,
    }
