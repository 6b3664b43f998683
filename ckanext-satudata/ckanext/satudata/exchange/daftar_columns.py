"""The columns of the Daftar Data Daerah, and their values derived from a dataset."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import yaml
from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata import config
from ckanext.satudata.exceptions import N_, UnfitDocument
from ckanext.satudata.exchange import ewalidata
from ckanext.satudata.metadata import codelists, kinds_of_data
from ckanext.satudata.metadata.validators import PERSON_NUMBER

_ = tk._

OPEN = "Terbuka"


@dataclass(frozen=True)
class Column:
    """A column: its key, its title, where its value comes from, what it may hold."""

    key: str
    title: str
    options: Mapping[str, Any]

    @property
    def allowed(self) -> list[str]:
        """The words that it may hold; empty where it may hold anything."""
        if "codes" in self.options and self.options["codes"] != "satuan":
            return [code.name for code in codelists.load(self.options["codes"])]
        return list(self.options.get("words", []))


def columns() -> list[Column]:
    """Return the columns, ours or those of the portal's own file. Raises UnfitDocument for a file that is none."""
    return _columns(config.daftar_data_columns())


@functools.cache
def _columns(file: str) -> list[Column]:
    path: Any = Path(file) if file else resources.files(__package__) / "daftar_data.yaml"
    try:
        declared = yaml.safe_load(path.read_text(encoding="utf-8"))
        declared_columns = [Column(declaration["key"], declaration["title"], declaration) for declaration in declared]
    except (OSError, yaml.YAMLError, TypeError, KeyError) as error:
        text = N_("The columns of the Daftar Data cannot be read from {file}: {error}")
        raise UnfitDocument(text, file=file, error=str(error)) from error
    missing = {"nama_data", "produsen_data"} - {column.key for column in declared_columns}
    if missing:
        text = N_("The columns of the Daftar Data in {file} lack {missing}.")
        raise UnfitDocument(text, file=file, missing=", ".join(sorted(missing)))
    return declared_columns


def title_of(key: str) -> str:
    """Return the title of one of the columns that every list has, by its key."""
    return next(column.title for column in columns() if column.key == key)


def fault(column: Column, text: str) -> str:
    """Return what is wrong with a cell, or ""."""
    if not text:
        return _("Fill in this field.") if column.options.get("required") else ""
    if PERSON_NUMBER.search(re.sub(r"[\s.-]", "", text)) and "Link" not in column.title:
        return _("This holds the number of a person (NIK or NIP). Write the contact of the office instead.")
    if column.options.get("codes"):
        if codelists.load(column.options["codes"]).lookup(text):
            return ""
        near = ", ".join(
            column.allowed or [code.name for code in codelists.load(column.options["codes"]).suggest(text, 3)]
        )
        return _('"{0}" is not in the list {1}. Did you mean: {2}?').format(text, column.title, near)
    if column.allowed and text.casefold() not in {word.casefold() for word in column.allowed}:
        return _('"{0}" is not allowed here. Write one of: {1}.').format(text, ", ".join(column.allowed))
    return ""


def derived_row(dataset: Mapping[str, Any]) -> dict[str, str]:
    """Return the row that the portal derives from a dataset."""
    return {column.title: _value(column, dataset) for column in columns()}


def _value(column: Column, dataset: Mapping[str, Any]) -> str:
    source = column.options.get("from", "")
    if source.startswith("function:"):
        return FUNCTIONS[source.removeprefix("function:")](dataset)
    part, _dot, name = source.partition(".")
    if part == "organization":
        return str((dataset.get("organization") or {}).get(name) or "")
    text = str(dataset.get(name) or "") if name else ""
    code = codelists.load(column.options["codes"]).codes.get(text) if "codes" in column.options else None
    return code.name if code else text


def _indicator(dataset: Mapping[str, Any]) -> str:
    record = model.Package.get(dataset["indikator"]) if dataset.get("indikator") else None
    return record.title if record and not record.private else dataset.get("indikator_prioritas") or ""


def _access(dataset: Mapping[str, Any]) -> str:
    return {"terbatas": "Terbatas", "dikecualikan": "Tertutup"}.get(dataset.get("sifat_data") or "", OPEN)


def _metadata(dataset: Mapping[str, Any]) -> str:
    return "; ".join(filter(None, [dataset.get(name) for name in ("id_mskeg", "id_msvar", "id_msind")]))


def _link(dataset: Mapping[str, Any]) -> str:
    """Return the address of the first table as CSV, else of the first file."""
    for resource in dataset.get("resources") or []:
        if resource.get("datastore_active"):
            where = {"id": dataset["name"], "resource_id": resource["id"], "format": "csv"}
            return tk.url_for("satudata_downloads.download", **where, _external=True)
    return next((resource["url"] for resource in dataset.get("resources") or [] if resource.get("url")), "")


def _years(dataset: Mapping[str, Any]) -> str:
    years = [dataset.get("dimensi_awal"), dataset.get("dimensi_akhir")]
    return "–".join(dict.fromkeys(filter(None, years)))


def _codes(dataset: Mapping[str, Any]) -> str:
    return "; ".join(code for code, _column in ewalidata.codes(dataset.get("kode_dssd") or ""))


FUNCTIONS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "codes": _codes,
    "indicator": _indicator,
    "kind": kinds_of_data.name,
    "role": lambda dataset: "Indikator" if dataset.get("indikator") else "Variabel",
    "standard": lambda dataset: dataset.get("id_sds") or "N/A",
    "access": _access,
    "metadata": _metadata,
    "link": _link,
    "years": _years,
}
