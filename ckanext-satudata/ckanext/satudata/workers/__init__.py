"""The process that runs jobs of CKAN's queues, one after the other, each in a process of its own."""

from __future__ import annotations

import rq
from ckan.lib import app_globals, jobs
from ckanext.satudata import preloading
from rq.job import Job


class Worker(jobs.Worker):
    """CKAN's worker without its start for each job: that costs a second of CPU, most jobs cost a tenth of one.

    The process of a job is a copy of this one, which CKAN has left without connections before it is made; what was
    read before (code lists, Standar Data) is there at once. A setting that a sysadmin has changed on a page is read
    again, as web servers read it again for each visitor.
    """

    def main_work_horse(self, job: Job, queue: rq.Queue) -> None:
        """Run a job in the process that was made for it, then end that process."""
        app_globals.app_globals._check_uptodate()
        rq.Worker.main_work_horse(self, job, queue)


def run(queues: list[str]) -> None:
    """Run the jobs of some queues, those of the first one first; blocks until the process is told to end."""
    preloading.preload()
    Worker(queues).work(with_scheduler=True)
