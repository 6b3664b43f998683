"""From a source's record to the metadata of a dataset, as the agency's file says."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ckan.lib.munge import munge_title_to_name
from ckanext.satudata import clock
from ckanext.satudata.exceptions import N_, BrokenRecord
from ckanext.satudata.harvest import links, values
from ckanext.satudata.harvest.agency import Agency, dataset_fields
from ckanext.satudata.harvest.paths import dig, fill
from ckanext.satudata.harvest.places import place_names
from ckanext.satudata.metadata import codelists
from ckanext.satudata.metadata.frequency import days
from ckanext.satudata.standards import words

NAME_LENGTH = 100
RELEASE = "jadwal_rilis"
# in bytes of UTF-8: Solr takes no longer word, and a field that is no running text is one word to it
LONGEST = 32_000
# what a dataset without any of it says so by: nobody has given a licence
UNSAID = {"license_id": "", "source_license": "", "source_issued": "", "source_modified": "", "source_spatial": ""}


def dataset(
    agency: Agency,
    raw: Mapping[str, Any],
    declared: str | None = None,
    base: str = "",
    notes: values.Notes | None = None,
) -> dict[str, Any]:
    """Return a record's metadata by field of the dataset; `declared` names the dataset that the agency declares.

    `base` is the address below which relative ones are meant; `notes` takes what is remarked on the way.
    Raises BrokenRecord when the record has no title to be called by.
    """
    notes = notes or values.Notes()
    values_by_field: dict[str, Any] = {
        **UNSAID,
        "kontak_unit": agency.declared["contact"]["unit"],
        "kontak_email": agency.declared["contact"]["email"],
    }
    surroundings = {**place_names(), **raw}
    values_by_field |= fill(agency.declared.get("fixed", {}), surroundings)
    if declared:
        values_by_field |= {"name": declared, **fill(agency.datasets[declared]["fixed"], surroundings)}
    for field, path_or_paths in agency.declared.get("map", {}).items():
        value = _first(raw, [path_or_paths] if isinstance(path_or_paths, str) else path_or_paths)
        if value is not None:
            values_by_field[field] = value
    lookups = agency.declared.get("lookups", {})
    result: dict[str, Any] = {}
    for field, value in values_by_field.items():
        result |= _field(field, _looked_up(lookups.get(field, {}), value), base, notes)
    if not result["kontak_email"]:
        result["kontak_email"] = agency.declared["contact"]["email"]
    declared_extras = agency.declared.get("extras", {})
    if declared_extras:
        result["extras"] = values.extras((key, dig(raw, path)) for key, path in declared_extras.items())
    result |= words_of_standard(agency, declared, result)
    period = days(normal("frekuensi", result.get("frekuensi", "")))
    if period and not result.get(RELEASE):
        result[RELEASE] = (clock.today() + datetime.timedelta(days=period)).isoformat()
    for field, value in result.items():
        if isinstance(value, str) and field != "notes" and len(value.encode("utf-8", "surrogatepass")) > LONGEST:
            text = N_("{0}: the text has {1} characters, which is more than a field can hold ({2} bytes).")
            raise BrokenRecord(text, dataset_fields().get(field, {}).get("label", field), len(value), LONGEST)
    # one that a source lists is called by its own title, not by what all of them measure
    if not result.get("title") and not (declared and result.get("pengukuran")):
        raise BrokenRecord(N_("The record has no title. Map the field title in the agency's file."))
    return result


def words_of_standard(agency: Agency, declared: str | None, result: Mapping[str, Any]) -> dict[str, str]:
    """Return the words that a dataset takes from the standard of its table; none where it is declared to deviate."""
    table = (agency.datasets[declared] if declared else agency.declared).get("table") or {}
    standard = words.find_standard([{"standar": table.get("standard")}])
    return words.of(standard) if standard is not None and not words.is_declared(result) else {}


def unknown_fields(agency: Agency, raw: Mapping[str, Any]) -> set[str]:
    """Return the record's fields that the agency's file neither maps nor ignores by name."""
    used_paths = [
        path
        for value in agency.declared.get("map", {}).values()
        for path in ([value] if isinstance(value, str) else value)
    ]
    used_paths += agency.declared.get("extras", {}).values()
    access = agency.declared["access"]
    used_paths += [access[key] for key in ("identifier", "modified") if isinstance(access.get(key), str)]
    used_keys = {path.partition(".")[0] for path in used_paths} | set(agency.declared.get("ignore", []))
    return set(raw) - used_keys


def name_for(data: Mapping[str, Any], package_id: str) -> str:
    """Return the address of a new dataset: what the source calls it, else its title with the begin of its id."""
    named = munge_title_to_name(str(data.get("name") or ""))[:NAME_LENGTH].strip("-_")
    if len(named) > 1:
        return named
    return distinct(munge_title_to_name(str(data.get("title") or data["pengukuran"])), package_id)


def distinct(name: str, package_id: str) -> str:
    """Return an address that no other dataset has."""
    return f"{name[: NAME_LENGTH - 7].strip('-_') or 'dataset'}-{package_id[:6]}"


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


def _first(raw: Mapping[str, Any], path_or_paths: Iterable[str]) -> Any:
    candidates = (dig(raw, path) for path in path_or_paths)
    return next((value for value in candidates if value not in (None, "", [], {})), None)


def _looked_up(lookup: Mapping[str, Any], value: Any) -> Any:
    if isinstance(value, list):
        return [_looked_up(lookup, item) for item in value]
    return lookup.get(str(value).strip(), value) if isinstance(value, str | int | float) else value


# fields that are no mere text: (value, base, notes, name of the field) -> value
KINDS: dict[str, Callable[[Any, str, values.Notes, str], Any]] = {
    "tags": lambda value, _base, _notes, _name: values.tags(value),
    "resources": lambda value, base, notes, _name: links.resources(value, base, notes),
    "url": lambda value, base, notes, _name: links.link(value, base, notes),
    "guid": lambda value, _base, _notes, _name: values.identifier(value),
    "kontak_email": lambda value, _base, notes, _name: values.email(value, notes),
    "title": lambda value, _base, _notes, _name: values.title(value),
    "source_issued": lambda value, _base, notes, name: values.moment(name, value, notes),
    "source_modified": lambda value, _base, notes, name: values.moment(name, value, notes),
    "source_spatial": lambda value, _base, notes, _name: values.geometry(value, notes),
}


def _field(field: str, value: Any, base: str, notes: values.Notes) -> dict[str, Any]:
    """Return a field's value by its name; a licence makes two fields."""
    if field == "license_id":
        return values.licence(value)
    if field == "source_license":
        return {}
    if field in KINDS:
        return {field: KINDS[field](value, base, notes, field)}
    multiple = "multiple" in str(dataset_fields().get(field, {}).get("preset", "")) or field == "sdgs"
    return {field: value if multiple and isinstance(value, list) else values.text(value)}
