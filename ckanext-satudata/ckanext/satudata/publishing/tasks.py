"""How far the load of a resource is, kept in CKAN's task status, and the repetition of loads that were lost or failed.

One for the DataStore, one for the observations; each is a job of CKAN's queue with a resource's id as its argument.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata.clock import now
from sqlalchemy import event

log = logging.getLogger(__name__)

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
        """Note that a load is pending and put it on the queue."""
        self.note(resource_id, "pending")
        tk.enqueue_job(job, [resource_id], title=f"{self.title}: {resource_id}")

    def enqueue_with_commit(self, job: Callable[[str], Any], resource_id: str) -> None:
        """Do so within a running transaction: the job starts once what it shall see is committed."""
        self.note(resource_id, "pending", commit=False)

        def committed(_session: Any) -> None:
            tk.enqueue_job(job, [resource_id], title=f"{self.title}: {resource_id}")

        event.listen(model.Session(), "after_commit", committed, once=True)

    def note(self, resource_id: str, state: str, value: str = "", commit: bool = True) -> None:
        """Record how far a load is (pending, complete, error); `value` is the outcome for people."""
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
        return {each.entity_id: each for each in query.filter(model.TaskStatus.entity_id.in_(resource_ids))}

    def forget(self, resource_ids: Iterable[str]) -> None:
        """Delete the notes on some resources, within the running transaction."""
        for each in self.notes(resource_ids).values():
            model.Session.delete(each)

    def repeat(self, job: Callable[[str], Any]) -> None:
        """Put loads on the queue again whose job died without a word, or that failed less often than they may."""
        query = model.Session.query(model.TaskStatus).filter_by(task_type=TYPE, key=self.key)
        query = query.filter(model.TaskStatus.state.in_(("pending", "error")))
        for stale in query.filter(model.TaskStatus.last_updated < now() - STALE_AFTER).all():
            if stale.state == "error" and int(stale.error or 1) > self.repeats:
                continue
            log.warning("resource %s: its load (%s) was lost or failed, and is repeated", stale.entity_id, self.key)
            self.enqueue(job, stale.entity_id)


def context() -> Any:
    """Return the context of a job: it acts as the site."""
    # the first one to ask for it creates this user; that must not commit what its caller has only begun
    user = tk.get_action("get_site_user")({"ignore_auth": True, "defer_commit": True}, {})
    return {"ignore_auth": True, "user": user["name"]}
