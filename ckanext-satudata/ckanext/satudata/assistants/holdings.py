"""What this portal holds and what it does not, for an assistant to read before it asks."""

from __future__ import annotations

from typing import Any

from ckanext.satudata import clock, config
from ckanext.satudata.assistants import calls, figures
from ckanext.satudata.exceptions import N_
from ckanext.satudata.late import _
from ckanext.satudata.metadata import codelists

URI = "satudata://isi"
NOT_HELD = [
    N_("Other districts: only this one with its kecamatan, desa and kelurahan."),
    N_("Forecasts: only what was counted and released."),
    N_("Data of persons: no name, NIK or address of anybody."),
    N_("Sums of what may not be added up (percentages, prices, indices), and what is not released or is suppressed."),
]


def described() -> dict[str, Any]:
    """Return what there is: the district, measures by standard with their periods, the number of datasets."""
    standards: dict[str, dict[str, Any]] = {}
    for one in calls.act("satudata_measure_list"):
        entry = standards.setdefault(one["standard"], {"judul": one["title"], "ukuran": []})
        entry["ukuran"].append(
            f"{one['measure']} ({figures.unit_name(one['unit'])}, {one['first_period']} sampai {one['last_period']})"
        )
    return {
        "portal": config.site_title(),
        "kabupaten": codelists.wilayah_label(config.wilayah()),
        "hari_ini": clock.today().isoformat(),
        "banyak_dataset": calls.act("package_search", rows=0, fq="+type:dataset")["count"],
        "standar": standards,
        "yang_tidak_ada": [_(text) for text in NOT_HELD],
        "cara": _("Figures: answer_question, or search_measures and then figures_of_measure. Give the citation."),
    }
