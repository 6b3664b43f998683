"""Figures of one measure, asked exactly."""

from __future__ import annotations

import json
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.assistants import bounds, calls, figures, plain
from ckanext.satudata.exceptions import N_
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations import periods
from ckanext.satudata.standards import model as standards

TITLE = "Angka satu ukuran"
NARROWER = N_("Name within (a kode wilayah), period or filters, or group more coarsely with group_by.")
TIMES = ("periode", *periods.GRAINS)


def answer(  # noqa: PLR0917 - assistants name them
    standard: str,
    measure: str,
    period: str = "latest",
    within: str = "",
    group_by: list[str] | None = None,
    filters: dict[str, Any] | None = None,
    aggregate: str = "sum",
) -> dict[str, Any]:
    """Return figures of a measure from all published tables that follow a standard, computed by the portal.

    `standard` and `measure` as search_measures names them; `period`: 2025, 2025-06, 2024/2025, latest, latest:12;
    `within`: a kode wilayah (see find_place); `group_by`: dimensions, periode, tahun, bulan, kode_wilayah,
    kode_wilayah:kecamatan; `filters`: {dimension: code or [codes]}. What may not be added up (rates, prices, stocks
    over time) is declined with the way to ask instead; never add up rows yourself. With `contoh: true` say that the
    data are invented examples.
    """
    groups = list(group_by or [])
    if not period and not set(groups) & set(TIMES):
        raise calls.Declined(tk._("No figure is given without its period: name period, or group_by periode."))
    if period.startswith("latest") and not set(groups) & set(TIMES):
        # so that each figure says of when it is
        groups.append("periode")
    reply = calls.act(
        "satudata_observation_search",
        standard=standard,
        measure=measure,
        period=period,
        within=within,
        group_by=groups or None,
        filters=json.dumps(filters) if filters else None,
        aggregate=aggregate,
    )
    if not reply["rows"]:
        raise calls.Declined(
            tk._("No published figure fits; what is missing is not zero."), **_held(standard, measure)
        )
    return bounds.bounded(_described(reply, period, within), "baris", NARROWER)


def _described(reply: dict[str, Any], period: str, within: str) -> dict[str, Any]:
    standard = standards.load(reply["standard"])
    rows = [figures.named_row(row) for row in reply["rows"]]
    spans = sorted({str(row["periode"]) for row in rows if "periode" in row})
    named = "/".join(dict.fromkeys([spans[0], spans[-1]])) if spans else period
    shown: dict[str, Any] = {
        "contoh": figures.is_example(reply["sources"]),
        "judul": standard.field(reply["measure"]).title,
        "standar": standard.title,
        "satuan": reply["unit"],
        "nama_satuan": reply["unit_label"],
        "periode": named,
        "nama_periode": " – ".join(periods.label(one) for one in named.split("/")),
        "wilayah": within,
        "nama_wilayah": codelists.wilayah_label(within) if within else "",
        "cara_hitung": reply["aggregate"],
        **figures.provenance(reply["sources"], reply["overruled"], reply["explanation"]),
        "baris": rows,
    }
    text = f"{rows[0]['angka']} {reply['unit_label']}" if len(rows) == 1 else ""
    shown["kutipan"] = figures.citation(shown, text, calls.address(f"/standar/{standard.name}"))
    return shown


def _held(standard: str, measure: str) -> dict[str, Any]:
    """Return what is held of a measure."""
    matches = [
        {"periode_pertama": one["first_period"], "periode_terakhir": one["last_period"], "rincian": one["dimensions"]}
        for one in calls.act("satudata_measure_list")
        if (one["standard"], one["measure"]) == (standard, measure)
    ]
    return {"yang_ada": matches, "minta_data": calls.address("/satudata/permintaan/baru"), **plain.by_people()}
