"""How far the load of a resource is, kept in CKAN's task status, and the repetition of loads that were lost or failed.

One for the DataStore, one for the observations; each is a job of CKAN's queue with a resource's id as its argument.
"""

from __future__ import annotations

import datetime
import logging
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import rq
from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata.clock import now
from ckanext.satudata.publishing.underway import is_underway
from sqlalchemy import event

log = logging.getLogger(__name__)

# a job is on the queue this long after it was noted
SETTLED_AFTER = datetime.timedelta(seconds=20)
# longer than any load may take, see ckan.jobs.timeout
STALE_AFTER = datetime.timedelta(minutes=40)
TYPE = "satudata_publishing"


@dataclass(frozen=True)
class Task:
    """A kind of load.

    `key` is its name in the task status, `title` what stands before the resource's id in the list of jobs, `repeats`
    how often one that failed is tried again; a fault of the file itself is none that goes away by trying again.
    """

    key: str
    title: str
    repeats: int = 0

    def enqueue(self, job: Callable[[str], Any], resource_id: str) -> None:
        """Note that a load is pending, by which job, and put it on the queue."""
        job_id = str(uuid.uuid4())
        self.note(resource_id, "pending", job_id)
        self._put(job, resource_id, job_id)

    def enqueue_with_commit(self, job: Callable[[str], Any], resource_id: str) -> None:
        """Do so within a running transaction: the job starts once what it shall see is committed."""
        job_id = str(uuid.uuid4())
        self.note(resource_id, "pending", job_id, commit=False)

        def committed(_session: Any) -> None:
            self._put(job, resource_id, job_id)

        event.listen(model.Session(), "after_commit", committed, once=True)

    def _put(self, job: Callable[[str], Any], resource_id: str, job_id: str) -> None:
        title = f"{self.title}: {resource_id}"
        tk.enqueue_job(job, [resource_id], title=title, rq_kwargs={"job_id": job_id})

    def note(self, resource_id: str, state: str, value: str = "", commit: bool = True) -> None:
        """Record how far a load is (pending, complete, error).

        `value` is the outcome for people; while a load is pending the job that does it, by default the one we are in.
        """
        if state == "pending" and not value:
            running = rq.get_current_job()
            value = running.id if running else ""
        # not by CKAN's action, which commits whatever its caller has begun
        note = self.notes([resource_id]).get(resource_id)
        if note is None:
            note = model.TaskStatus(entity_type="resource", task_type=TYPE, key=self.key, entity_id=resource_id)
            model.Session.add(note)
        failures = int(note.error or 0)
        note.error = {"error": str(failures + 1), "pending": str(failures), "complete": ""}[state]
        note.state, note.value, note.last_updated = state, value, now()
        if commit:
            model.Session.commit()

    def status(self, resource_id: str) -> dict[str, Any] | None:
        """Return the last note on a resource, {"state", "value", "last_updated"}, or None."""
        note = self.notes([resource_id]).get(resource_id)
        if note is None:
            return None
        return {"state": note.state, "value": note.value, "last_updated": note.last_updated.isoformat()}

    def notes(self, resource_ids: Iterable[str]) -> dict[str, model.TaskStatus]:
        """Return the notes on some resources by their ids."""
        query = model.Session.query(model.TaskStatus).filter_by(task_type=TYPE, key=self.key)
        return {status.entity_id: status for status in query.filter(model.TaskStatus.entity_id.in_(resource_ids))}

    def forget(self, resource_ids: Iterable[str]) -> None:
        """Delete the notes on some resources, within the running transaction."""
        for status in self.notes(resource_ids).values():
            model.Session.delete(status)

    def repeat(self, job: Callable[[str], Any]) -> None:
        """Put loads on the queue again whose job died without a word, or that failed less often than they may."""
        query = model.Session.query(model.TaskStatus).filter_by(task_type=TYPE, key=self.key)
        query = query.filter(model.TaskStatus.state.in_(("pending", "error")))
        for note in query.filter(model.TaskStatus.last_updated < now() - SETTLED_AFTER).all():
            if self._is_lost(note) if note.state == "pending" else self._is_repeatable(note):
                log.warning("resource %s: its load (%s) was lost or failed, and is repeated", note.entity_id, self.key)
                self.enqueue(job, note.entity_id)

    def _is_lost(self, note: model.TaskStatus) -> bool:
        """Return whether nothing does what is noted as pending; where no job is named, time tells."""
        if not note.value:
            return note.last_updated < now() - STALE_AFTER
        if is_underway(note.value):
            return False
        # it may have come to its end while we looked
        model.Session.refresh(note)
        return note.state == "pending"

    def _is_repeatable(self, note: model.TaskStatus) -> bool:
        return note.last_updated < now() - STALE_AFTER and int(note.error or 1) <= self.repeats


def context() -> Any:
    """Return the context of a job: it acts as the site."""
    # the first one to ask for it creates this user; that must not commit what its caller has only begun
    user = tk.get_action("get_site_user")({"ignore_auth": True, "defer_commit": True}, {})
    return {"ignore_auth": True, "user": user["name"]}
