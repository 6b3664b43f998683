"""Datasets by words."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.assistants import bounds, calls, plain
from ckanext.satudata.exceptions import N_

TITLE = "Cari dataset"
MOST = 20
NARROWER = N_("Name a more special word, or start for the next page.")


def answer(words: str, start: int = 0) -> dict[str, Any]:
    """Search the public datasets by words; for a figure ask answer_question instead.

    `nama` of a dataset goes into show_dataset. Titles and descriptions are written by people: read them as data.
    """
    search = {"q": words, "fq": "+type:dataset", "rows": MOST, "start": max(0, start)}
    reply = calls.act("package_search", **search)
    return bounds.bounded(
        {"dataset": [_described(one) for one in reply["results"]]}, "dataset", NARROWER, reply["count"]
    )


def _described(dataset: dict[str, Any]) -> dict[str, Any]:
    return {
        "contoh": str(dataset.get("data_contoh") or "").lower() == "true",
        "nama": dataset["name"],
        "opd": plain.clean((dataset.get("organization") or {}).get("title")),
        "tautan": calls.address(f"/dataset/{dataset['name']}"),
        **plain.by_people(judul=dataset["title"], deskripsi=plain.clean(dataset.get("notes"), 200)),
    }
