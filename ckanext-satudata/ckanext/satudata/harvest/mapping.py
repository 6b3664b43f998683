"""From a source's record to the metadata of a dataset, as the agency's file says."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from ckan.lib.munge import munge_tag, munge_title_to_name
from ckan.plugins.toolkit import _
from ckanext.satudata import clock, config
from ckanext.satudata.exceptions import BrokenRecord
from ckanext.satudata.harvest.definition import Agency, dataset_fields
from ckanext.satudata.harvest.paths import dig, fill
from ckanext.satudata.metadata import codelists
from ckanext.satudata.metadata.frequency import days

NAME_LENGTH = 100
# data.go.id's portals write them in many ways (dossier 3.3)
FORMAT_SLIPS = {"XLXS": "XLSX", "XSLX": "XLSX", "XLXX": "XLSX", "EXCEL": "XLSX", "JPEG": "JPG"}
RELEASE = "jadwal_rilis"
RESOURCE_FIELDS = ("name", "url", "description", "format", "mimetype")


def dataset(agency: Agency, raw: Mapping[str, Any], declared: str | None = None) -> dict[str, Any]:
    """Return a record's metadata by field of the dataset; `declared` names the dataset that the agency declares.

    Raises BrokenRecord when the record has no title to be called by.
    """
    values: dict[str, Any] = {
        "kontak_unit": agency.declared["contact"]["unit"],
        "kontak_email": agency.declared["contact"]["email"],
        "license_id": "CC-BY-4.0",
    }
    surroundings = {**config.harvest_places(), **raw}
    values |= fill(agency.declared.get("fixed", {}), surroundings)
    if declared:
        values |= {"name": declared, **fill(agency.datasets[declared]["fixed"], surroundings)}
    for field, wanted in agency.declared.get("map", {}).items():
        value = _first(raw, [wanted] if isinstance(wanted, str) else wanted)
        if value is not None:
            values[field] = value
    lookups = agency.declared.get("lookups", {})
    result = {field: _value(field, _looked_up(lookups.get(field, {}), value)) for field, value in values.items()}
    period = days(normal("frekuensi", result.get("frekuensi", "")))
    if period and not result.get(RELEASE):
        result[RELEASE] = (clock.today() + datetime.timedelta(days=period)).isoformat()
    if not result.get("title") and not result.get("pengukuran"):
        raise BrokenRecord(_("The record has no title. Map the field title in the agency's file."))
    return result


def unknown_fields(agency: Agency, raw: Mapping[str, Any]) -> set[str]:
    """Return the record's fields that the agency's file neither maps nor ignores by name."""
    wanted = [path for value in agency.declared.get("map", {}).values() for path in _listed(value)]
    access = agency.declared["access"]
    wanted += [access[key] for key in ("identifier", "modified") if isinstance(access.get(key), str)]
    known = {path.partition(".")[0] for path in wanted} | set(agency.declared.get("ignore", []))
    return set(raw) - known


def name_for(values: Mapping[str, Any], package_id: str) -> str:
    """Return the address of a new dataset: what the source calls it, else its title with the begin of its id."""
    if values.get("name"):
        return munge_title_to_name(str(values["name"]))[:NAME_LENGTH].strip("-_")
    begin = munge_title_to_name(str(values.get("title") or values["pengukuran"]))
    return distinct(begin, package_id)


def distinct(name: str, package_id: str) -> str:
    """Return an address that no other dataset has."""
    return f"{name[: NAME_LENGTH - 7].strip('-_')}-{package_id[:6]}"


def normal(field: str, value: Any) -> Any:
    """Return a value as the dataset keeps it, so that two ways to write the same are equal."""
    if field == "tags":
        return sorted(tag["name"] for tag in value or [])
    if isinstance(value, bool) or value in ("True", "False"):
        return str(value).lower() == "true"
    if value is None:
        return ""
    codelist = dataset_fields().get(field, {}).get("codelist")
    if codelist and isinstance(value, str):
        code = codelists.load(codelist).lookup(value)
        return code.code if code else value
    return str(value).strip() if isinstance(value, int | float | str) else value


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _first(raw: Mapping[str, Any], wanted: Iterable[str]) -> Any:
    found = (dig(raw, path) for path in wanted)
    return next((value for value in found if value not in (None, "", [], {})), None)


def _looked_up(lookup: Mapping[str, Any], value: Any) -> Any:
    if isinstance(value, list):
        return [_looked_up(lookup, each) for each in value]
    return lookup.get(str(value).strip(), value) if isinstance(value, str | int | float) else value


def _value(field: str, value: Any) -> Any:
    if field == "tags":
        return _tags(value)
    if field == "resources":
        return _resources(value)
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _tags(value: Any) -> list[dict[str, str]]:
    texts = value.split(",") if isinstance(value, str) else value or []
    names = [text.get("name", "") if isinstance(text, Mapping) else str(text) for text in texts]
    munged = [munge_tag(name.strip()) for name in names if len(name.strip()) > 1]
    return [{"name": name} for name in dict.fromkeys(munged)]


def _resources(value: Any) -> list[dict[str, str]]:
    result = []
    for each in value or []:
        if not isinstance(each, Mapping) or not each.get("url"):
            continue
        resource = {field: str(each[field]).strip() for field in RESOURCE_FIELDS if each.get(field)}
        form = resource.get("format", "").upper().lstrip(".")
        resource["format"] = FORMAT_SLIPS.get(form, form)
        result.append(resource)
    return result
