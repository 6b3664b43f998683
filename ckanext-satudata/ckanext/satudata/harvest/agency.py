"""An agency, one source as it is declared, completed by the class in the `.py` beside its file."""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import yaml
from ckanext.satudata.exceptions import N_, BrokenAgency
from ckanext.satudata.harvest import allowed, bound, paths, readers
from ckanext.satudata.harvest.places import place_names
from ckanext.satudata.web import secrets, turns
from ckanext.satudata.web.http import Client, portal_agent

SHARE, GRACE_DAYS = 20.0, 7
MINUTES, MEMORY_MB, PER_SECOND, FILE_MB = 30, 1024, 5.0, 100
MANUAL = "manual"
# fields of CKAN itself that our schema does not name
OURS = {"guid", "tags", "resources", "private", "extras", "url", "version", "author", "maintainer"}
# what does not touch the datasets: a change of it harvests nothing anew
ORGANIZATIONAL = {"about", "schedule", "limits", "guard", "assertions"}


@dataclass(frozen=True)
class Agency:
    """One source as its file, or the web form, declares it."""

    name: str
    declared: Mapping[str, Any]
    code: Path | None = None
    # written by the operator as a file, or else in the web form, which reaches only what the operator allows
    trusted: bool = True

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
        places = place_names()
        return all(places[name] for name in ("contoh", "berkas_contoh") if f"{{{name}}}" in text)

    @functools.cached_property
    def fingerprint(self) -> str:
        """Digest of the declaration, which changes whenever other datasets would be made."""
        parts = {key: value for key, value in self.declared.items() if key not in ORGANIZATIONAL}
        text = json.dumps(parts, sort_keys=True) + (self.code.read_text(encoding="utf-8") if self.code else "")
        return hashlib.sha256(text.encode()).hexdigest()

    def reader(self, vault: secrets.Vault | None = None) -> readers.BaseReader:
        """Return the reader, ready to ask the source, with its secrets filled in. Raises BrokenAgency, RefusedAddress.

        `vault` takes the secrets out of texts again.
        """
        places = paths.fill(self.declared["access"], place_names(), keep=True)
        kind = self._reader_class()
        # before any of them is read: nor does a message tell whether one is there
        bound.check(places, getattr(kind, "default_address", ""), trusted=self.trusted)
        access = (vault or secrets.Vault()).open(places)
        limits = self.declared.get("limits", {})
        client = Client(
            portal_agent(),
            internal=allowed.internal(marked=access.get("internal", False), trusted=self.trusted),
            per_second=limits.get("requests_per_second", PER_SECOND),
            most_bytes=limits.get("file_mb", FILE_MB) * 2**20,
            headers=access.get("headers"),
            origin=access.get("url", ""),
            turns=turns.of_all_workers(),
        )
        # an agency's own class may have a constructor of its own
        return (kind if self.trusted else type(kind.__name__, (kind,), {"trusted": False}))(access, client)

    def _reader_class(self) -> type[readers.BaseReader]:
        if self.code is None:
            return readers.load(self.method).Reader
        spec = importlib.util.spec_from_file_location(f"satudata_harvester_{self.name}", self.code)
        if spec is None or spec.loader is None:
            raise BrokenAgency(N_("{0} cannot be loaded."), self.code.name)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module.Reader


@functools.cache
def dataset_fields() -> dict[str, dict[str, Any]]:
    """Return the fields that a dataset has, by name, as its schema declares them."""
    schema = yaml.safe_load((resources.files("ckanext.satudata.schemas") / "dataset.yaml").read_text("utf-8"))
    declared = {field["field_name"]: field for field in schema["dataset_fields"]}
    return {**{name: {} for name in OURS}, **declared}
