"""Places of the district by name."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata import config
from ckanext.satudata.assistants import calls
from ckanext.satudata.metadata import codelists

TITLE = "Cari wilayah"


def answer(name: str) -> dict[str, Any]:
    """Find kecamatan, desa and kelurahan of this district by name, all of a name where several have it.

    With `beberapa: true` ask which one is meant instead of choosing. `kode` goes into `within` of figures_of_measure.
    """
    matches = calls.act("satudata_code_suggest", codelist="wilayah", q=name, within=config.wilayah())
    if not matches:
        raise calls.Declined(
            tk._("No place of this district has this name; the portal holds no other district."),
            kabupaten=codelists.wilayah_label(config.wilayah()),
        )
    places = [
        {
            "kode": match["code"],
            "nama": codelists.wilayah_label(match["code"]),
            "di": codelists.wilayah_label(match["code"].rpartition(".")[0]),
            "tautan": calls.address(f"/profil/{match['code']}") if len(match["code"]) <= len("51.08.01") else "",
        }
        for match in matches
    ]
    exact = [match for match in matches if match["name"].casefold() == name.strip().casefold()]
    return {"beberapa": len(exact or matches) > 1, "wilayah": places}
