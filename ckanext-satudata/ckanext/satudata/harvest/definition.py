"""The files of the agencies, read and checked: each fault has its place and how to mend it."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import yaml
from ckan import model
from ckan.plugins.toolkit import _
from ckanext.satudata import config, shapes
from ckanext.satudata.exceptions import N_, PLAIN, BrokenAgency, HarvestError, UnknownStandard
from ckanext.satudata.harvest import paths, readers
from ckanext.satudata.harvest.agency import MANUAL, Agency, dataset_fields
from ckanext.satudata.harvest.places import place_names
from ckanext.satudata.metadata import codelists, licenses
from ckanext.satudata.standards import model as standards
from ckanext.satudata.standards import words
from ckanext.satudata.web import credentials, secrets
from croniter import croniter

PACKAGE = "ckanext.satudata.harvesters"
COMMON_ACCESS = {"method", "internal", "headers"}
# made from others, or given by the declaration itself
MADE = {"jadwal_rilis", "kontak_unit", "kontak_email"}
PROPOSED_FROM = {"pengukuran", "tingkat_penyajian", "cakupan"}
# what the harvest itself writes beside the source's own extras
MARKS = ("guid", "harvest_object_id", "harvest_source_id", "harvest_source_title")


def parse_agency(path: Path) -> Agency:
    """Return the agency that a file declares. Raises BrokenAgency, naming file and place of each fault."""
    try:
        declared = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise BrokenAgency(N_("{0} cannot be read: {1}"), path.name, error) from error
    code = path.with_suffix(".py")
    agency = Agency(path.stem.replace("_", "-"), declared, code if code.exists() else None)
    fault_texts = list(faults(agency))
    if fault_texts:
        raise BrokenAgency(PLAIN, "\n".join(f"{path.name}: {fault}" for fault in fault_texts))
    return agency


def folder() -> Path:
    """Return the folder of the agencies of the demonstration, which are examples to every district."""
    return Path(str(resources.files(PACKAGE)))


def shipped() -> list[Path]:
    """Return the file of each agency of the demonstration."""
    return sorted(folder().glob("*.yaml"))


def files() -> list[Path]:
    """Return the file of each agency: the district's, and where the demonstration is, those of it that it leaves."""
    district = sorted(Path(config.harvest_sources()).glob("*.yaml")) if config.harvest_sources() else []
    names = {path.name for path in district}
    examples = shipped() if config.has_demonstration() else []
    return sorted([*district, *(path for path in examples if path.name not in names)])


def find_file(name: str) -> Path | None:
    """Return the file of an agency by its name, or None where it is gone."""
    return next((path for path in files() if path.name == name), None)


def faults(agency: Agency) -> Iterator[str]:
    """Yield what is wrong in a declaration, each with its place and how to mend it; no text shows a password."""
    return map(credentials.cover, _faults(agency))


def _faults(agency: Agency) -> Iterator[str]:
    if not isinstance(agency.declared, Mapping):
        yield _("This is no list of keys and values.")
        return
    shape = list(shapes.faults(agency.declared, _schema()))
    yield from shape
    if shape:
        return
    try:
        module = readers.load(agency.method)
    except BrokenAgency as error:
        yield f"access/method: {error}"
        return
    if not agency.organization.strip():
        yield _("organization: name the OPD.")
    schedule = agency.declared["schedule"]
    if schedule != MANUAL and not croniter.is_valid(schedule):
        yield _('schedule: {0!r} is no cron expression. Write "0 6 * * *" for every day at six, or manual.').format(
            schedule
        )
    listed = not agency.datasets
    for name, option in module.OPTIONS.items():
        needed = option.get("needed") == readers.ALWAYS or (listed and option.get("needed") == readers.LISTED)
        if needed and not agency.declared["access"].get(name):
            yield _("access/{0}: fill in {1}.").format(name, _(option.get("title", name)))
    options = {key: value for key, value in agency.declared["access"].items() if key not in COMMON_ACCESS}
    yield from shapes.faults(
        options, {"type": "object", "additionalProperties": False, "properties": module.OPTIONS}, "access/"
    )
    yield from _open_secrets(agency, module.OPTIONS)
    yield from _fields(agency)
    tables: dict[str, Mapping[str, Any]] = {"table": agency.declared["table"]} if "table" in agency.declared else {}
    tables |= {f"datasets/{name}/table": dataset["table"] for name, dataset in agency.datasets.items()}
    for place, table in tables.items():
        yield from _table(place, table, module.READ)


@functools.cache
def _schema() -> dict[str, Any]:
    return json.loads((resources.files("ckanext.satudata.schemas") / "harvester.schema.json").read_text("utf-8"))


