"""Where the values of an INDAH document come from: a record of the portal, its organization, a column of a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ckan import model
from ckanext.satudata import config
from ckanext.satudata.dcat import columns
from ckanext.satudata.exceptions import UnknownStandard
from ckanext.satudata.exchange import variables
from ckanext.satudata.exchange.rows import Row
from ckanext.satudata.metadata import codelists
from ckanext.satudata.standards import model as standards
from ckanext.satudata.standards import template
from ckanext.satudata.tables import symbols

# PostgreSQL's names of types, as Table Schema has them
DATASTORE = {
    "text": "string",
    "int4": "integer",
    "int8": "integer",
    "numeric": "number",
    "float8": "number",
    "bool": "boolean",
    "timestamp": "datetime",
}
# a longer list is named, not copied
MOST_CODES = 200


@dataclass(frozen=True)
class Source:
    """What the rows of one document are taken from; `column` is a descriptor of a Table Schema."""

    record: Mapping[str, Any]
    organization: Mapping[str, Any]
    column: Mapping[str, Any] = field(default_factory=dict)
    standard: standards.Standard | None = None

    def values(self, row: Row) -> list[Any]:
        """Return the value of each of a row's sources."""
        return [self._value(address) for address in row.sources]

    def _value(self, source: str) -> Any:
        if source.startswith("function:"):
            return FUNCTIONS[source.removeprefix("function:")](self)
        part, _dot, name = source.partition(".")
        return getattr(self, part).get(name)


def of_record(record: Mapping[str, Any]) -> Source:
    """Return what the document of an activity or an indicator is made from."""
    return Source(record, _organization(record))


def of_columns(dataset: Mapping[str, Any]) -> list[Source]:
    """Return what the documents of a dataset's variables are made from: one for each column of its tables.

    A column that comes in several tables is one variable.
    """
    organization = _organization(dataset)
    sources: dict[str, Source] = {}
    for resource in dataset.get("resources") or []:
        standard = _standard(resource.get("standar"))
        for column in _columns(resource, standard):
            sources.setdefault(column["name"], Source(dataset, organization, column, standard))
    return list(sources.values())


def _columns(resource: dict[str, Any], standard: standards.Standard | None) -> list[dict[str, Any]]:
    if standard:
        return [field.descriptor for field in standard.fields]
    return [
        {
            **field,
            "title": field["title"] or field["name"],
            "satuan": field["unit"],
            "type": DATASTORE.get(field["type"], field["type"]),
        }
        for field in columns.of(resource)
        # marks beside the figures are no variable
        if field["name"] != symbols.COLUMN
    ]


def _standard(name: str | None) -> standards.Standard | None:
    try:
        return standards.load(name) if name else None
    except UnknownStandard:
        return None


def _organization(record: Mapping[str, Any]) -> dict[str, Any]:
    group = model.Group.get(record.get("owner_org") or "")
    return {"title": group.title or group.name, **group.extras} if group else {}


def activity(record: Mapping[str, Any]) -> model.Package | None:
    """Return the activity (MS-Keg) that a record names."""
    return model.Package.get(record["kegiatan"]) if record.get("kegiatan") else None


def _activity(source: Source) -> str:
    record = activity(source.record)
    return (record.extras.get("id_mskeg") if record else "") or source.record.get("id_mskeg") or ""


def _activity_year(source: Source) -> str:
    record = activity(source.record)
    return (record.extras.get("tahun") if record else "") or source.record.get("dimensi_akhir") or ""


def _time(source: Source) -> str:
    """Return the years of the dataset and how often it is updated."""
    first, last = source.record.get("dimensi_awal"), source.record.get("dimensi_akhir")
    often = codelists.load("frekuensi").codes.get(source.record.get("frekuensi") or "")
    years = "–".join(dict.fromkeys(filter(None, [first, last])))
    return ", ".join(filter(None, [years, often.name.lower() if often else ""]))


def _measure(source: Source) -> str:
    measure = source.standard.find_measure(source.column["name"]) if source.standard else None
    return measure.ukuran if measure else ""


def _domain(source: Source) -> list[tuple[str, str]]:
    codes = template.choices(source.column.get("codelist") or "", source.column.get("level") or "")
    if 0 < len(codes) <= MOST_CODES:
        return [(code.code, code.name) for code in codes]
    return [(str(value), str(value)) for value in source.column.get("constraints", {}).get("enum", [])]


def _domain_title(source: Source) -> str:
    name = source.column.get("codelist")
    return codelists.title(name) if name else ""


def _rules(source: Source) -> list[str]:
    """Return what is checked, in the words that INDAH's own form uses."""
    limits = source.column.get("constraints", {})
    rules = ["HARUS TERISI"] if limits.get("required") or source.column.get("required") else []
    if "minimum" in limits:
        rules.append(f"MINIMAL {limits['minimum']}")
    if "maximum" in limits:
        rules.append(f"MAKSIMAL {limits['maximum']}")
    return rules


FUNCTIONS: dict[str, Callable[[Source], Any]] = {
    "province": lambda _source: config.wilayah()[:2],
    "city": lambda _source: config.wilayah()[3:5],
    "activity": _activity,
    "activity_year": _activity_year,
    "public": lambda source: "" if source.record.get("private") else "true",
    "concept": variables.concept,
    "legal_basis": lambda source: list(source.standard.dasar_hukum) if source.standard else [],
    "time": _time,
    "measure": _measure,
    "domain": _domain,
    "domain_title": _domain_title,
    "rules": _rules,
}
