"""Writes what a run found: datasets in batches, each batch one transaction of the database, then the search index.

Exactly once: a dataset's id follows from its source and identifier, and what is known of the record is written in the
same transaction as the dataset. A worker that is killed leaves either both or neither. What was committed and not yet
indexed is marked so, and the next run indexes it first.
"""

from __future__ import annotations

import logging
import traceback
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from ckan import model
from ckan.lib import plugins, search, signals
from ckan.plugins import toolkit as tk
from ckanext.satudata.gate.steps import FOR_WRITING, HARVEST, Kind, Write
from ckanext.satudata.harvest import difference, indexing, mapping, query_cache
from ckanext.satudata.harvest.failures import describe_failure
from ckanext.satudata.harvest.ledger import NAMESPACE, Ledger, Owner, Planned, record_id
from ckanext.satudata.harvest.model import ADDED, FAILED, QUARANTINED, UNCHANGED, UPDATED
from ckanext.satudata.harvest.tables import MadeTable
from ckanext.satudata.metadata import characters
from ckanext.satudata.publishing import years
from rq.timeouts import JobTimeoutException
from sqlalchemy.exc import InterfaceError, OperationalError
from werkzeug.datastructures import FileStorage

log = logging.getLogger(__name__)
_ = tk._

BATCH = 100
# these mean that no further write can succeed, or may be tried, so the run ends and the next one goes on
FATAL = (OperationalError, InterfaceError, search.SearchError, JobTimeoutException, MemoryError)


def is_fatal(error: Exception) -> bool:
    """Return whether an error ends the run; PostgreSQL's limits (class 54, e.g. of an index) concern one record."""
    limit = isinstance(error, OperationalError) and str(getattr(error.orig, "pgcode", "") or "").startswith("54")
    return isinstance(error, FATAL) and not limit


