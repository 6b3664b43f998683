"""The answer to a question in everyday words."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.assistants import bounds, calls, figures, plain
from ckanext.satudata.exceptions import N_

TITLE = "Jawab pertanyaan dengan angka"
ROWS = ("rows", "winners", "parts")
NARROWER = N_("Name only the region, period or breakdown that is needed in the question.")


def answer(question: str) -> dict[str, Any]:
    """Answer one question about this district in everyday words, Indonesian or English, with one computed figure.

    E.g. "berapa penduduk Gerokgak tahun lalu", "kecamatan dengan stunting tertinggi". The figure comes with period,
    unit, place, office (opd), release, the sources not used and why, and a citation to be given to the reader. With
    `contoh: true` the data are invented examples: say so. With `ditolak: true` there is no figure: give the reason,
    never a guess.
    """
    reply = calls.act("satudata_answer_show", q=question)
    kind = reply["kind"]
    if kind in ("none", "ambiguous"):
        raise calls.Declined(reply["message"] or tk._("This question can be read in several ways."), **_instead(reply))
    if kind in ("place", "office", "document"):
        return _page(reply)
    shown = figures.described(reply)
    for key, name in zip(ROWS, ("baris", "teratas", "bagian"), strict=True):
        if len(reply[key]) > (key == "rows" and reply.get("value") is not None):
            shown[name] = [figures.named_row(row) for row in reply[key]]
    return bounds.bounded(shown, "baris", NARROWER) if "baris" in shown else shown


def _instead(reply: dict[str, Any]) -> dict[str, Any]:
    """Return what can be asked instead: readings to choose from, what is held, and the form to ask for data."""
    instead: dict[str, Any] = {"pilihan": [_option(option) for option in reply["options"]]}
    if reply["near"]:
        instead["yang_ada"] = _option(reply["near"])
    if reply["reason"] == "unread":
        instead["tidak_dimengerti"] = [plain.clean(word) for word in reply["unread"]]
    if reply["request"]:
        instead["minta_data"] = calls.address(reply["request"])
    return instead


def _option(option: dict[str, Any]) -> dict[str, Any]:
    """Return a reading without its figure, which would be taken for the answer."""
    if "code" in option:
        return {"wilayah": option["code"], "nama_wilayah": option["label"]}
    return {
        "judul": option["title"],
        "nama_satuan": option["unit_label"],
        "periode": option["period"],
        "nama_wilayah": option["place_label"],
        "tanyakan": option["question"],
    }


def _page(reply: dict[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = {"jenis": reply["kind"]}
    if reply["places"]:
        shown["wilayah"] = [
            {"kode": place["code"], "nama": place["label"], "tautan": calls.address(place["page"])}
            for place in reply["places"]
        ]
    if office := reply["office"]:
        shown |= {"opd": plain.clean(office["title"]), "tautan": calls.address(office["page"])}
        shown |= plain.by_people(**{key: office[key] for key in ("email", "phone", "address", "hours")})
    if reply["page"]:
        shown["tautan"] = calls.address(reply["page"])
    return shown
