"""What a run would do: the same way as a run, without writing anything."""

from __future__ import annotations

import dataclasses
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata.exceptions import BrokenRecord, HarvestError, HarvestStopped
from ckanext.satudata.harvest import guard, pipeline, writer
from ckanext.satudata.harvest.definition import Agency
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
from ckanext.satudata.harvest.tables import MadeTable
from ckanext.satudata.tables.step import Step
from ckanext.satudata.validation import process

_ = tk._


@dataclasses.dataclass(frozen=True)
class Foreseen:
    """One record in a preview: its outcome, what would change, or what is wrong with it."""

    identifier: str
    title: str
    outcome: str
    fields: Mapping[str, list[Any]] = dataclasses.field(default_factory=dict)
    error: str = ""


def preview(source: Source | None, agency: Agency, most: int = 50) -> tuple[list[Foreseen], list[str]]:
    """Return what a run would do with the first `most` records that it would touch, and remarks; nothing is written.

    Raises SourceUnavailable, BrokenAnswer, RefusedAddress, HarvestStopped.
    """
    known = pipeline.known_of(source.id) if source else {}
    who = pipeline.owner(source_id=source.id if source else "", agency=agency)
    foreseen: list[Foreseen] = []
    unknown: set[str] = set()
    notes: list[str] = []
    reader = agency.reader()
    try:
        with tempfile.TemporaryDirectory() as folder, Listing(Path(folder) / "list") as listing:
            listing.fill(pipeline.items(agency, reader))
            gone = [name for name, each in known.items() if name not in listing and each.state == CURRENT]
            try:
                guard.check(agency, len(listing), len(known), len(gone))
            except HarvestStopped as stop:
                notes.append(str(stop))
            for item in listing:
                if len(foreseen) >= most:
                    notes.append(_("Only the first {0} records are shown.").format(most))
                    break
                before = known.get(item.identifier)
                foreseen.append(
                    _foresee(agency, reader, item, before=before, folder=Path(folder), unknown=unknown, who=who)
                )
            titles = _titles(gone)
            foreseen += [Foreseen(name, titles.get(name, name), DELETED) for name in gone]
    finally:
        reader.close()
    if unknown:
        text = _("The source has fields that are neither mapped nor ignored: {0}.")
        notes.append(text.format(", ".join(sorted(unknown))))
    return foreseen, notes


def _foresee(
    agency: Agency,
    reader: BaseReader,
    item: Item,
    *,
    before: pipeline.Known | None,
    folder: Path,
    unknown: set[str],
    who: writer.Owner,
) -> Foreseen:
    try:
        plan = pipeline.planned(agency, reader, item, before=before, folder=folder, unknown=unknown, full=True)
        title = str((plan.values or {}).get("title") or item.identifier)
        if before and before.hash == plan.digest and before.state == CURRENT:
            return Foreseen(item.identifier, title, UNCHANGED)
        if plan.table is not None:
            _check_table(plan.table, folder)
        outcome, fields = _difference(who, plan)
        return Foreseen(item.identifier, title, outcome, fields)
    except tk.ValidationError as error:
        return Foreseen(item.identifier, item.identifier, QUARANTINED, error=writer.error_text(error))
    except (HarvestError, KeyError, TypeError, ValueError) as error:
        outcome = QUARANTINED if isinstance(error, BrokenRecord) else FAILED
        return Foreseen(item.identifier, item.identifier, outcome, error=pipeline.told(error))


def _difference(who: writer.Owner, plan: writer.Planned) -> tuple[str, dict[str, list[Any]]]:
    current = writer.show(plan.package_id)
    if current is None or plan.values is None:
        return ADDED, {}
    _data, changed = writer.Writer("", who).foresee(plan, plan.values, current)
    return (UPDATED if changed else UNCHANGED), changed


def _check_table(table: MadeTable, folder: Path) -> None:
    """Check a table as an upload is checked, without keeping anything. Raises BrokenRecord."""
    steps = [Step.from_dict(each) for each in json.loads(table.steps or "[]")]
    job = process.Job(table.path, table.path.name, folder, steps=steps or None, standard=table.standard or None)
    report = process.run(job).report
    if not report.valid:
        raise BrokenRecord("\n".join(report.summary()))


def _titles(identifiers: list[str]) -> dict[str, str]:
    rows = (
        model.Session.query(Record.identifier, model.Package.title)
        .join(model.Package, model.Package.id == Record.package_id)
        .filter(Record.identifier.in_(identifiers))
    )
    return dict(rows.all())
