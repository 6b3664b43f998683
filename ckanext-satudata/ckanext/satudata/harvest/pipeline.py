"""A run: list, fetch, compare, map, check, write."""

from __future__ import annotations

import datetime
import logging
import tempfile
import traceback
from collections.abc import Mapping
from pathlib import Path

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata.clock import now
from ckanext.satudata.exceptions import N_, BrokenRecord, HarvestError, HarvestStopped, NotModified
from ckanext.satudata.harvest import guard, indexing, ledger, lock
from ckanext.satudata.harvest.agency import Agency
from ckanext.satudata.harvest.failures import describe_failure
from ckanext.satudata.harvest.ledger import Planned
from ckanext.satudata.harvest.listing import Listing
from ckanext.satudata.harvest.model import (
    BROKEN,
    CURRENT,
    FAILED,
    FINISHED,
    QUARANTINED,
    UNCHANGED,
    WAITING,
    Record,
    Run,
    Source,
    counts,
    unfinished_run,
)
from ckanext.satudata.harvest.plan import GOOD, RecordState, items, owner, planned, states_of
from ckanext.satudata.harvest.readers import BaseReader, Item
from ckanext.satudata.harvest.storable import storable
from ckanext.satudata.harvest.values import Notes
from ckanext.satudata.harvest.writer import Writer, is_fatal
from ckanext.satudata.web.secrets import Vault
from rq.timeouts import JobTimeoutException

log = logging.getLogger(__name__)
_ = tk._

SAME_BATCH = 1000


def run(source: Source, agency: Agency, *, full: bool = False, approved: bool = False) -> Run:
    """Harvest a source once, or go on where a killed run stopped; return the run as it ended.

    `full` ignores what the source says about versions and compares contents. `approved` passes the guard.
    Raises HarvestBusy when the source is being harvested already. Other errors are noted in the run.
    """
    source_id = source.id
    with lock.held(source_id):
        begun = unfinished_run(source)
        if begun is None:
            begun = Run(source_id=source_id, full=full, approved=approved)
            model.Session.add(begun)
        model.Session.commit()
        run_id = begun.id
        harvest = _Harvest(source, agency, begun)
        try:
            harvest.go()
        except HarvestStopped as stop:
            return _end(run_id, WAITING, harvest, str(stop))
        except HarvestError as error:
            return _end(run_id, BROKEN, harvest, str(error))
        except JobTimeoutException:
            text = _("The run lasted longer than {0} minutes. The next one goes on; or raise limits.minutes.")
            return _end(run_id, BROKEN, harvest, text.format(agency.minutes))
        except MemoryError:
            text = _("The run needed more than {0} MB of memory. Narrow the query, or raise limits.memory_mb.")
            return _end(run_id, BROKEN, harvest, text.format(agency.memory_mb))
        except Exception as error:
            log.error("harvest %s\n%s", agency.name, harvest.vault.hide(traceback.format_exc()))
            text = _("The run broke off ({0}). The portal's log has the details at this moment.")
            return _end(run_id, BROKEN, harvest, text.format(type(error).__name__))
        return _end(run_id, FINISHED, harvest, None)


def _end(run_id: str, state: str, harvest: _Harvest, error: str | None) -> Run:
    model.Session.rollback()
    ended = model.Session.get(Run, run_id)
    if ended is None:
        raise HarvestError(N_("The source was removed while it was being harvested."))
    ended.state, ended.finished = state, now()
    ended.error = None if error is None else storable(harvest.vault.hide(error))
    notes = [storable(harvest.vault.hide(note)) for note in harvest.notes.texts()]
    ended.log = [*ended.log, *(note for note in notes if note not in ended.log)]
    ended.counts = counts(ended)
    model.Session.commit()
    return ended


