"""Where published figures disagree."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.assistants import bounds, calls, plain
from ckanext.satudata.exceptions import N_

TITLE = "Selisih yang terbuka"
MOST = 200
NARROWER = N_("Name a dataset.")


def answer(dataset: str = "") -> dict[str, Any]:
    """List where published figures of two datasets disagree and nobody has settled it yet; of one dataset by its name.

    Tell of it whoever is given a figure of that measure, region and period.
    """
    reply = calls.act("satudata_discrepancy_list", state="open", dataset=dataset, limit=MOST)
    cases = [_described(case) for case in reply["cases"]]
    return bounds.bounded({"selisih": cases}, "selisih", NARROWER, reply["count"])


def _described(case: dict[str, Any]) -> dict[str, Any]:
    return {
        "jenis": case["kind_label"],
        "standard": case["standard"],
        "measure": case["measure"],
        "ukuran": case["measure_label"],
        "wilayah": case["region"],
        "nama_wilayah": case["region_label"],
        "periode": case["period"],
        "banyak_angka": case["figures"],
        "sisi": [
            {"dataset": side["dataset"], "opd": plain.clean(side["organization"]), "angka": side["value"]}
            for side in case["sides"]
        ],
        "tautan": calls.address(f"/satudata/selisih/{case['id']}"),
    }
