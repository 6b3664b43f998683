"""A figure as an assistant gets it: period, unit, place, office, release, what was not used and why, a citation."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata import clock, config
from ckanext.satudata.assistants import calls, plain
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations import periods

# what a source says beside these is handed on under its own name
SOURCE = {
    "organization": "opd",
    "dataset": "dataset",
    "revision": "rilis",
    "first_period": "periode_pertama",
    "last_period": "periode_terakhir",
}
NEVER = {"title", "organization_name", "resource_id"}


def described(answer: dict[str, Any]) -> dict[str, Any]:
    """Return an answer of `satudata_answer_show` as an assistant reads it; that data are examples comes first."""
    value, unit = answer.get("value"), answer["unit_label"]
    shown: dict[str, Any] = {"contoh": answer["example"], "jenis": answer["kind"]}
    if value is not None:
        shown |= {"angka": value, "teks": answer["text"]}
    shown |= {
        "judul": answer["title"],
        "satuan": answer["unit"],
        "nama_satuan": unit,
        **_span(answer),
        "wilayah": answer["place"],
        "nama_wilayah": answer["place_label"],
        **provenance(answer["sources"], answer["overruled"], answer["explanation"]),
        "yang_perlu_diketahui": [caveat["text"] for caveat in answer["caveats"]],
        "tautan": {name: calls.address(path) for name, path in answer["links"].items() if path},
        "tanyakan_lagi": answer["question"],
    }
    shown["kutipan"] = citation(shown, answer["text"], calls.address(answer["links"]["json"]))
    return shown


def provenance(sources: list[dict[str, Any]], overruled: list[dict[str, Any]], explanation: str) -> dict[str, Any]:
    """Return whose figures these are, and whose are not used and why."""
    offices = sorted({plain.clean(source["organization"]) for source in sources})
    titles = {source["dataset"]: source["title"] for source in [*sources, *overruled]}
    return {
        "opd": offices,
        "rilis": max((str(source["revision"]) for source in sources), default=""),
        "sumber": [_source(source) for source in sources],
        "tidak_dipakai": [_source(source) for source in overruled],
        "alasan_tidak_dipakai": plain.clean(explanation),
        **plain.by_people(**titles),
    }


def citation(shown: dict[str, Any], text: str, address: str) -> str:
    """Return a sentence by which the figure can be cited."""
    offices = ", ".join(shown["opd"])
    place = f" {shown['nama_wilayah']}," if shown.get("nama_wilayah") else ""
    example = " [" + tk._("EXAMPLE DATA, no real figure") + "]" if shown["contoh"] else ""
    figure = f": {text}" if text else ""
    dates = tk._("Released {0}. {1}, {2}, accessed {3}.").format(
        shown["rilis"][:10], config.site_title(), address, clock.today().isoformat()
    )
    return f"{offices}. {shown['judul']},{place} {shown['nama_periode']}{figure}.{example} {dates}"


def _span(answer: dict[str, Any]) -> dict[str, Any]:
    """Return the period of an answer; of all that is held, its first and last one."""
    if answer["period"]:
        return {"periode": answer["period"], "nama_periode": answer["period_label"]}
    first = min(str(source["first_period"]) for source in answer["sources"])
    last = max(str(source["last_period"]) for source in answer["sources"])
    span = dict.fromkeys((first, last))
    return {"periode": "/".join(span), "nama_periode": " – ".join(map(periods.label, span))}


def is_example(sources: list[dict[str, Any]]) -> bool:
    """Return whether any of the sources is an example instead of real data."""
    return any(source["example"] for source in sources)


def named_row(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row of figures with names in Indonesian; names of codes may be those of a table, and are cleaned."""
    names = {"value": "angka", "text": "teks", "previous": "sebelumnya", "change": "perubahan"}
    return {names.get(key, key): plain.clean(cell) if isinstance(cell, str) else cell for key, cell in row.items()}


def unit_name(code: str) -> str:
    """Return the name of a unit."""
    return codelists.load("satuan").codes[code].name


def _source(source: dict[str, Any]) -> dict[str, Any]:
    shown = {SOURCE.get(key, key): value for key, value in source.items() if key not in NEVER}
    cleaned = {key: plain.clean(value) if isinstance(value, str) else value for key, value in shown.items()}
    return {**cleaned, "tautan": calls.address(f"/dataset/{source['dataset']}")}
