"""What a Standar Data says."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.assistants import calls, figures
from ckanext.satudata.standards import model as standards

TITLE = "Isi satu Standar Data"


def answer(name: str) -> dict[str, Any]:
    """Return what a Standar Data means: concept, definition, classification, unit, producer, law, columns, measures.

    `name` as search_measures gives it in `standard`.
    """
    if name not in standards.names():
        raise calls.Declined(tk._("There is no Standar Data of this name."), yang_ada=sorted(standards.names()))
    standard = standards.load(name)
    return {
        "nama": standard.name,
        "judul": standard.title,
        "konsep": standard.konsep,
        "definisi": standard.definisi,
        "klasifikasi": list(standard.klasifikasi),
        "ukuran": standard.ukuran,
        "satuan": standard.satuan,
        "produsen": standard.produsen,
        "frekuensi": standard.frekuensi,
        "dasar_hukum": list(standard.dasar_hukum),
        "kolom": [
            {"nama": field.name, "judul": field.title, "arti": field.description, "daftar_kode": field.codelist}
            for field in standard.table.fields
        ],
        "ukuran_angka": [
            {
                "measure": measure.field,
                "judul": standard.field(measure.field).title,
                "satuan": figures.unit_name(measure.satuan),
                "boleh_dijumlahkan": list(measure.jumlahkan),
            }
            for measure in standard.measures
        ],
        "tautan": calls.address(f"/standar/{standard.name}"),
    }
