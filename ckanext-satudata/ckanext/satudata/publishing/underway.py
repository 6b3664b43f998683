"""Whether a job of the queue is still going to be done, or being done; a process that was killed leaves no word."""

from __future__ import annotations

import datetime
import os
import socket

import rq
from ckan.lib.redis import connect_to_redis
from ckanext.satudata.clock import now
from ckanext.satudata.processes import end_with_parent
from rq import Worker
from rq.exceptions import NoSuchJobError
from rq.job import Job, JobStatus
from rq.worker import BaseWorker

# a worker gives a sign of life for its job every 30 seconds
SILENT_AFTER = datetime.timedelta(seconds=90)
WAITING = {JobStatus.CREATED, JobStatus.DEFERRED, JobStatus.SCHEDULED}


def is_underway(job_id: str) -> bool:
    """Return whether a job waits in its queue or is done by a worker that lives."""
    try:
        job = Job.fetch(job_id, connection=connect_to_redis())
    except NoSuchJobError:
        return False
    status = job.get_status()
    if status == JobStatus.QUEUED:
        # one that was taken and not begun is in no queue
        return job.get_position() is not None
    return status in WAITING or (status == JobStatus.STARTED and _is_done(job))


def end_with_worker() -> None:
    """Have the running job end with its worker: when that is killed, the job is given to another one."""
    job = rq.get_current_job()
    worker = _worker(job) if job else None
    if worker is not None and worker.pid == os.getppid():
        end_with_parent()


def _worker(job: Job) -> BaseWorker | None:
    """Return the worker that does a job, None where it is gone."""
    return Worker.find_by_key(f"{Worker.redis_worker_namespace_prefix}{job.worker_name}", job.connection)


def _is_done(job: Job) -> bool:
    """Return whether a worker that lives does the job: its process where it runs on this machine, else its signs."""
    worker = _worker(job)
    if worker is None:
        return False
    if worker.hostname == socket.gethostname() and worker.pid:
        return _lives(worker.pid)
    sign = job.last_heartbeat
    return sign is not None and sign.replace(tzinfo=None) > now() - SILENT_AFTER


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        # another account's, but there
        return True
    return True
