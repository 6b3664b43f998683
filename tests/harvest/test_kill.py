"""A worker that is killed, cut off or stopped at any moment: the next run continues, nothing is lost or doubled."""

import os
import random
import signal
import time
from pathlib import Path

import pytest
from ckan import model
from ckan.lib import search
from ckan.lib.redis import connect_to_redis
from ckan.tests import helpers
from ckanext.satudata.harvest import jobs, pipeline, sources
from ckanext.satudata.harvest.model import Record, Run, Source
from ckanext.satudata.harvest.writer import Writer
from factories_satudata import Organization
from rq.timeouts import JobTimeoutException, UnixSignalDeathPenalty
from sqlalchemy import text

from harvest.conftest import declared, records, serve

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("catalogue", "with_request_context")]
# KILLS=50 RECORDS=500 is the long way
KILLS = int(os.environ.get("KILLS", "5"))
RECORDS = int(os.environ.get("RECORDS", "60"))
CUTS = 2
VOLATILE = {"metadata_created", "metadata_modified", "created", "last_modified"}
OF_THE_OPD = {"organization", "owner_org", "harvest_source_id"}


def once():
    """Harvest; return 0 when the run came to its end."""
    source = model.Session.query(Source).one()
    return int(pipeline.run(source, sources.agency_of(source)).state != "finished")


def start(work=once):
    """Harvest in a forked process, as CKAN's worker does for each job; return its number."""
    model.Session.remove()
    model.meta.engine.dispose()
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        code = work()
    finally:
        os._exit(code)


def ended(child):
    """Wait for the end of a process and return its exit code."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def content(value):
    """Return a dataset without what differs between two harvests of the same."""
    if isinstance(value, list):
        return [content(item) for item in value if not (isinstance(item, dict) and item.get("key") in OF_THE_OPD)]
    if not isinstance(value, dict):
        return value
    return {key: content(item) for key, item in value.items() if key not in VOLATILE | OF_THE_OPD}


def catalogue_now():
    """Return all datasets of the database by id; the index has the same ones."""
    model.Session.remove()
    stored = [row[0] for row in model.Session.query(model.Package.id).filter_by(state="active")]
    datasets = helpers.call_action("package_search", rows=1000)["results"]
    assert sorted(dataset["id"] for dataset in datasets) == sorted(stored)
    return {dataset_id: content(helpers.call_action("package_show", id=dataset_id)) for dataset_id in stored}


def prepare(loopback, **changes):
    """Forget everything and register the source."""
    model.Session.remove()
    with model.meta.engine.begin() as connection:
        connection.execute(text('TRUNCATE package, "group", satudata_harvest_source, activity CASCADE'))
    search.clear_all()
    Organization(name="dinas-uji")
    model.Session.add(Source(name="sumber-uji", definition=declared(loopback.url, **changes)))
    model.Session.commit()


def test_killed_runs_leave_the_same_catalogue_as_an_unbroken_one(loopback, monkeypatch):
    """SIGKILL at random moments, then one quiet run: the same datasets, once each, and true counts."""
    # batches small enough that each kill finds another state
    monkeypatch.setattr("ckanext.satudata.harvest.writer.BATCH", max(RECORDS // 20, 2))
    serve(loopback, records(RECORDS))
    prepare(loopback)
    begin = time.monotonic()
    assert ended(start()) == 0
    lasts = time.monotonic() - begin
    unbroken = catalogue_now()
    assert len(unbroken) == RECORDS
    moments = random.Random(5)
    killed = rounds = 0
    while killed < KILLS:
        prepare(loopback)
        killed += kill_until_done(moments, lasts / 8, KILLS - killed)
        rounds += 1
        assert catalogue_now() == unbroken
        assert model.Session.query(Record).count() == RECORDS
        assert model.Session.query(Record).filter(~Record.indexed).count() == 0
        added = sum(run.counts["added"] for run in model.Session.query(Run).filter_by(state="finished"))
        assert added == RECORDS
        assert model.Session.query(Run).filter_by(state="running").count() == 0
    print(f"{killed} kills in {rounds} catalogues, unbroken run {lasts:.1f} s")


def kill_until_done(moments, longest, most):
    """Kill one run after another within `longest` seconds until one gets to its end; return how many died."""
    killed = 0
    while True:
        child = start()
        if killed < most:
            time.sleep(moments.uniform(0, longest))
            os.kill(child, signal.SIGKILL)
        code = ended(child)
        if code == 0:
            return killed
        assert code == -signal.SIGKILL
        killed += 1


def test_a_database_that_restarts_and_a_redis_that_forgets_cost_nothing(loopback, monkeypatch):
    """Every connection to PostgreSQL is cut at random moments, as its restart does, and Redis is emptied."""
    monkeypatch.setattr("ckanext.satudata.harvest.writer.BATCH", 5)
    serve(loopback, records(60))
    prepare(loopback)
    begin = time.monotonic()
    assert ended(start()) == 0
    lasts = time.monotonic() - begin
    unbroken = catalogue_now()
    prepare(loopback)
    cut = (
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
    )
    moments, broken = random.Random(7), 0
    while broken < CUTS:
        child = start()
        time.sleep(moments.uniform(lasts / 20, lasts / 3))
        with model.meta.engine.connect() as connection:
            connection.execute(text(cut + "pg_backend_pid()"))
        connect_to_redis().flushdb()
        if ended(child):
            broken += 1
        else:
            # the run was over, or had not begun to write
            prepare(loopback)
    model.Session.remove()
    model.meta.engine.dispose()
    assert ended(start()) == 0
    assert catalogue_now() == unbroken
    assert model.Session.query(Record).filter(~Record.indexed).count() == 0
    assert model.Session.query(Run).filter_by(state="running").count() == 0


def test_a_run_ends_at_its_time_limit_and_the_next_one_goes_on(loopback, monkeypatch):
    """The worker's alarm is not taken for a bad record: the run stops, says why, and nothing is lost."""
    slow = Writer._write
    monkeypatch.setattr(Writer, "_write", lambda self, planned: (time.sleep(0.2), slow(self, planned)))
    serve(loopback, records(30))
    prepare(loopback)
    source = model.Session.query(Source).one()
    begin = time.monotonic()
    with UnixSignalDeathPenalty(2, JobTimeoutException):
        run = pipeline.run(source, sources.agency_of(source))
    assert time.monotonic() - begin < 5
    assert (run.state, "limits.minutes" in run.error) == ("broken", True)
    monkeypatch.setattr(Writer, "_write", slow)
    assert ended(start()) == 0
    assert len(catalogue_now()) == 30


def test_a_run_that_needs_too_much_memory_is_ended_with_words(loopback):
    """The limit of the job holds, and what it ended is on the source's page."""
    used = int(Path("/proc/self/status").read_text().split("VmData:")[1].split()[0]) // 1024
    serve(loopback, records(1, uraian="x" * 60 * 2**20))
    prepare(loopback, limits={"requests_per_second": 1000, "memory_mb": used + 100})

    def work():
        jobs.run("sumber-uji")
        return 0

    assert ended(start(work)) == 0
    model.Session.remove()
    run = model.Session.query(Run).one()
    assert (run.state, "limits.memory_mb" in run.error) == ("broken", True)
    assert catalogue_now() == {}