class _Harvest:
    """One run, step by step."""

    def __init__(self, source: Source, agency: Agency, begun: Run) -> None:
        self.source_id = source.id
        self.agency = agency
        self.run_id, self.full, self.approved = begun.id, begun.full, begun.approved
        self.notes = Notes()
        self.vault = Vault()
        self.mark = f"{agency.fingerprint[:16]}/"
        # whether the source's list stands as the last run took it in, and the version of one that does not
        self.same_list = False
        self.list_version: str | None = None

    def go(self) -> None:
        """List, guard, then write each record that changed."""
        indexing.index_pending(self.source_id)
        states = states_of(self.source_id)
        reader = self.agency.reader(self.vault)
        try:
            with tempfile.TemporaryDirectory() as folder, Listing(Path(folder) / "list") as listing:
                repeated = self._list(reader, listing, states)
                self._check(listing, states)
                owning = owner(source_id=self.source_id, agency=self.agency)
                self.writer = Writer(self.run_id, owning, self.vault.hide)
                self._remark(reader, repeated)
                self._records(reader, listing, states, Path(folder))
                self.writer.flush()
                self._vanished(listing, states)
                self.writer.flush()
                self._took_in()
        finally:
            reader.close()

    def _remark(self, reader: BaseReader, repeated: list[str]) -> None:
        for remark in reader.remarks:
            self.notes.add(remark)
        for identifier in repeated:
            text = _("The source lists {0!r} more than once; the first one counts. Tell the source's keeper.")
            self.notes.add(text.format(identifier))

    def _list(self, reader: BaseReader, listing: Listing, states: Mapping[str, RecordState]) -> list[str]:
        """Fill the list; one that stands as the last run took it in is made of what is known."""
        source = model.Session.query(Source).filter_by(id=self.source_id)
        version = source.one().list_version or ""
        current = {
            name: state for name, state in states.items() if state.state == CURRENT and state.missing_since is None
        }
        stands = all(state.hash and state.outcome in GOOD for state in current.values())
        if version.startswith(self.mark) and stands and not self.full:
            reader.previous_version = version.removeprefix(self.mark)
        try:
            repeated = listing.fill(items(self.agency, reader))
        except NotModified:
            self.same_list = True
            return listing.fill(Item(name) for name in current)
        self.list_version = reader.version
        # a run that is killed has taken in some of this list
        source.update({"list_version": None}, synchronize_session=False)
        model.Session.commit()
        return repeated

    def _took_in(self) -> None:
        if self.list_version is None:
            return
        source = model.Session.query(Source).filter_by(id=self.source_id)
        source.update({"list_version": self.mark + self.list_version}, synchronize_session=False)
        model.Session.commit()

    def _check(self, listing: Listing, states: Mapping[str, RecordState]) -> None:
        standing = {name for name, state in states.items() if state.state == CURRENT and state.hash}
        newly = [name for name in standing if name not in listing and states[name].missing_since is None]
        if not self.approved:
            guard.check(self.agency, len(listing), len(standing), len(newly))

    def _records(self, reader: BaseReader, listing: Listing, states: Mapping[str, RecordState], folder: Path) -> None:
        same: list[str] = []
        for item in listing:
            before = states.get(item.identifier)
            if before and before.run_id == self.run_id and before.outcome:
                # this run did it already, before it was killed
                continue
            if self._is_same(item, before):
                same.append(item.identifier)
                if len(same) >= SAME_BATCH:
                    self._mark_same(same)
                    same = []
                continue
            try:
                unchanged = self._one(reader, item, before, folder)
            except Exception as error:
                if is_fatal(error):
                    raise
                if not isinstance(error, HarvestError):
                    details = self.vault.hide(traceback.format_exc())
                    log.error("harvest %s: record %s\n%s", self.agency.name, item.identifier, details)
                outcome = QUARANTINED if isinstance(error, BrokenRecord) else FAILED
                raw = self.vault.hide_in(item.raw)
                self.writer.ledger.record_unreadable(item.identifier, raw, describe_failure(error), outcome)
                continue
            if unchanged:
                same.append(item.identifier)
        self._mark_same(same)

    def _is_same(self, item: Item, before: RecordState | None) -> bool:
        """Return whether a record is unchanged, by the source's list alone."""
        return self.same_list or (
            not self.full
            and before is not None
            and item.version is not None
            and before.version == f"{self.mark}{item.version}"
            and before.hash is not None
            and before.state == CURRENT
            and before.missing_since is None
            and before.outcome in GOOD
        )

    def _one(self, reader: BaseReader, item: Item, before: RecordState | None, folder: Path) -> bool:
        """Plan the record; return whether it is what was written last time."""
        try:
            plan = planned(
                self.agency,
                reader,
                item,
                before=before,
                folder=folder,
                notes=self.notes,
                vault=self.vault,
                full=self.full,
            )
        except NotModified:
            return True
        try:
            standing = before is not None and before.state == CURRENT and before.missing_since is None
            if before is not None and standing and before.hash == plan.digest and before.outcome in GOOD:
                # the source says that it changed and sends the same
                if before.version != plan.version:
                    _set_version(self.source_id, item.identifier, plan.version)
                return True
            if before is not None and before.refused == plan.digest and not self.full:
                # checking the same content again would fill the OPD's desk with the same draft every night
                self.writer.ledger.record_rejected(plan, before.error or "", QUARANTINED)
                return False
            self.writer.add(plan)
            return False
        finally:
            if plan.table is not None:
                plan.table.path.unlink(missing_ok=True)

    def _mark_same(self, identifiers: list[str]) -> None:
        for begin in range(0, len(identifiers), SAME_BATCH):
            part = identifiers[begin : begin + SAME_BATCH]
            records = model.Session.query(Record).filter(
                Record.source_id == self.source_id, Record.identifier.in_(part)
            )
            values = {"run_id": self.run_id, "outcome": UNCHANGED, "error": None, "raw": None}
            records.update(values, synchronize_session=False)
        model.Session.commit()

    def _vanished(self, listing: Listing, states: Mapping[str, RecordState]) -> None:
        """Note since when a record is gone; archive its dataset when the grace is over."""
        gone = [name for name, state in states.items() if name not in listing and state.state == CURRENT]
        # one that was never taken in is not missed
        fresh = [name for name in gone if states[name].missing_since is None and states[name].hash]
        for begin in range(0, len(fresh), SAME_BATCH):
            part = fresh[begin : begin + SAME_BATCH]
            records = model.Session.query(Record).filter(
                Record.source_id == self.source_id, Record.identifier.in_(part)
            )
            records.update({"missing_since": now()}, synchronize_session=False)
        model.Session.commit()
        limit = now() - datetime.timedelta(days=self.agency.grace_days)
        for name in gone:
            since = states[name].missing_since or now()
            if since > limit or not states[name].hash:
                continue
            package = ledger.package_id(self.agency.name, name)
            self.writer.add(Planned(name, package, "", None, None, {}, stored=True))
        waiting = len(fresh)
        if waiting:
            text = _("{0} datasets are no longer at the source. They are archived in {1} days unless they come back.")
            self.notes.add(text.format(waiting, self.agency.grace_days))


def _set_version(source_id: str, identifier: str, version: str | None) -> None:
    records = model.Session.query(Record).filter_by(source_id=source_id, identifier=identifier)
    records.update({"version": version}, synchronize_session=False)
