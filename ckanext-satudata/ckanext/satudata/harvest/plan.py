"""What a run is about to write: each record fetched and mapped, compared with what the catalogue knows of it."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ckan import model
from ckanext.satudata.exceptions import N_, PLAIN, BrokenRecord, HarvestStopped
from ckanext.satudata.harvest import mapping, tables
from ckanext.satudata.harvest.agency import Agency
from ckanext.satudata.harvest.ledger import Owner, Planned, package_id
from ckanext.satudata.harvest.model import CURRENT, UNCHANGED, Record
from ckanext.satudata.harvest.readers import BaseReader, Item, listed
from ckanext.satudata.harvest.values import Notes
from ckanext.satudata.web.secrets import Vault

GOOD = {None, "added", "updated", UNCHANGED}


@dataclasses.dataclass(frozen=True)
class RecordState:
    """What the catalogue knows of a record before a run."""

    hash: str | None
    version: str | None
    state: str
    missing_since: datetime.datetime | None
    outcome: str | None
    run_id: str | None
    mapped: Mapping[str, Any]
    refused: str | None = None
    error: str | None = None


def items(agency: Agency, reader: BaseReader) -> Iterator[Item]:
    """Yield the records of a source: those that the agency declares, or those that the source lists."""
    if not agency.datasets:
        yield from listed(reader)
        return
    for name in agency.datasets:
        yield Item(name, None, {"dataset": name})


def planned(
    agency: Agency,
    reader: BaseReader,
    item: Item,
    *,
    before: RecordState | None,
    folder: Path,
    notes: Notes,
    vault: Vault,
    full: bool,
) -> Planned:
    """Fetch and map one record and make its table; what is remarked on the way is added to `notes`.

    Raises BrokenRecord, and what the reader raises.
    """
    if item.fault:
        raise BrokenRecord(PLAIN, item.fault)
    declared = item.identifier if agency.datasets else None
    # an answer may hold the address that it was asked by
    raw = vault.hide_in((item.raw or {}) if declared else reader.fetch(item))
    values = vault.hide_in(mapping.dataset(agency, raw, declared, reader.base, notes))
    if not declared:
        notes.unknown |= mapping.unknown_fields(agency, raw)
    table = agency.datasets[declared]["table"] if declared else agency.declared.get("table")
    name = mapping.name_for(values, package_id(agency.name, item.identifier)) if table else ""
    mark = agency.fingerprint[:16] + "/"
    standing = before is not None and before.state == CURRENT and before.missing_since is None
    reader.previous_version = reader.version = None
    if before is not None and standing and not full and before.outcome in GOOD and before.version:
        reader.previous_version = before.version.removeprefix(mark) if before.version.startswith(mark) else None
    made = tables.make(reader, table, raw, name, folder) if table else None
    version = item.version if item.version is not None else reader.version
    if made:
        notes.unknown |= made.unknown
    return Planned(
        identifier=item.identifier,
        package_id=package_id(agency.name, item.identifier),
        digest=_digest(agency, raw, made.digest if made else ""),
        version=None if version is None else mark + version,
        values=values,
        raw=raw,
        stored=before is not None and before.hash is not None,
        base=before.mapped if before else {},
        table=made,
    )


def owner(*, source_id: str, agency: Agency) -> Owner:
    """Return what the source stamps on its datasets. Raises HarvestStopped when its OPD is not in this portal."""
    organization = model.Group.get(agency.organization)
    if organization is None or not organization.is_organization or organization.state != model.State.ACTIVE:
        text = N_(
            "There is no organization {0!r} in this portal. Create it, or name another one in the agency's file."
        )
        raise HarvestStopped(text, agency.organization)
    return Owner(source_id, agency.name, agency.title, organization.id, tuple(agency.local))


def states_of(source_id: str) -> dict[str, RecordState]:
    """Return what is known of each record of a source, by identifier."""
    columns = (
        Record.identifier,
        Record.hash,
        Record.version,
        Record.state,
        Record.missing_since,
        Record.outcome,
        Record.run_id,
        Record.mapped,
        Record.refused,
        Record.error,
    )
    rows = model.Session.query(*columns).filter(Record.source_id == source_id)
    return {row[0]: RecordState(*row[1:]) for row in rows.yield_per(5000)}


def _digest(agency: Agency, raw: Mapping[str, Any], table: str) -> str:
    """Return the hash of a record's content and of the declaration that makes a dataset from it."""
    text = json.dumps(raw, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(f"{agency.fingerprint}\n{text}\n{table}".encode("utf-8", "surrogatepass")).hexdigest()
