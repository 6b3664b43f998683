"""Two dimensions against each other, a colour for each figure: hours by days, offices by months."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.command_center.tile import Tile
from ckanext.satudata.command_center.tiles import FIGURE, grouped
from ckanext.satudata.exceptions import N_
from ckanext.satudata.observations.values import number

SCHEMA = {
    "required": ["standard", "measure", "x", "y"],
    "properties": {**FIGURE, "x": grouped(N_("From left to right")), "y": grouped(N_("From top to bottom"))},
}
EXAMPLE = """
kind: heat
title: Lalu lintas menurut jam dan hari
standard: lalu_lintas
measure: jumlah
filters: {kode_titik: T01}
x: jam
y: hari
"""


def draw(tile: Tile) -> dict[str, Any]:
    """Return both axes and [x index, y index, value] for each figure that is there."""
    x, y = tile.get("x"), tile.get("y")
    answer = tile.ask(group_by=(x, y))
    if not answer.rows:
        return {"face": "empty"}
    columns = sorted({row[x] for row in answer.rows}, key=_order)
    lines = sorted({row[y] for row in answer.rows}, key=_order)
    return {
        "face": "heat",
        "x": [tile.label(answer, x, value) for value in columns],
        "y": [tile.label(answer, y, value) for value in lines],
        "cells": [[columns.index(row[x]), lines.index(row[y]), number(row["value"])] for row in answer.rows],
        "unit": answer.unit,
    }


def _order(value: Any) -> tuple[float, str]:
    """Numbers in their order, whatever the length of their text."""
    text = str(value)
    return (float(text), "") if text.isdigit() else (float("inf"), text)
