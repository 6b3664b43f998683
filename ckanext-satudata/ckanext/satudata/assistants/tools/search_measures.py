"""Which measures the portal holds."""

from __future__ import annotations

import re
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.assistants import bounds, calls, figures
from ckanext.satudata.exceptions import N_
from ckanext.satudata.standards import model as standards

TITLE = "Cari ukuran"
NARROWER = N_("Name a more special word.")


def answer(words: str = "") -> dict[str, Any]:
    """List the measures that have published figures, those that fit the words first; all of them without words.

    Each has the names by which figures_of_measure asks for it, its unit, the periods that are held, its dimensions,
    and over which of these it may be added up (`boleh_dijumlahkan`); what is not named there may not.
    """
    terms = re.findall(r"\w+", words.casefold())
    scored = [(_score(terms, one), one) for one in calls.act("satudata_measure_list")]
    fitting = sorted((pair for pair in scored if pair[0] or not terms), key=lambda pair: -pair[0])
    if not fitting:
        raise calls.Declined(
            tk._('No measure of the words "{0}" has published figures.').format(" ".join(terms)),
            minta_data=calls.address("/satudata/permintaan/baru"),
        )
    return bounds.bounded({"ukuran": [_described(one) for _score, one in fitting]}, "ukuran", NARROWER)


def _score(terms: list[str], one: dict[str, Any]) -> int:
    standard = standards.load(one["standard"])
    measure = standard.find_measure(one["measure"])
    words = [one["title"], one["measure_title"], one["standard"], one["measure"], standard.konsep, *standard.istilah]
    words += [*measure.istilah, *measure.sebutan] if measure else []
    text = " ".join(words).casefold()
    return sum(term in text for term in terms)


def _described(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "standard": one["standard"],
        "measure": one["measure"],
        "judul": f"{one['title']}: {one['measure_title']}",
        "satuan": figures.unit_name(one["unit"]),
        "periode_pertama": one["first_period"],
        "periode_terakhir": one["last_period"],
        "rincian": one["dimensions"],
        "boleh_dijumlahkan": one["additive_over"],
    }
