"""The tables of the harvest: sources, runs, records, and what each run changed."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata.clock import now
from sqlalchemy import ForeignKey, Index, func, types
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

# what became of a record in a run
ADDED, UPDATED, UNCHANGED, DELETED = "added", "updated", "unchanged", "deleted"
FAILED, QUARANTINED = "failed", "quarantined"
OUTCOMES = (ADDED, UPDATED, UNCHANGED, DELETED, FAILED, QUARANTINED)
# how a run stands: one that is RUNNING without holding its lock was killed, and the next one continues it
RUNNING, FINISHED, BROKEN, WAITING = "running", "finished", "broken", "waiting"
# how a record stands
CURRENT, ARCHIVED = "current", "archived"


def new_id() -> str:
    """Return a fresh identifier."""
    return str(uuid.uuid4())


class Source(tk.BaseModel):
    """A system of an agency: `definition` is the agency's YAML as data, `file` its name, or None for the web form."""

    __tablename__ = "satudata_harvest_source"

    id: Mapped[str] = mapped_column(types.UnicodeText, primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(types.UnicodeText, nullable=False, unique=True)
    definition: Mapped[dict[str, Any]] = mapped_column(JSONB, nullable=False)
    file: Mapped[str | None] = mapped_column(types.UnicodeText)
    active: Mapped[bool] = mapped_column(types.Boolean, nullable=False, default=True)
    created: Mapped[datetime.datetime] = mapped_column(types.DateTime, nullable=False, default=now)
    # the last moment of its schedule that was put on the queue
    due: Mapped[datetime.datetime | None] = mapped_column(types.DateTime)
    failing_since: Mapped[datetime.datetime | None] = mapped_column(types.DateTime)
    # of the list that the last run took in whole, with the declaration's fingerprint before it
    list_version: Mapped[str | None] = mapped_column(types.UnicodeText)


class Run(tk.BaseModel):
    """One harvest of a source, from the first request to the last write."""

    __tablename__ = "satudata_harvest_run"

    id: Mapped[str] = mapped_column(types.UnicodeText, primary_key=True, default=new_id)
    source_id: Mapped[str] = mapped_column(
        types.UnicodeText, ForeignKey("satudata_harvest_source.id", ondelete="CASCADE"), nullable=False
    )
    state: Mapped[str] = mapped_column(types.UnicodeText, nullable=False, default=RUNNING)
    full: Mapped[bool] = mapped_column(types.Boolean, nullable=False, default=False)
    # a person allowed this run to remove more than the guard does
    approved: Mapped[bool] = mapped_column(types.Boolean, nullable=False, default=False)
    started: Mapped[datetime.datetime] = mapped_column(types.DateTime, nullable=False, default=now)
    finished: Mapped[datetime.datetime | None] = mapped_column(types.DateTime)
    counts: Mapped[dict[str, Any]] = mapped_column(JSONB, nullable=False, default=dict)
    log: Mapped[list[str]] = mapped_column(JSONB, nullable=False, default=list)
    error: Mapped[str | None] = mapped_column(types.UnicodeText)

    __table_args__ = (Index("idx_satudata_harvest_run_source", "source_id", "started"),)


class Record(tk.BaseModel):
    """What is known of one record of a source; its id is the dataset's `harvest_object_id`.

    `hash` is that of the content which was last written, None until something was. `version` is what the source's
    list had of it then. `refused` is the hash of the content that the last check refused. `mapped` holds the values
    that were last written to fields marked local. `run_id` and `outcome` tell what the last run made of it. `indexed`
    is false between the database's commit and Solr's.
    """

    __tablename__ = "satudata_harvest_record"

    id: Mapped[str] = mapped_column(types.UnicodeText, primary_key=True, default=new_id)
    source_id: Mapped[str] = mapped_column(
        types.UnicodeText, ForeignKey("satudata_harvest_source.id", ondelete="CASCADE"), nullable=False
    )
    identifier: Mapped[str] = mapped_column(types.UnicodeText, nullable=False)
    package_id: Mapped[str | None] = mapped_column(types.UnicodeText, index=True)
    hash: Mapped[str | None] = mapped_column(types.UnicodeText)
    version: Mapped[str | None] = mapped_column(types.UnicodeText)
    state: Mapped[str] = mapped_column(types.UnicodeText, nullable=False, default=CURRENT)
    missing_since: Mapped[datetime.datetime | None] = mapped_column(types.DateTime)
    run_id: Mapped[str | None] = mapped_column(types.UnicodeText)
    outcome: Mapped[str | None] = mapped_column(types.UnicodeText)
    error: Mapped[str | None] = mapped_column(types.UnicodeText)
    refused: Mapped[str | None] = mapped_column(types.UnicodeText)
    raw: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    mapped: Mapped[dict[str, Any]] = mapped_column(JSONB, nullable=False, default=dict)
    indexed: Mapped[bool] = mapped_column(types.Boolean, nullable=False, default=True)
    modified: Mapped[datetime.datetime] = mapped_column(types.DateTime, nullable=False, default=now)

    __table_args__ = (
        Index("idx_satudata_harvest_record_identifier", "source_id", "identifier", unique=True),
        Index("idx_satudata_harvest_record_unindexed", "source_id", postgresql_where=~indexed),
    )


class Change(tk.BaseModel):
    """A record that a run did not leave as it was; `fields` is {field: [before, after]}."""

    __tablename__ = "satudata_harvest_change"

    run_id: Mapped[str] = mapped_column(
        types.UnicodeText, ForeignKey("satudata_harvest_run.id", ondelete="CASCADE"), primary_key=True
    )
    identifier: Mapped[str] = mapped_column(types.UnicodeText, primary_key=True)
    outcome: Mapped[str] = mapped_column(types.UnicodeText, nullable=False)
    title: Mapped[str | None] = mapped_column(types.UnicodeText)
    package_id: Mapped[str | None] = mapped_column(types.UnicodeText)
    fields: Mapped[dict[str, Any]] = mapped_column(JSONB, nullable=False, default=dict)
    error: Mapped[str | None] = mapped_column(types.UnicodeText)


def counts(run: Run) -> dict[str, int]:
    """Return how many records had each outcome in a run, counted from what was written."""
    changed = model.Session.query(Change.outcome, func.count()).filter_by(run_id=run.id).group_by(Change.outcome).all()
    same = model.Session.query(Record).filter_by(run_id=run.id, outcome=UNCHANGED).count()
    return {**dict.fromkeys(OUTCOMES, 0), **dict(changed), UNCHANGED: same}


def last_run(source: Source) -> Run | None:
    """Return the source's latest run, or None before the first."""
    return model.Session.query(Run).filter_by(source_id=source.id).order_by(Run.started.desc()).first()


def unfinished_run(source: Source) -> Run | None:
    """Return the run that was killed before its end, or None."""
    return model.Session.query(Run).filter_by(source_id=source.id, state=RUNNING).order_by(Run.started.desc()).first()


def forget(before: datetime.datetime) -> int:
    """Delete the runs that ended before a date, and what they changed; return their number."""
    old: Any = model.Session.query(Run).filter(Run.finished < before)
    number = old.delete(synchronize_session=False)
    model.Session.commit()
    return number


def runs(source: Source, most: int) -> list[Run]:
    """Return the source's runs, the last one first."""
    return model.Session.query(Run).filter_by(source_id=source.id).order_by(Run.started.desc()).limit(most).all()


def bad_records(run: Run) -> list[Change]:
    """Return the records that a run could not take in, by identifier."""
    query = model.Session.query(Change).filter(Change.run_id == run.id, Change.outcome.in_((FAILED, QUARANTINED)))
    return query.order_by(Change.identifier).all()
