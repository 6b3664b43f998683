"""What a run would do: the same way as a run, without writing anything."""

from __future__ import annotations

import dataclasses
import itertools
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata.exceptions import PLAIN, BrokenRecord, HarvestError, HarvestStopped
from ckanext.satudata.harvest import guard, plan, values
from ckanext.satudata.harvest.agency import Agency
from ckanext.satudata.harvest.failures import describe_failure
from ckanext.satudata.harvest.ledger import Planned
from ckanext.satudata.harvest.listing import Listing
from ckanext.satudata.harvest.model import (
    ADDED,
    CURRENT,
    DELETED,
    FAILED,
    QUARANTINED,
    UNCHANGED,
    UPDATED,
    Record,
    Source,
)
from ckanext.satudata.harvest.readers import BaseReader, Item
from ckanext.satudata.harvest.storable import storable
from ckanext.satudata.harvest.tables import MadeTable
from ckanext.satudata.harvest.values import Notes
from ckanext.satudata.harvest.writer import Writer, is_fatal
from ckanext.satudata.tables.step import Step
from ckanext.satudata.validation import process
from ckanext.satudata.web.secrets import Vault

_ = tk._


@dataclasses.dataclass(frozen=True)
class Foreseen:
    """One record in a preview: its outcome, what would change, or what is wrong with it."""

    identifier: str
    title: str
    outcome: str
    fields: Mapping[str, list[Any]] = dataclasses.field(default_factory=dict)
    error: str = ""


def preview(
    source: Source | None, agency: Agency, most: int = 50, *, sample: bool = False
) -> tuple[list[Foreseen], list[str]]:
    """Return what a run would do with the first `most` records that it would touch, and remarks; nothing is written.

    With `sample` no more than those are read of the source, so nothing is said of what vanished there.

    Raises SourceUnavailable, BrokenAnswer, RefusedAddress, BrokenAgency, HarvestStopped; no text names a secret.
    """
    vault = Vault()
    try:
        return _preview(source, agency, most, vault=vault, sample=sample)
    except HarvestError as error:
        raise vault.hide_error(error, storable) from None
    finally:
        # rules of CKAN may have touched what they only looked at
        model.Session.rollback()


def _preview(
    source: Source | None, agency: Agency, most: int, *, vault: Vault, sample: bool
) -> tuple[list[Foreseen], list[str]]:
    states = plan.states_of(source.id) if source else {}
    writer = Writer("", plan.owner(source_id=source.id if source else "", agency=agency))
    foreseen: list[Foreseen] = []
    notes = Notes()
    reader = agency.reader(vault)
    try:
        with tempfile.TemporaryDirectory() as folder, Listing(Path(folder) / "list") as listing:
            items = plan.items(agency, reader)
            listing.fill(itertools.islice(items, most) if sample else items)
            for remark in reader.remarks:
                notes.add(remark)
            standing = (
                [] if sample else [name for name, state in states.items() if state.state == CURRENT and state.hash]
            )
            gone = [name for name in standing if name not in listing]
            try:
                if not sample or not len(listing):
                    guard.check(agency, len(listing), len(standing), len(gone))
            except HarvestStopped as stop:
                notes.add(str(stop))
            look = _Look(agency, reader, writer, Path(folder), notes, vault)
            for item in listing:
                if len(foreseen) >= most:
                    notes.add(_("Only the first {0} records are shown.").format(most))
                    break
                foreseen.append(look.at(item, states.get(item.identifier)))
            titles = _titles(gone)
            foreseen += [Foreseen(name, titles.get(name, name), DELETED) for name in gone]
    finally:
        reader.close()
    return foreseen, [storable(vault.hide(text)) for text in notes.texts()]


@dataclasses.dataclass(frozen=True)
class _Look:
    """What looking at each record needs."""

    agency: Agency
    reader: BaseReader
    writer: Writer
    folder: Path
    notes: Notes
    vault: Vault

    def at(self, item: Item, before: plan.RecordState | None) -> Foreseen:
        """Return what a run would make of a record."""
        try:
            return self._at(item, before)
        except Exception as error:
            if is_fatal(error):
                raise
            refused = isinstance(error, BrokenRecord | tk.ValidationError)
            text = storable(self.vault.hide(describe_failure(error)))
            title = values.text((item.raw or {}).get("title"))
            called = storable(title) if isinstance(title, str) and title else item.identifier
            return Foreseen(item.identifier, called, QUARANTINED if refused else FAILED, error=text)

    def _at(self, item: Item, before: plan.RecordState | None) -> Foreseen:
        made = plan.planned(
            self.agency,
            self.reader,
            item,
            before=before,
            folder=self.folder,
            notes=self.notes,
            vault=self.vault,
            full=True,
        )
        title = str((made.values or {}).get("title") or item.identifier)
        if before and before.hash == made.digest and before.state == CURRENT:
            return Foreseen(item.identifier, title, UNCHANGED)
        if made.table is not None:
            _check_table(made.table, self.folder)
        changed = self._changed(made)
        if changed is None:
            return Foreseen(item.identifier, title, ADDED)
        return Foreseen(item.identifier, title, UPDATED if changed else UNCHANGED, changed)

    def _changed(self, made: Planned) -> dict[str, list[Any]] | None:
        return self.writer.check(made, made.values or {})


def _check_table(table: MadeTable, folder: Path) -> None:
    """Check a table as an upload is checked, without keeping anything. Raises BrokenRecord."""
    steps = [Step.from_dict(step) for step in json.loads(table.steps or "[]")]
    job = process.Job(table.path, table.path.name, folder, steps=steps or None, standard=table.standard or None)
    report = process.run(job).report
    if not report.valid:
        raise BrokenRecord(PLAIN, "\n".join(report.summary()))


def _titles(identifiers: list[str]) -> dict[str, str]:
    rows = (
        model.Session.query(Record.identifier, model.Package.title)
        .join(model.Package, model.Package.id == Record.package_id)
        .filter(Record.identifier.in_(identifiers))
    )
    return dict(rows.all())
