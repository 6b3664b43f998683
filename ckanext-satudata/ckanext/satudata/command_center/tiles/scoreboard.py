"""The newest published scoreboard: rank and score of each OPD."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckan.plugins.toolkit import _
from ckanext.satudata.command_center.scoreboard import export, formula, model
from ckanext.satudata.command_center.tile import Tile
from ckanext.satudata.command_center.tiles import at_most
from ckanext.satudata.exceptions import N_, WrongTile
from ckanext.satudata.observations.periods import label as period_label

SCHEMA = {
    "properties": {
        "most": at_most(3, 40),
        "criterion": {
            "type": "string",
            "title": N_("Criterion"),
            "description": N_("The score of one criterion instead of the whole."),
        },
    }
}
EXAMPLE = """
kind: scoreboard
title: Kinerja OPD
"""
MOST = 14


def draw(tile: Tile) -> dict[str, Any]:
    """Return the offices with a rank, the best first; the footer names the month."""
    criterion = tile.get("criterion")
    names = [declared["name"] for declared in formula.load()["criteria"]]
    if criterion and criterion not in names:
        raise WrongTile(N_('There is no criterion "{0}". There are: {1}.'), criterion, ", ".join(names))
    version = model.find()
    if version is None:
        return {"face": "empty", "step": tk._("The walidata publishes the first scoreboard on the page Kinerja OPD.")}
    rows = [row for row in (_row(version.board, office, criterion) for office in version.board["offices"]) if row]
    rows.sort(key=lambda row: (-row["value"], row["label"]))
    for row in rows:
        row["rank"] = 1 + sum(other["value"] > row["value"] for other in rows)
    if not rows:
        return {"face": "empty"}
    kept = rows[: tile.get("most", MOST)]
    page = tk.url_for("satudata_scoreboard.show", month_text=version.month)
    return {
        "face": "ranking",
        "rows": kept,
        "left_out": len(rows) - len(kept),
        "unit": "nilai",
        "better": "naik",
        "footer": {
            "offices": [_("Walidata")],
            "period": period_label(version.month),
            "fresh": "",
            "datasets": [],
            "csv": "",
            "page": {"url": page, "title": version.board["formula"]["title"]},
        },
    }


def _row(board: dict[str, Any], office: dict[str, Any], criterion: str | None) -> dict[str, Any] | None:
    """Return the row of an office, None where it has no rank or the criterion was not measured."""
    if office["rank"] is None or (criterion and criterion not in office["criteria"]):
        return None
    value = office["criteria"][criterion]["score"] if criterion else office["score"]
    return {
        "code": office["name"],
        "label": office["title"],
        "value": value,
        "change_percent": None,
        "state": export.state(board, value),
    }
