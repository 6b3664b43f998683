"""Runs on CKAN's workers: one job for each source, when its time has come, within its limits."""

from __future__ import annotations

import datetime
import itertools
import logging
import resource

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata import config, language
from ckanext.satudata.clock import now
from ckanext.satudata.exceptions import HarvestBusy, HarvestError
from ckanext.satudata.harvest import due, lock, notes, pipeline, sources
from ckanext.satudata.harvest.model import BROKEN, Run, Source, forget, unfinished_run
from ckanext.satudata.harvest.model import runs as runs_of

log = logging.getLogger(__name__)

# of their own, so that a slow source does not keep a table from being published
QUEUE = "harvest"
# after a quarter of an hour, then after half an hour and so on, eight hours at last
RETRIES, RETRY_AFTER = 6, datetime.timedelta(minutes=15)


def harvest(source: Source, *, full: bool = False, approved: bool = False) -> Run:
    """Harvest a source in this process and tell whom it concerns how it went. Raises HarvestBusy, BrokenAgency."""
    agency = sources.agency_of(source)
    with language.of_the_portal():
        done = pipeline.run(source, agency, full=full, approved=approved)
        notes.tell(done.source_id, agency, done)
    return done


def run(name: str, *, full: bool = False, approved: bool = False) -> None:
    """Harvest a source as a job, within its memory limit; the job's own time limit is set when it is enqueued."""
    source = sources.find(name)
    agency = sources.agency_of(source)
    # the worker forks for each job, so the limit ends with it
    limit = agency.memory_mb * 2**20
    resource.setrlimit(resource.RLIMIT_DATA, (limit, resource.getrlimit(resource.RLIMIT_DATA)[1]))
    try:
        harvest(source, full=full, approved=approved)
    except HarvestBusy:
        log.info("harvest %s: already going on", name)


def enqueue(source: Source, *, full: bool = False, approved: bool = False) -> None:
    """Put a run on the queue of harvests."""
    agency = sources.agency_of(source)
    tk.enqueue_job(
        run,
        [source.name],
        {"full": full, "approved": approved},
        title=f"Harvest: {source.name}",
        queue=QUEUE,
        rq_kwargs={"timeout": agency.minutes * 60},
    )


def enqueue_due() -> None:
    """Put each source on the queue whose time has come, and each whose run was killed; called every minute.

    What is due is kept in the database: a Redis that lost its queue only delays a run to the next minute.
    """
    for file, fault in sources.sync().items():
        log.warning("%s: %s", file, fault)
    for source in sources.every():
        if not source.active:
            continue
        try:
            agency = sources.agency_of(source)
        except HarvestError as error:
            log.warning("%s: %s", source.name, error)
            continue
        moment = due.last(agency)
        killed = unfinished_run(source) is not None and lock.is_free(source.id)
        # a new source is harvested at once, so that its keeper sees how it goes
        is_due = moment is not None and (source.due is None or moment > source.due)
        if killed or is_due or _wants_retry(source):
            enqueue(source)
            source.due = now()
            model.Session.commit()


def _wants_retry(source: Source) -> bool:
    """Return whether a run that broke off is to be tried again before its schedule: later each time, then no more."""
    runs = runs_of(source, RETRIES + 1)
    broken = len(list(itertools.takewhile(lambda run: run.state == BROKEN, runs)))
    if not 0 < broken <= RETRIES or (source.due and source.due > (runs[0].finished or now())):
        return False
    return now() > (runs[0].finished or now()) + RETRY_AFTER * 2 ** (broken - 1)


def sweep() -> None:
    """Forget the runs that are older than the history is to reach."""
    number = forget(now() - datetime.timedelta(days=config.harvest_history_days()))
    if number:
        log.info("harvest: %d old runs removed", number)
