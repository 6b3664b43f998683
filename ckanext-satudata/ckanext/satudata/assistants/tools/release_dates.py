"""When a dataset was released, and when it will be again."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.assistants import bounds, calls, plain
from ckanext.satudata.exceptions import N_

TITLE = "Tanggal rilis"
NARROWER = N_("The newest are above; others stand at the address of the dataset.")


def answer(dataset: str) -> dict[str, Any]:
    """Return the releases (editions) of a public dataset, the newest first, and the day of the next one if it is set.

    What is not released yet is not given.
    """
    record = calls.act("package_show", id=dataset)
    releases = calls.act("satudata_release_list", id=dataset)
    shown = {
        "nama": record["name"],
        "opd": plain.clean((record.get("organization") or {}).get("title")),
        "rilis_berikutnya": plain.clean(record.get("jadwal_rilis")),
        "diubah": record["metadata_modified"],
        "tautan": calls.address(f"/dataset/{record['name']}"),
        "edisi": [
            {
                "edisi": release["edition"],
                "saat": release["moment"],
                "dirilis_oleh": release["authority_label"],
                **plain.by_people(alasan=release["reason_label"], catatan=release["note"]),
            }
            for release in releases
        ],
    }
    return bounds.bounded(shown, "edisi", NARROWER)
