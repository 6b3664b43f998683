"""The worker of CKAN's queues and the scheduler that fills them."""

import contextlib
import datetime
import os
import subprocess
import uuid

import pytest
from ckan import model
from ckan.lib import jobs
from ckan.lib.redis import connect_to_redis
from ckan.model.system_info import delete_system_info, set_system_info
from ckanext.satudata import config, schedule
from rq.cron import CronScheduler
from rq.job import Job
from serving import PROGRAMS, START_SECONDS, wait_for

pytestmark = pytest.mark.services


@pytest.fixture
def queue():
    """Return the name of a queue that nobody else uses."""
    name = f"test-{uuid.uuid4().hex}"
    yield name
    jobs.get_queue(name).delete(delete_jobs=True)


@contextlib.contextmanager
def working(ini, queue):
    """Run a worker of the queue until the block ends."""
    running = subprocess.Popen([PROGRAMS / "ckan", "-c", ini, "satudata", "worker", queue], stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        running.terminate()
        running.wait(START_SECONDS)


def result_of(job):
    """Return what a job returned; waits for it."""
    return wait_for(job.latest_result, START_SECONDS).return_value


@pytest.fixture
def changed_title():
    """Return a function that gives the portal another title, as the page of a sysadmin does."""

    def change(title):
        set_system_info("ckan.site_title", title)
        set_system_info("ckan.config_update", str(uuid.uuid4()))
        model.repo.commit()

    yield change
    delete_system_info("ckan.site_title")
    delete_system_info("ckan.config_update")
    model.repo.commit()


def test_a_job_sees_what_the_sysadmin_changed(application, ckan_config, queue, changed_title):
    """The worker does not start CKAN again for each job, and a setting changed on a page still counts for the next."""
    with working(os.environ["CKAN_INI"], queue):
        first = jobs.enqueue(config.site_title, queue=queue, rq_kwargs={"result_ttl": 60})
        assert result_of(first) == ckan_config["ckan.site_title"]
        changed_title("Data Kabupaten Lain")
        second = jobs.enqueue(config.site_title, queue=queue, rq_kwargs={"result_ttl": 60})
        assert result_of(second) == "Data Kabupaten Lain"


def test_a_periodic_job_waits_once(application, queue):
    """While no worker works, the jobs of each minute do not pile up; after the first has run, the next may come."""
    name = jobs.add_queue_name_prefix(queue)
    scheduler = CronScheduler(connect_to_redis())
    scheduler.get_jobs().append(schedule.OnceQueuedJob(name, config.site_title, cron="* * * * *"))
    periodic = scheduler.get_jobs()[0]
    for _minute in range(3):
        periodic.next_enqueue_time = datetime.datetime.now(datetime.UTC) - datetime.timedelta(seconds=1)
        scheduler.enqueue_jobs()
    waiting = jobs.get_queue(queue)
    assert waiting.count == 1
    Job.fetch(waiting.job_ids[0], connection=connect_to_redis()).delete()
    periodic.next_enqueue_time = datetime.datetime.now(datetime.UTC) - datetime.timedelta(seconds=1)
    scheduler.enqueue_jobs()
    assert waiting.count == 1
