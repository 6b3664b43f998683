"""Periodic jobs: rooms declare them, one process puts them on CKAN's job queue."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from ckan import plugins as p
from ckan.lib import jobs
from ckan.lib.redis import connect_to_redis
from rq.cron import CronScheduler

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


def run() -> None:
    """Put each declared job on its queue at its time; blocks."""
    scheduler = CronScheduler(connect_to_redis())
    # a job that several rooms declare runs once
    declared = [job for plugin in p.PluginImplementations(ISchedule) for job in plugin.get_periodic_jobs()]
    for job in dict.fromkeys(declared):
        scheduler.register(job.function, jobs.add_queue_name_prefix(job.queue), cron=job.cron)
    scheduler.start()  # type: ignore[no-untyped-call]
