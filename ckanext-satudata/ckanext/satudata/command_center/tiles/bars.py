"""Bars of one or several measures for each value of a dimension."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.command_center.tile import Tile
from ckanext.satudata.command_center.tiles import FIGURE, FILTERS, MEASURES, at_most, grouped
from ckanext.satudata.exceptions import N_
from ckanext.satudata.observations.values import number

SCHEMA = {
    "required": ["standard", "measure", "by"],
    "properties": {
        **FIGURE,
        "by": grouped(),
        "measures": MEASURES,
        "stacked": {"type": "boolean", "title": N_("Stacked")},
        "most": at_most(2, 40),
        "sort": {"enum": ["value", "code"], "title": N_("In the order of")},
        "share": {
            "type": "boolean",
            "title": N_("As shares"),
            "description": N_("As parts of all of them together, in percent."),
        },
        "share_of": {
            **FILTERS,
            "title": N_("As shares of"),
            "description": N_("As parts of the figure with these filters, in percent; the tile's own say the part."),
        },
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
HUNDRED = 100


def draw(tile: Tile) -> dict[str, Any]:
    """Return the categories, largest first by default, and a series for each measure."""
    by = tile.get("by")
    figures: dict[Any, dict[str, Any]] = {}
    labels: dict[Any, str] = {}
    measures = [tile.get("measure"), *tile.get("measures", [])]
    unit = ""
    for measure in measures:
        answer = tile.ask(measure=measure, group_by=(by,))
        unit = "persen" if tile.get("share") or tile.get("share_of") else answer.unit
        values_by_code = {row[by]: number(row["value"]) for row in answer.rows if row[by] is not None}
        for code, value in _parts(tile, measure, values_by_code).items():
            figures.setdefault(code, {})[measure] = value
            labels[code] = tile.label(answer, by, code)
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


def _parts(tile: Tile, measure: str, values_by_code: dict[Any, Any]) -> dict[Any, Any]:
    """Return the figures, or their shares in percent where the tile wants these.

    Where the whole is there and its part is not, none of it was counted: a share of 0.
    """
    by = tile.get("by")
    if tile.get("share_of"):
        wholes = tile.ask(measure=measure, group_by=(by,), filters=tile.get("share_of")).rows
        shares = (
            (row[by], values_by_code.get(row[by], 0), number(row["value"])) for row in wholes if row[by] is not None
        )
    elif tile.get("share"):
        # asked for and not added up here: what may not be added up has no whole
        whole = next((number(row["value"]) for row in tile.ask(measure=measure).rows), None)
        shares = ((code, value, whole) for code, value in values_by_code.items())
    else:
        return values_by_code
    return {code: round(part / whole * HUNDRED, 1) for code, part, whole in shares if whole}
