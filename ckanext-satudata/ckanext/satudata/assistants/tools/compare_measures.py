"""Two measures side by side, region by region."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.assistants import bounds, calls, figures, plain
from ckanext.satudata.exceptions import N_

TITLE = "Bandingkan dua ukuran"
NARROWER = N_("Name a coarser level, e.g. kecamatan.")


def answer(x: str, y: str, level: str = "", period: str = "") -> dict[str, Any]:
    """Compare two measures over the regions of the district, e.g. x "stunting.prevalensi", y "kemiskinan.persentase".

    Each is a standard and a measure with a dot. `level`: kecamatan, desa_kelurahan (the finest that both have);
    `period`: a year or month that both cover (the newest). A correlation says nothing of a cause.
    """
    reply = calls.act("satudata_analysis_show", x=x, y=y, level=level, period=period)
    if "rows" not in reply:
        raise calls.Declined(tk._("There are no two measures with regions and periods in common."))
    axes = {name: _axis(reply["axes"][name]) for name in ("x", "y")}
    shown = {
        "contoh": figures.is_example(reply["sources"]) if reply["sources"] else False,
        "x": axes["x"],
        "y": axes["y"],
        "tingkat": reply["level"],
        "periode": reply["period"],
        "pearson": reply["pearson"],
        "spearman": reply["spearman"],
        "banyak_wilayah": reply["n"],
        "yang_perlu_diketahui": [plain.clean(caveat) for caveat in reply["caveats"]],
        "tidak_dipakai": [plain.clean(sentence) for sentence in reply["overruled"]],
        "baris": [
            {"wilayah": row["code"], "nama": row["label"], "x": row["x"], "y": row["y"]} for row in reply["rows"]
        ],
    }
    return bounds.bounded(shown, "baris", NARROWER)


def _axis(axis: dict[str, Any]) -> dict[str, Any]:
    return {"judul": plain.clean(axis["title"]), "satuan": axis["unit"], "periode": axis["period"]}
