"""A first look at a source: which fields its records have, for the form's table of fields."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml
from ckanext.satudata.exceptions import HarvestError
from ckanext.satudata.harvest.agency import Agency
from ckanext.satudata.harvest.readers import listed
from ckanext.satudata.harvest.storable import storable
from ckanext.satudata.web.secrets import Vault

RECORDS = 20
DEEPEST = 2
SHOWN = 60
# who waits before a form soon reads that nobody answers
SECONDS = 25.0


@dataclass(frozen=True)
class Sight:
    """What was seen: a sample value of each path in a record, and how many records were looked at."""

    samples: dict[str, str]
    records: int


def at(agency: Agency) -> Sight:
    """Return what the first records of a source have.

    Raises SourceUnavailable, BrokenAnswer, RefusedAddress, BrokenAgency; no text names a secret.
    """
    vault = Vault()
    try:
        return _at(agency, vault)
    except HarvestError as error:
        raise vault.hide_error(error, storable) from None


def _at(agency: Agency, vault: Vault) -> Sight:
    reader = agency.reader(vault)
    reader.client.tries, reader.client.whole_seconds = 1, SECONDS
    try:
        if agency.datasets:
            table = next(iter(agency.datasets.values()))["table"]
            raw_records: list[Any] = list(itertools.islice(reader.rows(table["read"]), RECORDS))
        else:
            items = itertools.islice(listed(reader), RECORDS)
            raw_records = [reader.fetch(item) for item in items if not item.fault]
    finally:
        reader.close()
    samples: dict[str, str] = {}
    for raw in raw_records:
        _add(samples, vault.hide_in(raw), "")
    return Sight({storable(path): storable(value) for path, value in samples.items()}, len(raw_records))


def _add(samples: dict[str, str], raw: Mapping[str, Any], above: str, depth: int = 1) -> None:
    for key, value in raw.items():
        path = f"{above}{key}"
        # a path is written with dots
        if "." in str(key):
            continue
        if isinstance(value, Mapping) and depth < DEEPEST:
            _add(samples, value, f"{path}.", depth + 1)
        elif not samples.get(path):
            samples[path] = _sample(value)


def _sample(value: Any) -> str:
    if isinstance(value, list):
        inner = [
            item if not isinstance(item, Mapping) else item.get("name") or item.get("url") or "…" for item in value
        ]
        value = ", ".join(map(str, inner[:5]))
    text = "" if value is None else " ".join(str(value).split())
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def guess(paths: Mapping[str, Any]) -> dict[str, str]:
    """Return {field of the dataset: path} as the names of a source's fields suggest."""
    by_name = {path.casefold(): path for path in paths}
    paths_by_field = {}
    for field, names in _guesses().items():
        path = next((by_name[name.casefold()] for name in names if name.casefold() in by_name), None)
        if path is not None:
            paths_by_field[field] = path
    return paths_by_field


@functools.cache
def _guesses() -> dict[str, list[str]]:
    return yaml.safe_load((resources.files(__package__) / "guesses.yaml").read_text(encoding="utf-8"))
