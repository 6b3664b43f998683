"""What is known of each record, and what a run changed: written with the datasets, in the same transaction."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ckan import model
from ckanext.satudata.clock import now
from ckanext.satudata.harvest.model import (
    ARCHIVED,
    CURRENT,
    DELETED,
    QUARANTINED,
    UNCHANGED,
    Change,
    Record,
)
from ckanext.satudata.harvest.storable import storable
from ckanext.satudata.harvest.tables import MadeTable
from sqlalchemy.dialects.postgresql import insert

NAMESPACE = uuid.UUID("5a0d57ad-a000-4000-8000-00005a70da7a")


@dataclass(frozen=True)
class Planned:
    """A record that is about to be written.

    `values` are the dataset's fields as mapped, `digest` the hash of the content, `stored` tells that the record was
    written before. `table` is the file that goes through the check of uploads. `values` is None for a dataset that is
    archived.
    """

    identifier: str
    package_id: str
    digest: str
    version: str | None
    values: dict[str, Any] | None
    raw: Mapping[str, Any]
    stored: bool
    base: Mapping[str, Any] = field(default_factory=dict)
    table: MadeTable | None = None


@dataclass(frozen=True)
class Owner:
    """What a source stamps on its datasets."""

    source_id: str
    name: str
    title: str
    organization_id: str
    local: tuple[str, ...]


def package_id(source_name: str, identifier: str) -> str:
    """Return the id of the dataset that a record becomes."""
    return str(uuid.uuid5(NAMESPACE, f"{source_name}/{identifier}"))


def record_id(source_name: str, identifier: str) -> str:
    """Return the id of a record, which its dataset carries as `harvest_object_id`."""
    return str(uuid.uuid5(NAMESPACE, f"record/{source_name}/{identifier}"))


class Ledger:
    """Keeps the books of one run; nothing is written before `save`."""

    def __init__(self, run_id: str, owner: Owner, hide: Callable[[str], str] = str) -> None:
        self.run_id = run_id
        self.owner = owner
        # takes secrets out of what people may read
        self.hide = hide
        self._notes: list[tuple[dict[str, Any], dict[str, Any]]] = []
        self._changes: list[tuple[dict[str, Any], dict[str, Any]]] = []

    def save(self) -> None:
        """Write what was noted and commit it with what else the session holds."""
        _upsert(Record, ("source_id", "identifier"), self._notes)
        _upsert(Change, ("run_id", "identifier"), self._changes)
        self._notes, self._changes = [], []
        model.Session.commit()
        model.Session.expunge_all()

    def drop(self) -> None:
        """Forget what was noted and not saved, and roll back what else the session holds."""
        self._notes, self._changes = [], []
        model.Session.rollback()

    def record_unreadable(self, identifier: str, raw: Mapping[str, Any] | None, error: str, outcome: str) -> None:
        """Note a record that could not even be planned, with its raw form; its dataset stays as it was."""
        self._note(identifier, self._bad(raw, error, outcome))
        self._change(identifier, outcome, str((raw or {}).get("title") or ""), error=error)
        self.save()

    def record_rejected(self, planned: Planned, error: str, outcome: str) -> None:
        """Note a record that could not be written, and the content that was refused; its dataset stays as it was."""
        values = self._bad(planned.raw, error, outcome)
        self._note(planned.identifier, {**values, "refused": planned.digest if outcome == QUARANTINED else None})
        self._change(planned.identifier, outcome, str((planned.values or {}).get("title") or ""), error=error)
        self.save()

    def _bad(self, raw: Mapping[str, Any] | None, error: str, outcome: str) -> dict[str, Any]:
        kept = None if raw is None else storable(dict(raw))
        return {"error": storable(self.hide(error)), "raw": kept, "outcome": outcome, "run_id": self.run_id}

    def archive(self, planned: Planned, title: str) -> None:
        """Note a dataset that was taken out of the public's sight."""
        self._note(
            planned.identifier,
            {"state": ARCHIVED, "run_id": self.run_id, "outcome": DELETED, "indexed": False, "modified": now()},
        )
        self._change(planned.identifier, DELETED, title, package=planned.package_id)

    def done(self, planned: Planned, outcome: str, title: str, fields: dict[str, list[Any]]) -> None:
        """Note a record that was taken in, with the fields that it changed: {field: [before, after]}."""
        values = planned.values or {}
        self._note(
            planned.identifier,
            {
                "package_id": planned.package_id,
                "hash": planned.digest,
                "version": planned.version,
                "state": CURRENT,
                "missing_since": None,
                "run_id": self.run_id,
                "outcome": outcome,
                "error": None,
                "refused": None,
                "raw": None,
                "mapped": {name: values.get(name) for name in self.owner.local},
                "indexed": False,
                "modified": now(),
            },
        )
        if outcome != UNCHANGED:
            self._change(planned.identifier, outcome, title, package=planned.package_id, fields=fields)

    def _note(self, identifier: str, values: dict[str, Any]) -> None:
        """Have what is known of a record written with the batch; of one that is known only `values` change."""
        first = {
            "id": record_id(self.owner.name, identifier),
            "source_id": self.owner.source_id,
            "identifier": identifier,
            "state": CURRENT,
            "mapped": {},
            "indexed": True,
            "modified": now(),
        }
        self._notes.append((first, values))

    def _change(
        self,
        identifier: str,
        outcome: str,
        title: str,
        *,
        package: str | None = None,
        fields: dict[str, list[Any]] | None = None,
        error: str | None = None,
    ) -> None:
        error = None if error is None else storable(self.hide(error))
        values = {"outcome": outcome, "title": storable(title), "package_id": package, "fields": fields or {}}
        values |= {"error": error}
        self._changes.append(({"run_id": self.run_id, "identifier": identifier}, values))


def _upsert(
    table: type[Record | Change], keys: tuple[str, ...], rows: list[tuple[dict[str, Any], dict[str, Any]]]
) -> None:
    """Insert rows, each as (what only a new one gets, what an existing one gets as well), or update those of a key."""
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for first, values in rows:
        alike.setdefault(tuple(values), []).append({**first, **values})
    for names, batch in alike.items():
        statement = insert(table)
        updated = {name: statement.excluded[name] for name in names}
        model.Session.execute(statement.on_conflict_do_update(index_elements=keys, set_=updated), batch)
