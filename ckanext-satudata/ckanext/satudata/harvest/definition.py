"""An agency: its YAML read, checked, and completed by the class in the `.py` beside it."""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import yaml
from ckan.plugins.toolkit import _
from ckanext.satudata import config, shapes
from ckanext.satudata.exceptions import BrokenAgency, UnknownStandard
from ckanext.satudata.harvest import paths, readers, secrets, turns
from ckanext.satudata.harvest.http import Client
from ckanext.satudata.metadata import codelists
from ckanext.satudata.standards import model as standards
from croniter import croniter

PACKAGE = "ckanext.satudata.harvesters"
MANUAL = "manual"
SHARE, GRACE_DAYS = 20.0, 7
MINUTES, MEMORY_MB, PER_SECOND, FILE_MB = 30, 1024, 5.0, 100
# fields of CKAN itself that our schema does not name
OURS = {"guid", "tags", "resources", "private", "extras", "url", "version", "author", "maintainer"}
# what does not touch the datasets: a change of it harvests nothing anew
ORGANIZATIONAL = {"about", "schedule", "limits", "guard", "assertions"}
COMMON_ACCESS = {"method", "internal", "headers"}


@dataclass(frozen=True)
class Agency:
    """One source as its file, or the web form, declares it."""

    name: str
    declared: Mapping[str, Any]
    code: Path | None = None

    @property
    def title(self) -> str:
        """What people call it."""
        return self.declared["title"]

    @property
    def organization(self) -> str:
        """Name of the OPD that owns its datasets."""
        return self.declared["organization"]

    @property
    def method(self) -> str:
        """Name of the access method."""
        return self.declared["access"]["method"]

    @property
    def datasets(self) -> Mapping[str, Mapping[str, Any]]:
        """The datasets that are declared one by one; empty for a source that lists its own."""
        return self.declared.get("datasets", {})

    @property
    def local(self) -> list[str]:
        """Fields that people may edit."""
        return self.declared.get("local", [])

    @property
    def least_records(self) -> int:
        """How many records a run must find."""
        return self.declared.get("assertions", {}).get("records", 1)

    @property
    def guard_share(self) -> float:
        """How many percent of the datasets may vanish in one run."""
        return self.declared.get("guard", {}).get("share", SHARE)

    @property
    def grace_days(self) -> int:
        """After how many days that which vanished is archived."""
        return self.declared.get("guard", {}).get("grace_days", GRACE_DAYS)

    @property
    def minutes(self) -> int:
        """How long a run may last."""
        return self.declared.get("limits", {}).get("minutes", MINUTES)

    @property
    def memory_mb(self) -> int:
        """How much memory a run may take, in MiB."""
        return self.declared.get("limits", {}).get("memory_mb", MEMORY_MB)

    @property
    def is_playable(self) -> bool:
        """Whether its source can be there: one of the demonstration is not where the demonstration is not loaded."""
        text = json.dumps(self.declared)
        places = config.harvest_places()
        return all(places[name] for name in ("contoh", "berkas_contoh") if f"{{{name}}}" in text)

    @functools.cached_property
    def fingerprint(self) -> str:
        """What tells this declaration from another one that would make other datasets."""
        parts = {key: value for key, value in self.declared.items() if key not in ORGANIZATIONAL}
        text = json.dumps(parts, sort_keys=True) + (self.code.read_text(encoding="utf-8") if self.code else "")
        return hashlib.sha256(text.encode()).hexdigest()

    def reader(self) -> readers.BaseReader:
        """Return the reader, ready to ask the source, with its secrets filled in. Raises BrokenAgency."""
        access = secrets.filled(paths.fill(self.declared["access"], config.harvest_places(), keep=True))
        limits = self.declared.get("limits", {})
        client = Client(
            config.harvest_agent(),
            internal=access.get("internal", False),
            per_second=limits.get("requests_per_second", PER_SECOND),
            most_bytes=limits.get("file_mb", FILE_MB) * 2**20,
            headers=access.get("headers"),
            origin=access.get("url", ""),
            turns=turns.of_all_workers(),
        )
        return self._reader_class()(access, client)

    def _reader_class(self) -> type[readers.BaseReader]:
        if self.code is None:
            return readers.load(self.method).Reader
        spec = importlib.util.spec_from_file_location(f"satudata_harvester_{self.name}", self.code)
        if spec is None or spec.loader is None:
            raise BrokenAgency(_("{0} cannot be loaded.").format(self.code.name))
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module.Reader


def read(path: Path) -> Agency:
    """Return the agency that a file declares. Raises BrokenAgency, naming file and place of each fault."""
    try:
        declared = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise BrokenAgency(_("{0} cannot be read: {1}").format(path.name, error)) from error
    code = path.with_suffix(".py")
    agency = Agency(path.stem.replace("_", "-"), declared, code if code.exists() else None)
    found = list(faults(agency))
    if found:
        raise BrokenAgency("\n".join(f"{path.name}: {fault}" for fault in found))
    return agency


def folder() -> Path:
    """Return the folder of the agencies' files."""
    return Path(str(resources.files(PACKAGE)))


def files() -> list[Path]:
    """Return the file of each agency that is shipped or was added."""
    return sorted(folder().glob("*.yaml"))


def faults(agency: Agency) -> Iterator[str]:
    """Yield what is wrong in a declaration, each with its place and how to mend it."""
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
    own = {key: value for key, value in agency.declared["access"].items() if key not in COMMON_ACCESS}
    yield from shapes.faults(
        own, {"type": "object", "additionalProperties": False, "properties": module.OPTIONS}, "access/"
    )
    yield from _fields(agency)
    tables: dict[str, Mapping[str, Any]] = {"table": agency.declared["table"]} if "table" in agency.declared else {}
    tables |= {f"datasets/{name}/table": each["table"] for name, each in agency.datasets.items()}
    for place, table in tables.items():
        yield from _table(place, table, module.READ)


@functools.cache
def _schema() -> dict[str, Any]:
    return json.loads((resources.files("ckanext.satudata.schemas") / "harvester.schema.json").read_text("utf-8"))


@functools.cache
def dataset_fields() -> dict[str, dict[str, Any]]:
    """Return the fields that a dataset has, by name, as its schema declares them."""
    schema = yaml.safe_load((resources.files("ckanext.satudata.schemas") / "dataset.yaml").read_text("utf-8"))
    declared = {field["field_name"]: field for field in schema["dataset_fields"]}
    return {**{name: {} for name in OURS}, **declared}


def _fields(agency: Agency) -> Iterator[str]:
    known = dataset_fields()
    parts = {"map": agency.declared.get("map", {}), "fixed": agency.declared.get("fixed", {})}
    parts |= {"lookups": agency.declared.get("lookups", {}), "local": dict.fromkeys(agency.local)}
    parts |= {f"datasets/{name}/fixed": each["fixed"] for name, each in agency.datasets.items()}
    for place, part in parts.items():
        for name in sorted(set(part) - set(known)):
            yield _("{0}/{1}: a dataset has no such field.").format(place, name)
        if place.endswith("fixed"):
            yield from _codes(place, part, known)


def _codes(place: str, fixed: Mapping[str, Any], known: Mapping[str, Any]) -> Iterator[str]:
    for name, value in fixed.items():
        codelist = known.get(name, {}).get("codelist")
        text = paths.fill(value, config.harvest_places(), keep=True) if isinstance(value, str) else value
        if codelist and isinstance(text, str) and "{" not in text and not codelists.load(codelist).lookup(text):
            yield _("{0}/{1}: {2!r} is not in the list {3}.").format(place, name, value, codelist)


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
