"""The weather of the next hours, from forecasts that were harvested: a line for each place, or one place at large.

A forecast is told for a moment and stands for the three hours that begin there (BMKG forecasts every three hours); one
whose hours have passed is not shown, so that an old forecast never looks like the weather of today.
"""

from __future__ import annotations

import datetime
from typing import Any

from ckan.plugins.toolkit import _
from ckanext.satudata import clock
from ckanext.satudata.command_center import freshness
from ckanext.satudata.command_center.tile import WEEKDAYS, Tile
from ckanext.satudata.command_center.tiles import FIGURE, MEASURE, MEASURES, STANDARD, at_most
from ckanext.satudata.exceptions import N_
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations.periods import label as period_label
from ckanext.satudata.observations.values import number

SCHEMA = {
    "required": ["standard", "measure"],
    "properties": {
        "standard": STANDARD,
        "measure": {**MEASURE, "description": N_("What stands beside the picture: the temperature.")},
        "measures": {
            **MEASURES,
            "description": N_("What one place alone shows besides."),
        },
        "within": {**FIGURE["within"], "description": N_("Only forecasts of that kecamatan or desa.")},
        "most": at_most(2, 24, N_("So many forecasts ahead.")),
    },
}
EXAMPLE = """
kind: weather
title: Prakiraan cuaca
standard: prakiraan_cuaca
measure: suhu
measures: [kelembapan, kecepatan_angin]
"""
MOST = 8
REGION, DAY, HOUR, SKY, WIND, MADE = "kode_wilayah", "tanggal", "jam", "cuaca", "arah_angin", "waktu_analisis"
STANDS = datetime.timedelta(hours=3)
LOOKED_AHEAD = 7
KECAMATAN = 8
Cells = dict[str, dict[datetime.datetime, dict[str, Any]]]


def draw(tile: Tile) -> dict[str, Any]:
    """Return the coming moments, and for each place what is forecast for them, None where nothing is."""
    now = datetime.datetime.now(clock.zone()).replace(tzinfo=None)
    cells, made, columns = _cells(tile, now)
    footer = {**tile.footer(), "sources": [], **_age(made)}
    moments = sorted({moment for cells_of_place in cells.values() for moment in cells_of_place})[
        : tile.get("most", MOST)
    ]
    if not moments:
        return {"face": "empty", "footer": footer}
    return {
        "face": "weather",
        "footer": footer,
        "moments": [{"day": _day(moment.date(), now.date()), "time": f"{moment:%H.%M}"} for moment in moments],
        "columns": columns,
        "places": [
            {**_place(code), "cells": [cells_of_place.get(moment) for moment in moments]}
            for code, cells_of_place in sorted(cells.items())
            if any(moment in cells_of_place for moment in moments)
        ],
    }


def _cells(tile: Tile, now: datetime.datetime) -> tuple[Cells, str, list[dict[str, str]]]:
    """Return what is forecast by place and moment, when it was made, and title and unit of each measure."""
    groups = (REGION, DAY, HOUR, SKY, WIND, MADE)
    # what was forecast last evening may stand for the first hours of today
    first, last = (now.date() + datetime.timedelta(days=days) for days in (-1, LOOKED_AHEAD))
    sky, wind = codelists.load(SKY).codes, codelists.load(WIND).codes
    cells: Cells = {}
    columns, made = [], ""
    newest: dict[tuple[str, datetime.datetime], str] = {}
    for measure in [tile.get("measure"), *tile.get("measures", [])]:
        answer = tile.ask(measure=measure, group_by=groups, period=f"{first}/{last}")
        columns.append({"title": tile.standard.field(measure).title, "unit": answer.unit})
        for row in answer.rows:
            moment = datetime.datetime.fromisoformat(row[DAY]) + datetime.timedelta(hours=int(row[HOUR]))
            place = (row[REGION], moment)
            if moment + STANDS <= now or row[MADE] < newest.get(place, ""):
                continue
            if row[MADE] > newest.get(place, ""):
                # of two forecasts for one moment the younger one counts, whole
                cells.setdefault(row[REGION], {})[moment] = {
                    "picture": sky[row[SKY]].extra["gambar"],
                    "said": sky[row[SKY]].name,
                    "wind": wind[row[WIND]].name if row[WIND] else "",
                    "values": {},
                }
                newest[place] = row[MADE]
            cells[row[REGION]][moment]["values"][measure] = number(row["value"])
            made = max(made, row[MADE])
    for cells_of_place in cells.values():
        for cell in cells_of_place.values():
            cell["values"] = [cell["values"].get(name) for name in [tile.get("measure"), *tile.get("measures", [])]]
    return cells, made, columns


def _age(made: str) -> dict[str, Any]:
    """Return when the forecast was made and what colour that has, for the footer; red where it is over."""
    if not made:
        return {"fresh": freshness.RED}
    moment = datetime.datetime.fromisoformat(made).replace(tzinfo=datetime.UTC)
    local = moment.astimezone(clock.zone())
    age = _("made {0}").format(f"{period_label(local.date().isoformat())} {local:%H.%M}")
    return {"period": age, "fresh": freshness.forecast(moment, datetime.datetime.now(datetime.UTC))}


def _day(day: datetime.date, today: datetime.date) -> str:
    if day == today:
        return _("Today")
    return _("Tomorrow") if (day - today).days == 1 else WEEKDAYS[day.weekday()]


def _place(code: str) -> dict[str, str]:
    """Return the name of a place: its kecamatan, and which desa speaks for it."""
    codes = codelists.load("wilayah").codes
    kecamatan, desa = codes.get(code[:KECAMATAN]), codes.get(code)
    if kecamatan is None or desa is None:
        return {"label": code, "beside": ""}
    return {"label": kecamatan.name, "beside": "" if desa.name == kecamatan.name else desa.name}
