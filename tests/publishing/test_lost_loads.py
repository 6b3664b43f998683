"""A load that nobody does any more is found within a minute; one that is being done is left alone."""

import datetime
import io
import os
import signal
import subprocess
import sys

import pytest
from ckan import model
from ckan.lib import jobs
from ckan.lib.redis import connect_to_redis
from ckan.plugins import toolkit as tk
from ckan.tests import factories, helpers
from ckanext.satudata.clock import now
from ckanext.satudata.publishing import datastore, tasks, underway
from factories_satudata import Organization, act, dataset_dict
from rq.job import Job, JobStatus
from serving import wait_for
from werkzeug.datastructures import FileStorage

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]
GOOD = b"kode_wilayah,nama,jumlah\n51.08.01,Gerokgak,10\n51.08.02,Seririt,12\n"


@pytest.fixture
def resource():
    """Return a resource whose table waits for its load."""
    dataset = act("package_create", **dataset_dict(owner_org=Organization()["id"]))
    return act("resource_create", package_id=dataset["id"], upload=FileStorage(io.BytesIO(GOOD), "a.csv"), name="a")


def waiting():
    """Return the ids of the jobs that wait."""
    return jobs.get_queue().job_ids


def age(resource, by=tasks.SETTLED_AFTER):
    """Let some time pass since the last word on a load; return what is noted."""
    note = model.Session.query(model.TaskStatus).filter_by(entity_id=resource["id"], key=datastore.TASK.key).one()
    note.last_updated -= by
    model.Session.commit()
    return note


def test_a_load_that_waits_is_left_alone(resource):
    """However long the queue is."""
    age(resource, datetime.timedelta(hours=3))
    before = waiting()
    datastore.retry_stale()
    assert waiting() == before == [age(resource).value]


def test_an_emptied_queue_is_filled_again(resource):
    """Redis was emptied: the load is asked for again, once."""
    connect_to_redis().flushdb()
    age(resource)
    datastore.retry_stale()
    datastore.retry_stale()
    assert len(waiting()) == 1


def test_a_load_that_was_never_asked_for_is_asked_for(resource):
    """The web server was killed after the commit: the table is stored, and no word was said of its load."""
    connect_to_redis().flushdb()
    note = age(resource)
    model.Session.delete(note)
    row = model.Resource.get(resource["id"])
    row.extras = {**row.extras, "validation_timestamp": (now() - datetime.timedelta(minutes=1)).isoformat() + "+00:00"}
    model.Session.commit()
    datastore.retry_stale()
    assert len(waiting()) == 1
    assert datastore.TASK.status(resource["id"])["state"] == "pending"


def test_a_finished_load_is_not_repeated(resource):
    """What is there stays."""
    datastore.load(resource["id"])
    connect_to_redis().flushdb()
    age(resource)
    datastore.retry_stale()
    assert waiting() == []


def test_a_killed_worker_gives_its_load_back(resource):
    """SIGKILL of the worker and what it forked while a job runs: the job is no longer underway, at once."""
    jobs.get_queue().empty()
    command = [sys.executable, "-c", WORKER]
    with subprocess.Popen(command, env=os.environ, start_new_session=True) as worker:
        try:
            job = jobs.enqueue(os.system, ["sleep 60"])
            wait_for(
                lambda: job.get_status() == JobStatus.STARTED and Job.fetch(job.id, job.connection).worker_name, 60
            )
            assert underway.is_underway(job.id)
        finally:
            os.killpg(worker.pid, signal.SIGKILL)
    assert not underway.is_underway(job.id)


def _fetched(job):
    return Job.fetch(job.id, job.connection)


WORKER = """
import os
from ckan.cli import CKANConfigLoader
from ckan.config.environment import load_environment
load_environment(CKANConfigLoader(os.environ["CKAN_INI"]).get_config())
from ckan.lib.jobs import Worker
Worker().work()
"""


def test_the_state_of_a_private_table_is_told_to_its_own(resource):
    """Whoever may not see a table does not learn how far its load is."""
    question = {"entity_id": resource["id"], "task_type": tasks.TYPE, "key": datastore.TASK.key}
    stranger = {"user": factories.User()["name"], "ignore_auth": False}
    assert helpers.call_action("task_status_show", dict(stranger), **question)["state"] == "pending"
    act("package_patch", id=resource["package_id"], private=True)
    for context in (stranger, {"user": "", "ignore_auth": False}):
        with pytest.raises(tk.NotAuthorized):
            helpers.call_action("task_status_show", dict(context), **question)
    assert act("task_status_show", **question)["state"] == "pending"
