"""The systems of the agencies that the demonstration harvests: databases, spreadsheets and answers of web services.

Each file of `config/demo/sources/` is one table, or one text, and says where it lies: in a SQLite database (`*.db`), a
workbook, a CSV file, or below `http/`, from where the loopback server answers. `secrets` are the credentials that its
agency names, as the source wants them.
"""

from __future__ import annotations

import csv
import json
import sqlite3
from importlib import resources
from pathlib import Path
from typing import Any

import yaml
from ckanext.satudata.demo import tables
from ckanext.satudata.demo.loader import District
from ckanext.satudata.metadata import codelists
from openpyxl import Workbook


def build(folder: Path, wilayah: str) -> None:
    """Lay out every source in the folder; what is there already is written anew with the same content."""
    words = {
        "{wilayah}": codelists.load("wilayah").codes[wilayah].name,
        "{kode_bps}": wilayah.replace(".", ""),
        "{kode}": wilayah,
    }
    for database in folder.glob("*.db"):
        database.unlink()
    district = District(wilayah)
    declared = resources.files("ckanext.satudata.districts") / "sources"
    for path in sorted(declared.iterdir(), key=lambda entry: entry.name):
        if not path.name.endswith(".yaml"):
            continue
        text = path.read_text(encoding="utf-8")
        for word, value in words.items():
            text = text.replace(word, value)
        spec = yaml.safe_load(text)
        place = folder / spec["place"]
        place.parent.mkdir(parents=True, exist_ok=True)
        if "text" in spec:
            place.write_text(spec["text"], encoding="utf-8")
        else:
            _write(place, spec, *tables.rows(spec, wilayah, path.name, other=district.table_of))
        _keep(spec.get("secrets", {}), folder / "rahasia")


def _keep(secrets: dict[str, str], folder: Path) -> None:
    """Lay out credentials; a real one that somebody has put there stays."""
    folder.mkdir(exist_ok=True)
    for name, value in secrets.items():
        if not (folder / name).exists():
            (folder / name).write_text(value, encoding="utf-8")


def _write(place: Path, spec: dict[str, Any], header: list[str], rows: list[list[Any]]) -> None:
    names = [spec.get("columns", {}).get(name, name) for name in header]
    if place.suffix == ".db":
        _into_database(place, spec["table"], names, rows)
    elif place.suffix == ".xlsx":
        book = Workbook()
        for line in [*spec.get("above", []), names, *rows, *spec.get("below", [])]:
            book.active.append(line)
        book.save(place)
    elif place.suffix == ".csv":
        with place.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, delimiter=";", lineterminator="\r\n").writerows([names, *rows])
    else:
        answer: Any = [dict(zip(names, row, strict=True)) for row in rows]
        for name in reversed(spec.get("within", [])):
            answer = {name: answer}
        place.write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")


def _into_database(place: Path, table: str, names: list[str], rows: list[list[Any]]) -> None:
    marks = ", ".join("?" for _name in names)
    connection = sqlite3.connect(place)
    try:
        with connection:
            connection.execute(f'CREATE TABLE "{table}" ({", ".join(names)})')
            connection.executemany(f'INSERT INTO "{table}" VALUES ({marks})', rows)
    finally:
        connection.close()