def surroundings(agency: Agency) -> Iterator[str]:
    """Yield what lets every run of a well-written declaration fail: mandatory fields, its OPD, secrets, folder.

    Nothing is asked of the source itself.
    """
    yield from _required(agency)
    organization = model.Group.get(agency.organization)
    if organization is None or not organization.is_organization or organization.state != model.State.ACTIVE:
        yield _("organization: there is no organization {0!r} in this portal.").format(agency.organization)
    vault = secrets.Vault()
    try:
        agency.reader(vault).close()
    except HarvestError as error:
        yield f"access: {vault.hide(str(error))}"


def _open_secrets(agency: Agency, options: Mapping[str, Any]) -> Iterator[str]:
    """Yield each password and key that is written out: every member of the OPD may read the declaration."""
    access = agency.declared["access"]
    for name, value in access.items():
        is_secret = bool(options.get(name, {}).get("secret") and value and not secrets.names(value))
        if is_secret or any(credentials.written_out(value)):
            text = _("access/{0}: write the password as {1}; the operator puts it into a file of that name.")
            yield text.format(name, "{secret:NAMA}")


def _fields(agency: Agency) -> Iterator[str]:
    declared_fields = dataset_fields()
    parts = {"map": agency.declared.get("map", {}), "fixed": agency.declared.get("fixed", {})}
    parts |= {"lookups": agency.declared.get("lookups", {}), "local": dict.fromkeys(agency.local)}
    parts |= {f"datasets/{name}/fixed": dataset["fixed"] for name, dataset in agency.datasets.items()}
    for place, part in parts.items():
        for name in sorted(set(part) - set(declared_fields)):
            yield _("{0}/{1}: a dataset has no such field.").format(place, name)
        if place.endswith("fixed"):
            yield from _codes(place, part, declared_fields)
        if place == "lookups":
            for name, table in part.items():
                yield from _codes(place, dict.fromkeys(table.values(), name), declared_fields, by_value=True)
    for name in sorted(set(agency.declared.get("extras", {})) & {*declared_fields, *MARKS}):
        yield _("extras/{0}: a dataset has a field of this name. Map it, or choose another name.").format(name)


def _codes(
    place: str, entries: Mapping[str, Any], fields: Mapping[str, Any], *, by_value: bool = False
) -> Iterator[str]:
    """Yield each value that is not in the code list of its field; `given` is {field: value}, or {value: field}."""
    for key, entry in entries.items():
        name, value = (entry, key) if by_value else (key, entry)
        codelist = "lisensi" if name == "license_id" else fields.get(name, {}).get("codelist")
        text = paths.fill(value, place_names(), keep=True) if isinstance(value, str) else value
        if not codelist or not isinstance(text, str) or "{" in text:
            continue
        match = licenses.find(text) if codelist == "lisensi" else codelists.load(codelist).lookup(text)
        if not match:
            yield _("{0}/{1}: {2!r} is not in the list {3}.").format(place, name, value, codelist)


def required_fields() -> list[str]:
    """Return the fields without which no dataset is taken in, in the order of the form."""
    return [
        name
        for name, field in dataset_fields().items()
        if field.get("required") and not field.get("show_if") and name not in MADE
    ]


def _required(agency: Agency) -> Iterator[str]:
    """Yield the mandatory fields that no dataset of the source would have."""
    common = {*agency.declared.get("map", {}), *agency.declared.get("fixed", {})}
    made = {f"datasets/{name}": common | set(dataset["fixed"]) for name, dataset in agency.datasets.items()}
    standards_by_place = {f"datasets/{name}": dataset["table"] for name, dataset in agency.datasets.items()}
    for place, fields in (made or {"map": common}).items():
        proposed = {"title"} if made and fields >= PROPOSED_FROM else set()
        table = standards_by_place.get(place) or agency.declared.get("table") or {}
        if table.get("standard"):
            # its words are the standard's
            proposed |= {*words.WORDS}
        lacking = [name for name in required_fields() if name not in fields | proposed]
        if lacking:
            labels = ", ".join(f"{dataset_fields()[name]['label']} ({name})" for name in lacking)
            text = _("{0}: mandatory fields are lacking: {1}. Map them, or write them under fixed.")
            yield text.format(place, labels)


def _table(place: str, table: Mapping[str, Any], read_schema: Mapping[str, Any]) -> Iterator[str]:
    schema = {"type": "object", "additionalProperties": False, **read_schema}
    yield from shapes.faults(table["read"], schema, f"{place}/read/")
    name = table.get("standard")
    if not name:
        return
    try:
        standard = standards.load(name)
    except UnknownStandard as error:
        yield f"{place}/standard: {error}"
        return
    if "columns" not in table:
        return
    made = {*table["columns"].values(), *table.get("fixed", {})}
    for field in standard.fields:
        if field.required and field.name not in made:
            yield _("{0}/columns: the standard {1} wants the column {2}.").format(place, name, field.name)
    for column in sorted(made - {field.name for field in standard.fields}):
        yield _("{0}/columns: the standard {1} has no column {2}.").format(place, name, column)
