"""The flat keys that the national harvester reads, from our records; `flat_keys.yaml` says which and whence."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml
from ckan import model
from ckanext.satudata import config
from ckanext.satudata.dcat import agents, columns, fields, uris
from ckanext.satudata.gate.approvals import approvals
from ckanext.satudata.metadata import codelists, kinds_of_data

LINKED = ("kegiatan", "indikator")


@dataclass(frozen=True)
class Source:
    """What a value may be taken from: the dataset, the records that it links to, its organization."""

    dataset: dict[str, Any]
    kegiatan: dict[str, Any]
    indikator: dict[str, Any]
    organization: dict[str, Any]
    is_approved: bool


@functools.cache
def rows() -> list[dict[str, Any]]:
    """Return the rows of `flat_keys.yaml`."""
    return yaml.safe_load((resources.files(__package__) / "flat_keys.yaml").read_text(encoding="utf-8"))


def of(datasets: list[dict[str, Any]]) -> dict[str, dict[str, str]]:
    """Return the flat keys of each dataset by its id; every key is there, empty where nothing is known."""
    linked = _linked(datasets)
    approved = approvals([dataset["id"] for dataset in datasets])
    return {dataset["id"]: _values(_source(dataset, linked, dataset["id"] in approved)) for dataset in datasets}


def _values(source: Source) -> dict[str, str]:
    return {row["key"]: _value(source, row["from"]) for row in rows()}


def _value(source: Source, origin: str | None) -> str:
    if origin is None:
        return ""
    if origin.startswith("function:"):
        return FUNCTIONS[origin.removeprefix("function:")](source)
    record, _dot, field = origin.partition(".")
    return text(getattr(source, record).get(field))


def text(value: Any) -> str:
    """Return a field's value as one text; several values are joined by commas."""
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    if isinstance(value, str) and value.startswith("["):
        # CKAN keeps a list of choices as JSON
        try:
            return text(json.loads(value))
        except ValueError:
            return value
    return "" if value is None else str(value)


def _source(dataset: dict[str, Any], linked: dict[str, dict[str, Any]], is_approved: bool) -> Source:
    agent = agents.find(dataset.get("owner_org"))
    kegiatan, indikator = (linked.get(dataset.get(kind) or "", {}) for kind in LINKED)
    # an indicator tells which activity made it
    kegiatan = kegiatan or linked.get(indikator.get("kegiatan") or "", {})
    return Source(dataset, kegiatan, indikator, dict(agent.__dict__) if agent else {}, is_approved)


def _linked(datasets: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the public records that datasets link to, and the activities behind their indicators, by id and name."""
    linked = _records({dataset[kind] for dataset in datasets for kind in LINKED if dataset.get(kind)})
    behind = {record["kegiatan"] for record in linked.values() if record.get("kegiatan")}
    return {**linked, **_records(behind - set(linked))}


def _records(names: set[str]) -> dict[str, dict[str, Any]]:
    if not names:
        return {}
    package = model.Package
    query = model.Session.query(package).filter(
        package.state == model.State.ACTIVE,
        package.private.is_(False),
        package.id.in_(names) | package.name.in_(names),
    )
    records = {}
    for record in query:
        plain = {**dict(record.extras), "title": record.title, "notes": record.notes, "owner_org": record.owner_org}
        cleaned = uris.writable(plain)
        assert isinstance(cleaned, dict)
        records[record.id] = records[record.name] = cleaned
    return records


def _access(source: Source) -> str:
    code = codelists.load("sifat_data").codes.get(source.dataset.get("sifat_data") or "")
    return code.name if code else ""


def periodicity(dataset: dict[str, Any]) -> str:
    """Return how often the dataset is updated, as ISO 8601 writes it; "irregular" where it has no rhythm."""
    code = codelists.load("frekuensi").codes.get(dataset.get("frekuensi") or "")
    return code.extra["iso"] if code else ""


def _theme(source: Source) -> str:
    code = codelists.load("urusan").codes.get(source.dataset.get("urusan") or "")
    return code.name if code else ""


def _reference_codes(source: Source) -> str:
    """Return the code lists that the columns of the dataset's standards use."""
    lists = {field.codelist for name in fields.standards_of(source.dataset) for field in columns.standard_fields(name)}
    return ", ".join(sorted(name for name in lists if name))


def _collection(source: Source) -> str:
    return text(source.kegiatan.get("cara_pengumpulan_data") or source.dataset.get("cara_pengumpulan_data"))


def _organizer(source: Source) -> str:
    agent = agents.find(source.kegiatan.get("owner_org"))
    return agent.title if agent else ""


def _sampling(source: Source) -> str:
    kegiatan = source.kegiatan
    return text(kegiatan.get("metode_sampel_probabilitas") or kegiatan.get("metode_sampel_nonprobabilitas"))


def _product(name: str) -> Callable[[Source], str]:
    def available(source: Source) -> str:
        if not source.kegiatan:
            return ""
        return "true" if name in text(source.kegiatan.get("produk_tersedia")).split(", ") else "false"

    return available


def _variables(source: Source) -> str:
    """Return the number of columns of the dataset's standards, each of which is a variable."""
    names = fields.standards_of(source.dataset)
    return str(sum(len(columns.standard_fields(name)) for name in names)) if names else ""


FUNCTIONS: dict[str, Callable[[Source], str]] = {
    "status": lambda source: "approved" if source.is_approved else "",
    "access": _access,
    "periodicity": lambda source: periodicity(source.dataset),
    "theme": _theme,
    "reference_codes": _reference_codes,
    "kind": lambda source: kinds_of_data.name(source.dataset),
    "collection": _collection,
    "organizer": _organizer,
    "sampling": _sampling,
    "printed": _product("tercetak"),
    "digital": _product("digital"),
    "microdata": _product("mikrodata"),
    "province": lambda _source: config.wilayah()[:2],
    "city": lambda _source: config.wilayah()[3:5],
    "variables": _variables,
    "indicators": lambda source: "1" if source.indikator else "0",
}
