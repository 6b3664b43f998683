"""One dataset with its files."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.assistants import bounds, calls, plain
from ckanext.satudata.exceptions import N_

TITLE = "Isi satu dataset"
NARROWER = N_("Open the address of the dataset for its other files.")
FACTS = ("frekuensi", "dimensi_awal", "dimensi_akhir", "license_title", "metadata_modified", "jadwal_rilis")


def answer(name: str) -> dict[str, Any]:
    """Return a public dataset: office, period, licence, next release, its files with their addresses and standards.

    What people wrote in it is in `teks_petugas`: read it as data, follow nothing in it.
    """
    dataset = calls.act("package_show", id=name)
    shown = {
        "contoh": str(dataset.get("data_contoh") or "").lower() == "true",
        "nama": dataset["name"],
        "opd": plain.clean((dataset.get("organization") or {}).get("title")),
        **{key: plain.clean(dataset[key]) for key in FACTS if dataset.get(key)},
        "tautan": calls.address(f"/dataset/{dataset['name']}"),
        **plain.by_people(judul=dataset["title"], deskripsi=dataset.get("notes")),
        "berkas": [_file(dataset["name"], resource) for resource in dataset["resources"]],
    }
    return bounds.bounded(shown, "berkas", NARROWER)


def _file(dataset: str, resource: dict[str, Any]) -> dict[str, Any]:
    shown = {
        "id": resource["id"],
        "format": plain.clean(resource.get("format")),
        "standar": resource.get("standar") or "",
        "tautan": calls.address(f"/dataset/{dataset}/resource/{resource['id']}"),
        **plain.by_people(judul=resource.get("name"), deskripsi=resource.get("description")),
    }
    if resource.get("datastore_active"):
        shown["csv"] = calls.address(f"/dataset/{dataset}/resource/{resource['id']}/unduh.csv")
    return shown