class Writer:
    """Writes for one run. What it is given may be written later: call `flush` at the end."""

    def __init__(self, run_id: str, owner: Owner, hide: Callable[[str], str] = str) -> None:
        self.owner = owner
        self.ledger = Ledger(run_id, owner, hide)
        self._waiting: list[Planned] = []
        self._user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]

    def add(self, planned: Planned) -> None:
        """Take a record; one with a table is written at once, the others by the batch."""
        if planned.table is not None:
            self._write_one(planned)
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
            with query_cache.cached_lookups(*self._keys(batch)):
                for planned in batch:
                    self._write(planned)
            self.ledger.save()
        except Exception as error:
            if is_fatal(error):
                raise
            # CKAN's actions roll back the whole transaction, so the good ones are written again, each by itself
            self.ledger.drop()
            for planned in batch:
                self._write_one(planned)
        indexing.index_pending(self.owner.source_id)

    def _keys(self, batch: list[Planned]) -> tuple[set[str], set[str], set[str]]:
        """Return the ids, the names and the ids of the resources that a batch would give to new datasets."""
        made = [(planned, self._stamped(planned, planned.values)) for planned in batch if planned.values is not None]
        names = {mapping.name_for(planned.values or {}, planned.package_id) for planned, _data in made}
        resources = {resource["id"] for _planned, data in made for resource in data["resources"]}
        return {planned.package_id for planned, _data in made}, names, resources

    def _write_one(self, planned: Planned) -> None:
        try:
            self._write(planned)
            self.ledger.save()
        except tk.ValidationError as error:
            self.ledger.drop()
            self.ledger.record_rejected(planned, describe_failure(error), QUARANTINED)
        except Exception as error:
            if is_fatal(error):
                raise
            self.ledger.drop()
            details = self.ledger.hide(traceback.format_exc())
            log.error("harvest %s: record %s\n%s", self.owner.name, planned.identifier, details)
            self.ledger.record_rejected(planned, describe_failure(error), FAILED)

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
            self._put_table(planned, planned.table, [])
            tk.get_action("package_patch")(self._context(), {"id": planned.package_id, "state": "active"})
        self.ledger.done(planned, ADDED, data.get("title", ""), {})

    def _update(self, planned: Planned, values: dict[str, Any], current: dict[str, Any]) -> None:
        data, changed = self.foresee(planned, values, current)
        if planned.table is not None and "table" in changed:
            self._put_table(planned, planned.table, current["resources"])
            current = show(planned.package_id) or current
        if "resources" in changed:
            uploaded = [resource for resource in current["resources"] if resource.get("url_type") == "upload"]
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
        self.ledger.done(planned, outcome if changed or first else UNCHANGED, current.get("title", ""), changed)

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
        if planned.table is not None and _digest_of_table(planned, current["resources"]) != planned.table.digest:
            changed["table"] = [_("earlier content"), planned.table.title]
        return data, changed

    def check(self, planned: Planned, values: dict[str, Any]) -> dict[str, list[Any]] | None:
        """Return what would change of a dataset, None of a new one, without writing.

        Raises ValidationError for what `add` would refuse: mandatory fields, code lists, characters.
        """
        current = show(planned.package_id)
        if current is None:
            data = {**self._stamped(planned, values), "name": mapping.name_for(values, planned.package_id)}
            self._validate(data, "package_create")
            return None
        data, changed = self.foresee(planned, values, current)
        self._validate({**current, **data}, "package_update")
        return changed

    def _validate(self, data: dict[str, Any], action: str) -> None:
        is_new = action == "package_create"
        characters.refuse_in_data(Write(Kind.PACKAGE, self._context(), data, is_new=is_new))
        plugin = plugins.lookup_package_plugin("dataset")
        schema = plugin.create_package_schema() if is_new else plugin.update_package_schema()
        context = {**self._context(), "model": model, "session": model.Session, "schema": schema}
        context["package"] = model.Package.get(data["id"])
        _valid, errors = plugins.plugin_validate(plugin, context, data, schema, action)
        if errors:
            raise tk.ValidationError(errors)

    def _archive(self, planned: Planned) -> None:
        """Take a dataset out of the public's sight; nothing of it is lost."""
        current = show(planned.package_id)
        if current is not None and not current["private"]:
            merged = {**current, "private": True}
            merged.pop("metadata_modified", None)
            tk.get_action("package_update")(self._context(deferred=True), merged)
        self.ledger.archive(planned, (current or {}).get("title", ""))

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

    def _put_table(self, planned: Planned, table: MadeTable, resources: list[dict[str, Any]]) -> None:
        """Store the table through the check of every upload; `resources` are those that the dataset has."""
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
            is_there = any(resource["id"] == data["id"] for resource in resources)
            action = "resource_update" if is_there else "resource_create"
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
            {"id": str(uuid.uuid5(NAMESPACE, f"{planned.package_id}/{number}/{resource['url']}")), **resource}
            for number, resource in enumerate(values.get("resources", []))
        ]
        private = bool(values.get("private")) or values.get("sifat_data") in {"terbatas", "dikecualikan"}
        return {
            **{name: value for name, value in values.items() if name not in {"guid", "extras"}},
            "id": planned.package_id,
            "type": "dataset",
            "owner_org": self.owner.organization_id,
            "private": private,
            "resources": resources,
            "extras": [*values.get("extras", []), *({"key": key, "value": marks[key]} for key in sorted(marks))],
        }

    def _context(self, *, deferred: bool = False) -> Any:
        context = {"ignore_auth": True, "user": self._user, HARVEST: True}
        return {**context, "defer_commit": True, "return_id_only": True} if deferred else context


def _table_id(planned: Planned) -> str:
    """Return the id of the resource that holds a record's table."""
    return str(uuid.uuid5(NAMESPACE, f"table/{planned.package_id}"))


def _digest_of_table(planned: Planned, resources: list[dict[str, Any]]) -> str | None:
    """Return the digest of a record's table as it was last stored, None where it never was."""
    table_id = _table_id(planned)
    return next((resource.get("harvest_digest") for resource in resources if resource["id"] == table_id), None)


def show(identifier: str) -> dict[str, Any] | None:
    """Return a dataset as it was written last, be it public or still waiting; None where there is none."""
    if model.Package.get(identifier) is None:
        return None
    context = {"ignore_auth": True, "use_cache": False, years.AS_WRITTEN: True, FOR_WRITING: True, HARVEST: True}
    return tk.get_action("package_show")(context, {"id": identifier})


def _extras(dataset: Mapping[str, Any]) -> dict[str, str]:
    return {extra["key"]: extra["value"] for extra in dataset.get("extras", [])}
