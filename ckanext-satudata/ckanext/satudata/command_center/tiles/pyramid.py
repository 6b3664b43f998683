"""Population by age and sex, as a pyramid."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.command_center.tile import Tile
from ckanext.satudata.command_center.tiles import FIGURE
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations.values import number

SCHEMA = {"required": ["standard", "measure"], "properties": FIGURE}
EXAMPLE = """
kind: pyramid
title: Penduduk menurut umur dan jenis kelamin
standard: penduduk_kelompok_umur
measure: jumlah
period: latest
"""


def draw(tile: Tile) -> dict[str, Any]:
    """Return the age groups in the order of their list, and men and women in each."""
    answer = tile.ask(group_by=("kelompok_umur", "jenis_kelamin"))
    if not answer.rows:
        return {"face": "empty"}
    figures = {(row["kelompok_umur"], row["jenis_kelamin"]): number(row["value"]) for row in answer.rows}
    ages = [code for code in codelists.load("kelompok_umur") if any(age == code.code for age, _sex in figures)]
    return {
        "face": "pyramid",
        "labels": [code.name.removesuffix(" tahun") for code in ages],
        "men": [figures.get((code.code, "L")) for code in ages],
        "women": [figures.get((code.code, "P")) for code in ages],
        "unit": answer.unit,
    }
