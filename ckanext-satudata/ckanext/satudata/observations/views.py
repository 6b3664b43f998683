"""Pages of the observations: what there is with examples to copy, and the answers as files."""

from __future__ import annotations

import json
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.observations import formats
from ckanext.satudata.web import failures
from ckanext.satudata.web.programs import for_programs
from flask import Blueprint, Response

blueprint = Blueprint("satudata_observation", __name__, url_prefix="/satudata/observasi")

SDMX = "application/vnd.sdmx.data+csv"
FORMATS = {
    "csv": ("text/csv; charset=utf-8", formats.as_csv),
    "sdmx.csv": (f"{SDMX}; version=2.0.0; charset=utf-8", formats.as_sdmx_csv),
    "json": ("application/json; charset=utf-8", lambda answer: json.dumps(answer, ensure_ascii=False)),
}
EXAMPLES = [
    {"standard": "penduduk_jenis_kelamin", "measure": "jumlah", "period": "latest", "group_by": "kode_wilayah"},
    {"standard": "penduduk_jenis_kelamin", "measure": "jumlah", "group_by": "tahun", "compare": "previous"},
    {"standard": "stunting", "measure": "prevalensi", "period": "latest:12", "group_by": "bulan"},
    {"standard": "pad_pajak", "measure": "realisasi", "period": "latest", "group_by": "jenis_pajak"},
    {
        "standard": "pengaduan",
        "measure": "laporan",
        "filters": '{"status": {"not": ["selesai", "arsip"]}, "jatuh_tempo": {"before": "today"}}',
        "group_by": "kode_opd",
    },
]


@blueprint.route("/")
def index() -> str:
    """Show what measures there are and how to ask."""
    measures = tk.get_action("satudata_measure_list")({}, {})
    page: str = tk.render("satudata/observations.html", {"measures": measures, "examples": EXAMPLES})
    return page


@blueprint.route("/<any(csv,json,'sdmx.csv'):kind>")
@for_programs("application/json", "text/csv", SDMX, action="satudata_observation_search")
def answer(kind: str) -> Response:
    """Send an answer as a file; a question that cannot be answered gets status 400 and says why."""
    arguments: dict[str, Any] = tk.request.args.to_dict()
    mime, write = FORMATS[kind]
    try:
        result = tk.get_action("satudata_observation_search")({}, arguments)
    except tk.ValidationError as error:
        return failures.refused(error)
    headers = {} if kind == "json" else {"Content-Disposition": f'attachment; filename="{_name(result)}.{kind}"'}
    return Response(write(result), headers=headers, content_type=mime)


def _name(answer: dict[str, Any]) -> str:
    """Return what the file of an answer is called: its standard, measure, first and last period."""
    ends = [row["period"].partition("/") for row in answer["rows"] if row.get("period")]
    span = (
        sorted({min(first for first, *_rest in ends), max(last or first for first, _slash, last in ends)})
        if ends
        else []
    )
    return "-".join([answer["standard"], answer["measure"], "_".join(span)]).rstrip("-")
