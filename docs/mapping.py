"""Writes `docs/pemetaan.md`: each field of the forms in CKAN, DCAT, data.json and INDAH.

.satudata/venv/bin/python docs/mapping.py
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
FLAT = ROOT / "ckanext-satudata/ckanext/satudata/dcat/flat_keys.yaml"
TEXT = """# Pemetaan isian

Ke mana setiap isian pergi. Berkas ini ditulis oleh `docs/mapping.py`; uji gagal bila tidak lagi sesuai.

Umpan: `/catalog.ttl` (DCAT-AP 3, juga `.rdf`, `.jsonld`, `.nt`), `/data.json` (DCAT-US 1.1), dan ekstra
`package_show`/`package_search` dengan kunci datar yang sama seperti di `/data.json`.

## Isian dataset

{dataset}

## Kunci datar lain

Kunci yang dibaca pemanen nasional dan berasal dari kegiatan (MS-Keg), indikator (MS-Ind), organisasi, atau dihitung.
Kunci tanpa asal selalu ada, tetapi kosong: portal ini tidak menyimpannya.

{flat}
"""


def dataset_fields() -> list[dict[str, Any]]:
    """Return the fields of the dataset form."""
    return _read(ROOT / "schemas/dataset.yaml")["dataset_fields"]


def page() -> str:
    """Return the page as it must be."""
    keys = _read(FLAT)
    places = _read(ROOT / "docs/mapping.yaml")
    rows = []
    for field in dataset_fields():
        name = field["field_name"]
        own = [row for row in keys if row["from"] == f"dataset.{name}"]
        flat = ", ".join(f"`{row['key']}`" for row in own)
        indah = ", ".join(sorted({f"`{row['indah']}`" for row in own if "indah" in row}))
        place = places[name]
        rows.append([field["label"], f"`dataset.{name}`", place["dcat"], place["datajson"], flat, indah])
    dataset = _table(["Formulir", "CKAN", "DCAT-AP 3", "data.json", "Kunci datar", "INDAH"], rows)
    others = [
        [f"`{row['key']}`", _origin(row["from"]), f"`{row['indah']}`" if "indah" in row else ""]
        for row in keys
        if not (row["from"] or "").startswith("dataset.")
    ]
    return TEXT.format(dataset=dataset, flat=_table(["Kunci", "Asal", "INDAH"], others))


def _origin(origin: str | None) -> str:
    if origin is None:
        return ""
    return "dihitung" if origin.startswith("function:") else f"`{origin}`"


def _table(header: list[str], rows: list[list[str | None]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cell or "" for cell in line) + " |" for line in lines)


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    (ROOT / "docs/pemetaan.md").write_text(page(), encoding="utf-8")
