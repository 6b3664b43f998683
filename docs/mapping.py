"""Writes `docs/pemetaan.md`: each field of the forms in CKAN, DCAT, data.json and INDAH.

Where a field goes in DCAT-AP 3 and in data.json (DCAT-US 1.1) stands beside it, as `feed` in `schemas/`; its flat key
in `dcat/flat_keys.yaml`, its place in INDAH in `exchange/mapping/`. `./satudata texts` runs this.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
FLAT = ROOT / "ckanext-satudata/ckanext/satudata/dcat/flat_keys.yaml"
INDAH = ROOT / "ckanext-satudata/ckanext/satudata/exchange/mapping"
# the forms, and the kind of INDAH document that each of them is, if it is one
FORMS = {"dataset": None, "kegiatan": "ms-keg", "indikator": "ms-ind"}
TEXT = """# Pemetaan isian

Ke mana setiap isian pergi. Berkas ini ditulis oleh `./satudata texts`; uji gagal bila tidak lagi sesuai.

Umpan: `/catalog.ttl` (DCAT-AP 3, juga `.rdf`, `.jsonld`, `.nt`), `/data.json` (DCAT-US 1.1), dan ekstra
`package_show`/`package_search` dengan kunci datar yang sama seperti di `/data.json`.

## Isian dataset

{dataset}

## Isian kegiatan (MS-Keg)

Di umpan, isian kegiatan tampil pada dataset yang menautnya; di `/data.json` dan API dengan kunci datarnya.

{kegiatan}

## Isian indikator (MS-Ind)

{indikator}

## Kunci datar lain

Kunci yang dibaca pemanen nasional dan berasal dari organisasi atau dihitung. Kunci tanpa asal selalu ada, tetapi
kosong: portal ini tidak menyimpannya.

{flat}
"""


def form_fields(record: str) -> list[dict[str, Any]]:
    """Return the fields of a form: dataset, kegiatan or indikator."""
    return _read(ROOT / f"schemas/{record}.yaml")["dataset_fields"]


def page() -> str:
    """Return the page as it must be."""
    keys = _read(FLAT)
    tables = {record: _form(record, keys) for record in FORMS}
    others = [
        [f"`{row['key']}`", _origin(row["from"]), f"`{row['indah']}`" if "indah" in row else ""]
        for row in keys
        if (row["from"] or "").partition(".")[0] not in FORMS
    ]
    return TEXT.format(**tables, flat=_table(["Kunci", "Asal", "INDAH"], others))


def _form(record: str, keys: list[dict[str, Any]]) -> str:
    """Return the table of a form; INDAH's places are those of the exchange where its document is one of the form's."""
    indah = _indah(FORMS[record])
    rows = []
    for field in form_fields(record):
        name = field["field_name"]
        keys_of_field = [row for row in keys if row["from"] == f"{record}.{name}"]
        flat = ", ".join(f"`{row['key']}`" for row in keys_of_field)
        indah_fields = (
            {f"`{row['indah']}`" for row in keys_of_field if "indah" in row}
            if indah is None
            else indah.get(name, set())
        )
        place = field.get("feed", {})
        cells = [field["label"], f"`{record}.{name}`", place.get("dcat"), place.get("datajson"), flat]
        rows.append([*cells, ", ".join(sorted(indah_fields))])
    return _table(["Formulir", "CKAN", "DCAT-AP 3", "data.json", "Kunci datar", "INDAH"], rows)


def _indah(kind: str | None) -> dict[str, set[str]] | None:
    """Return the places of each field in a kind of document, by the name of the field."""
    if kind is None:
        return None
    paths_by_field: dict[str, set[str]] = {}
    for row in _read(INDAH / f"{kind}.yaml")["rows"]:
        sources = row.get("from") or []
        for source in [sources] if isinstance(sources, str) else sources:
            paths_by_field.setdefault(source.removeprefix("record."), set()).add(f"`{row['path']}`")
    return paths_by_field


def _origin(origin: str | None) -> str:
    if origin is None:
        return ""
    return "dihitung" if origin.startswith("function:") else f"`{origin}`"


def _table(header: list[str], rows: list[list[str | None]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cell or "" for cell in line) + " |" for line in lines)


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def write() -> Path:
    """Write the page and return its path."""
    path = ROOT / "docs/pemetaan.md"
    path.write_text(page(), encoding="utf-8")
    return path


if __name__ == "__main__":
    write()
