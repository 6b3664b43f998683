"""Writes what a run found: datasets in batches, each batch one transaction of the database, then the search index.

Exactly once: a dataset's id follows from its source and identifier, and what is known of the record is written in the
same transaction as the dataset. A worker that is killed leaves either both or neither. What was committed and not yet
indexed is marked so, and the next run indexes it first.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ckan import model
from ckan.lib import search, signals
from ckan.plugins import toolkit as tk
from ckanext.satudata.clock import now
from ckanext.satudata.harvest import ahead, difference, indexing, mapping
from ckanext.satudata.harvest.model import (
    ADDED,
    ARCHIVED,
    CURRENT,
    DELETED,
    FAILED,
    QUARANTINED,
    UNCHANGED,
    UPDATED,
    Change,
    Record,
)
from ckanext.satudata.harvest.tables import MadeTable
from ckanext.satudata.publishing import years
from rq.timeouts import JobTimeoutException
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import InterfaceError, OperationalError
from werkzeug.datastructures import FileStorage

log = logging.getLogger(__name__)
_ = tk._

NAMESPACE = uuid.UUID("5a0d57ad-a000-4000-8000-00005a70da7a")
BATCH = 100
# these mean that no further write can succeed, or may be tried, so the run ends and the next one goes on
FATAL = (OperationalError, InterfaceError, search.SearchError, JobTimeoutException, MemoryError)


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


class Writer:
    """Writes for one run. What it is given may be written later: call `flush` at the end."""

    def __init__(self, run_id: str, owner: Owner) -> None:
        self.run_id = run_id
        self.owner = owner
        self._waiting: list[Planned] = []
        self._notes: list[tuple[dict[str, Any], dict[str, Any]]] = []
        self._changes: list[tuple[dict[str, Any], dict[str, Any]]] = []
        self._user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]

    def add(self, planned: Planned) -> None:
        """Take a record; one with a table is written at once, the others by the batch."""
        if planned.table is not None:
            self._alone(planned)
            return
        self._waiting.append(planned)
        if len(self._waiting) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what is waiting and index it with one commit of Solr."""
        batch, self._waiting = self._waiting, []
        if not batch:
            return
        try:
            with ahead.answering(*self._keys(batch)):
                for planned in batch:
                    self._write(planned)
            self._commit()
        except FATAL:
            raise
        except Exception:
            # CKAN's actions roll back the whole transaction, so the good ones are written again, each by itself
            self._rollback()
            for planned in batch:
                self._alone(planned)
        indexing.index_pending(self.owner.source_id)

    def _keys(self, batch: list[Planned]) -> tuple[set[str], set[str], set[str]]:
        """Return the ids, the names and the ids of the resources that a batch would give to new datasets."""
        made = [(planned, self._stamped(planned, planned.values)) for planned in batch if planned.values is not None]
        names = {mapping.name_for(planned.values or {}, planned.package_id) for planned, _data in made}
        resources = {each["id"] for _planned, data in made for each in data["resources"]}
        return {planned.package_id for planned, _data in made}, names, resources

    def lose(self, identifier: str, raw: Mapping[str, Any] | None, error: str, outcome: str) -> None:
        """Note a record that could not even be planned, with its raw form; its dataset stays as it was."""
        self._note(identifier, {"error": error, "raw": raw, "outcome": outcome, "run_id": self.run_id})
        self._change(identifier, outcome, str((raw or {}).get("title") or ""), error=error)
        self._commit()

    def refuse(self, planned: Planned, error: str, outcome: str) -> None:
        """Note a record that could not be written, and the content that was refused; its dataset stays as it was."""
        values = {"error": error, "raw": planned.raw, "outcome": outcome, "run_id": self.run_id}
        self._note(planned.identifier, {**values, "refused": planned.digest if outcome == QUARANTINED else None})
        self._change(planned.identifier, outcome, str((planned.values or {}).get("title") or ""), error=error)
        self._commit()

    def _alone(self, planned: Planned) -> None:
        try:
            self._write(planned)
            self._commit()
        except FATAL:
            raise
        except tk.ValidationError as error:
            self._rollback()
            self.refuse(planned, error_text(error), QUARANTINED)
        except Exception as error:
            self._rollback()
            log.exception("harvest %s: record %s", self.owner.name, planned.identifier)
            self.refuse(planned, f"{type(error).__name__}: {error}", FAILED)

    def _commit(self) -> None:
        _upsert(Record, ("source_id", "identifier"), self._notes)
        _upsert(Change, ("run_id", "identifier"), self._changes)
        self._notes, self._changes = [], []
        model.Session.commit()
        model.Session.expunge_all()

    def _rollback(self) -> None:
        self._notes, self._changes = [], []
        model.Session.rollback()

    def _write(self, planned: Planned) -> None:
        # CKAN would read the dataset once more for its activity stream at each step; `indexing` tells it once
        with signals.action_succeeded.muted():
            if planned.values is None:
                self._archive(planned)
                return
            current = show(planned.package_id)
            if current is None:
                self._create(planned, planned.values)
            else:
                self._update(planned, planned.values, current)

    def _create(self, planned: Planned, values: dict[str, Any]) -> None:
        data = self._stamped(planned, values)
        data["name"] = mapping.name_for(values, planned.package_id)
        if model.Session.query(model.Package.id).filter_by(name=data["name"]).first():
            data["name"] = mapping.distinct(data["name"], planned.package_id)
        if planned.table is None:
            tk.get_action("package_create")(self._context(deferred=True), data)
        else:
            # nobody sees it before its table has passed
            tk.get_action("package_create")(self._context(deferred=True), {**data, "state": "draft"})
            self._put_table(planned, planned.table)
            tk.get_action("package_patch")(self._context(), {"id": planned.package_id, "state": "active"})
        self._done(planned, ADDED, data.get("title", ""), {})

    def _update(self, planned: Planned, values: dict[str, Any], current: dict[str, Any]) -> None:
        data, changed = self.foresee(planned, values, current)
        if planned.table is not None and "table" in changed:
            self._put_table(planned, planned.table)
            current = show(planned.package_id) or current
        if "resources" in changed:
            uploaded = [each for each in current["resources"] if each.get("url_type") == "upload"]
            data["resources"] += uploaded
        else:
            data["resources"] = current["resources"]
        if current["state"] != "active":
            data["state"] = "active"
        if changed or current["state"] != "active" or _extras(current) != _extras(data):
            merged = {**current, **data}
            merged.pop("metadata_modified", None)
            tk.get_action("package_update")(self._context(deferred=True), merged)
        first = not planned.stored
        outcome = ADDED if first else UPDATED
        self._done(planned, outcome if changed or first else UNCHANGED, current.get("title", ""), changed)

    def foresee(
        self, planned: Planned, values: dict[str, Any], current: dict[str, Any]
    ) -> tuple[dict[str, Any], dict[str, list[Any]]]:
        """Return what a dataset would become, and what would change of it: {field: [before, after]}."""
        data = self._stamped(planned, self._with_local_edits(planned, values, current))
        data["name"] = current["name"]
        changed = difference.between(current, data)
        if set(changed) == {mapping.RELEASE}:
            # it only moves on with the days
            data[mapping.RELEASE] = current.get(mapping.RELEASE)
            changed = {}
        if planned.table is not None and _stored_digest(planned) != planned.table.digest:
            changed["table"] = [_("earlier content"), planned.table.title]
        return data, changed

    def _archive(self, planned: Planned) -> None:
        """Take a dataset out of the public's sight; nothing of it is lost."""
        current = show(planned.package_id)
        if current is not None and not current["private"]:
            merged = {**current, "private": True}
            merged.pop("metadata_modified", None)
            tk.get_action("package_update")(self._context(deferred=True), merged)
        self._note(
            planned.identifier,
            {"state": ARCHIVED, "run_id": self.run_id, "outcome": DELETED, "indexed": False, "modified": now()},
        )
        title = (current or {}).get("title", "")
        self._change(planned.identifier, DELETED, title, package=planned.package_id)

    def _with_local_edits(
        self, planned: Planned, values: dict[str, Any], current: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Keep what a person wrote into a field marked local since the last harvest."""
        result = dict(values)
        for name in self.owner.local:
            before = planned.base.get(name)
            edited = mapping.normal(name, current.get(name)) != mapping.normal(name, before)
            if planned.stored and edited:
                result[name] = current.get(name)
        return result

    def _put_table(self, planned: Planned, table: MadeTable) -> None:
        """Store the table through the check of every upload."""
        settings = {"standar": table.standard, "langkah_baca": table.steps}
        with table.path.open("rb") as stream:
            data = {
                "package_id": planned.package_id,
                "id": _table_id(planned),
                "name": table.title,
                "url": table.path.name,
                "upload": FileStorage(stream, table.path.name),
                "harvest_digest": table.digest,
                **{name: value for name, value in settings.items() if value},
            }
            action = "resource_create" if model.Resource.get(data["id"]) is None else "resource_update"
            tk.get_action(action)(self._context(), data)

    def _stamped(self, planned: Planned, values: dict[str, Any]) -> dict[str, Any]:
        """Return the dataset with its owner and the keys by which the ecosystem recognizes harvested ones."""
        marks = {
            "guid": values.get("guid") or planned.identifier,
            "harvest_object_id": record_id(self.owner.name, planned.identifier),
            "harvest_source_id": self.owner.source_id,
            "harvest_source_title": self.owner.title,
        }
        resources = [
            {"id": str(uuid.uuid5(NAMESPACE, f"{planned.package_id}/{number}/{each['url']}")), **each}
            for number, each in enumerate(values.get("resources", []))
        ]
        private = bool(values.get("private")) or values.get("sifat_data") in {"terbatas", "dikecualikan"}
        return {
            **{name: value for name, value in values.items() if name not in {"guid", "extras"}},
            "id": planned.package_id,
            "type": "dataset",
            "owner_org": self.owner.organization_id,
            "private": private,
            "resources": resources,
            "extras": [{"key": key, "value": value} for key, value in sorted(marks.items())],
        }

    def _done(self, planned: Planned, outcome: str, title: str, fields: dict[str, list[Any]]) -> None:
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
        values = {"outcome": outcome, "title": title, "package_id": package, "fields": fields or {}, "error": error}
        self._changes.append(({"run_id": self.run_id, "identifier": identifier}, values))

    def _context(self, *, deferred: bool = False) -> Any:
        context = {"ignore_auth": True, "user": self._user, "satudata_harvest": True}
        return {**context, "defer_commit": True, "return_id_only": True} if deferred else context


def _upsert(
    table: type[Record | Change], keys: tuple[str, ...], rows: list[tuple[dict[str, Any], dict[str, Any]]]
) -> None:
    """Insert rows, each as (what only a new one gets, what an existing one gets as well), or update those of a key."""
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for first, values in rows:
        alike.setdefault(tuple(values), []).append({**first, **values})
    for names, each in alike.items():
        statement = insert(table)
        updated = {name: statement.excluded[name] for name in names}
        model.Session.execute(statement.on_conflict_do_update(index_elements=keys, set_=updated), each)


def error_text(error: tk.ValidationError) -> str:
    """Return what CKAN refuses, as one text for people: the label of each field and what is wrong with it."""
    parts = []
    for name, messages in error.error_dict.items():
        if name == "validation_report":
            # the number of the draft
            continue
        label = mapping.dataset_fields().get(name, {}).get("label", name)
        texts = messages if isinstance(messages, list) else [messages]
        parts.append(f"{label}: {' '.join(str(text) for text in texts)}")
    return "\n".join(parts)


def _table_id(planned: Planned) -> str:
    """Return the id of the resource that holds a record's table."""
    return str(uuid.uuid5(NAMESPACE, f"table/{planned.package_id}"))


def _stored_digest(planned: Planned) -> str | None:
    """Return the digest of a record's table as it was last stored, None where it never was."""
    stored = model.Resource.get(_table_id(planned))
    return stored.extras.get("harvest_digest") if stored else None


def show(identifier: str) -> dict[str, Any] | None:
    """Return a dataset as it was written, None where there is none."""
    if model.Package.get(identifier) is None:
        return None
    context = {"ignore_auth": True, "use_cache": False, years.AS_WRITTEN: True}
    return tk.get_action("package_show")(context, {"id": identifier})


def _extras(dataset: Mapping[str, Any]) -> dict[str, str]:
    return {each["key"]: each["value"] for each in dataset.get("extras", [])}
