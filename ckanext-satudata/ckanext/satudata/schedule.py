"""Periodic jobs: rooms declare them, one process puts them on CKAN's job queue."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from ckan import plugins as p
from ckan.lib import jobs
from ckan.lib.redis import connect_to_redis
from redis import Redis
from rq.cron import CronJob, CronScheduler
from rq.job import Job, JobStatus

BACKGROUND = "background"


@dataclasses.dataclass(frozen=True)
class PeriodicJob:
    """A function without arguments and the cron expression (UTC) at which it is put on a queue.

    What may take longer than some seconds goes to BACKGROUND: tables of officers do not wait for it.
    """

    cron: str
    function: Callable[[], None]
    queue: str = jobs.DEFAULT_QUEUE_NAME


class ISchedule(p.Interface):
    """Implemented by a plugin that has periodic jobs."""

    def get_periodic_jobs(self) -> list[PeriodicJob]:
        """Return the plugin's jobs; called once when the scheduler starts."""
        return []


class OnceQueuedJob(CronJob):
    """A periodic job that is on its queue once at most: a worker that was away runs it once."""

    latest: Job | None = None

    def enqueue(self, connection: Redis) -> Job:
        """Put the job on its queue and return it; the one that waits there, if one does."""
        if self.latest is None or not self._waits(self.latest, connection):
            self.latest = super().enqueue(connection)
        return self.latest

    @staticmethod
    def _waits(job: Job, connection: Redis) -> bool:
        # what has ended well is forgotten by Redis after a while
        return Job.exists(job.id, connection=connection) and job.get_status() == JobStatus.QUEUED


def run() -> None:
    """Put each declared job on its queue at its time; blocks."""
    scheduler = CronScheduler(connect_to_redis())
    # a job that several rooms declare runs once
    declared = [job for plugin in p.PluginImplementations(ISchedule) for job in plugin.get_periodic_jobs()]
    for job in dict.fromkeys(declared):
        queue = jobs.add_queue_name_prefix(job.queue)
        scheduler.get_jobs().append(OnceQueuedJob(queue, job.function, cron=job.cron))
    scheduler.start()  # type: ignore[no-untyped-call]
