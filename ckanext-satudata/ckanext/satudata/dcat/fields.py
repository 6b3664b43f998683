"""Our dataset fields in the names that ckanext-dcat's DCAT-AP 3 profile reads; `feed` in the schemas lists them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ckan import model
from ckanext.satudata.dcat import distributions, origin, uris
from ckanext.satudata.exceptions import UnknownStandard
from ckanext.satudata.metadata import codelists
from ckanext.satudata.standards import model as standards

INDONESIAN = "http://publications.europa.eu/resource/authority/language/IND"

# Fields that ckanext-dcat reads as they are. What else it would find, in extras of harvested datasets, our own fields
# say, or it may be invalid in DCAT-AP.
KEPT = ("id", "name", "type", "title", "notes", "tags", "version")


def translate(dataset: dict[str, Any], dataset_uri: str) -> dict[str, Any]:
    """Return the dataset with DCAT fields filled from ours; the fields that we write ourselves are left out.

    `dataset` is an answer of `package_show`, harvested or from the form; nothing of it is changed.
    """
    addresses = {codelist: address for codelist, _code, address in concepts(dataset)}
    themes = [address for codelist, _code, address in concepts(dataset) if codelist in {"tema", "urusan", "sdgs"}]
    return {
        **{key: dataset.get(key) for key in KEPT},
        "identifier": identifier(dataset),
        "issued": origin.issued(dataset),
        "modified": origin.modified(dataset),
        "language": [INDONESIAN],
        "frequency": addresses.get("frekuensi"),
        "access_rights": addresses.get("sifat_data"),
        "theme": themes,
        "contact": contacts(dataset),
        "temporal_coverage": days(dataset),
        "conforms_to": [uris.standard(name) for name in standards_of(dataset)],
        "provenance": _provenance(dataset),
        "provenance_activity": _activity(dataset),
        "resources": distributions.of(dataset, dataset_uri),
    }


def identifier(dataset: dict[str, Any]) -> str:
    """Return the dataset's identifier: the one it came with where it was harvested, else its id."""
    return _extra(dataset, "guid") or dataset["id"]


def concepts(dataset: dict[str, Any]) -> Iterator[tuple[str, codelists.Code, str]]:
    """Yield each code of the dataset that has an address in a vocabulary: (code list, entry, address)."""
    for codelist in ("frekuensi", "sifat_data"):
        code = codelists.load(codelist).codes.get(dataset.get(codelist) or "")
        if code:
            yield codelist, code, code.extra["uri"]
    urusan = codelists.load("urusan").codes.get(dataset.get("urusan") or "")
    if urusan:
        yield "urusan", urusan, uris.code("urusan", urusan.code)
        if urusan.extra["tema"]:
            theme = codelists.load("tema").codes[urusan.extra["tema"]]
            yield "tema", theme, theme.extra["uri"]
    for goal in _list(dataset.get("sdgs")):
        code = codelists.load("sdgs").codes.get(goal)
        if code:
            yield "sdgs", code, code.extra["uri"]


def standards_of(dataset: dict[str, Any]) -> list[str]:
    """Return the names of the Standar Data that the dataset's files follow."""
    names = {resource.get("standar") for resource in dataset.get("resources") or []}
    return sorted(name for name in names if name)


def standard_title(name: str) -> str:
    """Return what people call a standard; its name where it is not shipped any more."""
    try:
        return standards.load(name).title
    except UnknownStandard:
        return name


def series(dataset: dict[str, Any]) -> str:
    """Return the address of the series of which the dataset is one edition."""
    slug = re.sub(r"[\W_]+", "-", dataset["seri"].casefold()).strip("-")
    return f"{uris.base()}/seri/{dataset.get('owner_org') or 'portal'}/{slug}"


def telephone(text: str) -> str:
    """Return a telephone number as an address (RFC 3966)."""
    digits = re.sub(r"[^\d+]", "", text)
    return f"tel:+62{digits[1:]}" if digits.startswith("0") else f"tel:{digits}"


def contacts(dataset: dict[str, Any]) -> list[dict[str, str]]:
    """Return the office that answers: {"name", "email"}, one of them may be empty; none where both are."""
    name = dataset.get("kontak_unit") or dataset.get("maintainer") or dataset.get("author") or ""
    email = dataset.get("kontak_email") or dataset.get("maintainer_email") or dataset.get("author_email") or ""
    valid = email if re.fullmatch(r"[^@\s<>\"]+@[^@\s<>\"]+", email) else ""
    return [{"name": name, "email": valid}] if name or valid else []


def period(dataset: dict[str, Any]) -> list[dict[str, str]]:
    """Return the years that the data covers: {"start", "end"}, each of them only when known."""
    years = {"start": dataset.get("dimensi_awal"), "end": dataset.get("dimensi_akhir")}
    bounds = {side: year for side, year in years.items() if year and re.fullmatch(r"\d{4}", year)}
    return [bounds] if bounds else []


def days(dataset: dict[str, Any]) -> list[dict[str, str]]:
    """Return the first and the last day of those years: a reader that knows days alone takes a year for one of now."""
    ends = {"start": "-01-01", "end": "-12-31"}
    return [{side: year + ends[side] for side, year in years.items()} for years in period(dataset)]


def _provenance(dataset: dict[str, Any]) -> str:
    """Return where the figures come from and how they are made, in one text."""
    method = codelists.load("cara_pengumpulan_data").codes.get(dataset.get("cara_pengumpulan_data") or "")
    parts = [dataset.get("sumber"), method.name if method else "", dataset.get("metodologi")]
    return " ".join(part.strip().rstrip(".") + "." for part in parts if part)


def _activity(dataset: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the statistical activity (MS-Keg) that made the data, when people may see it."""
    record = model.Package.get(dataset.get("kegiatan") or "") if dataset.get("kegiatan") else None
    if record is None or record.private or record.state != model.State.ACTIVE:
        return []
    return [{"uri": uris.record("kegiatan", record.name), "label": uris.writable(record.title)}]


def _extra(dataset: dict[str, Any], key: str) -> str:
    return next((extra["value"] for extra in dataset.get("extras") or [] if extra["key"] == key), "")


def _list(value: Any) -> list[str]:
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return list(value or [])
