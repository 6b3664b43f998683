"""A worker that is killed at any moment: the next run continues, nothing is lost and nothing doubled."""

import os
import random
import signal
import time

import pytest
from ckan import model
from ckan.lib import search
from ckan.tests import helpers
from ckanext.satudata.harvest import pipeline, sources
from ckanext.satudata.harvest.model import Record, Run, Source
from factories_satudata import Organization
from sqlalchemy import text

from harvest.conftest import declared, records, serve

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("catalogue", "with_request_context")]
# KILLS=50 RECORDS=500 is the long way
KILLS = int(os.environ.get("KILLS", "5"))
RECORDS = int(os.environ.get("RECORDS", "60"))
VOLATILE = {"metadata_created", "metadata_modified", "created", "last_modified"}
OF_THE_OPD = {"organization", "owner_org", "harvest_source_id"}


def start():
    """Harvest in a forked process, as CKAN's worker does for each job; return its number."""
    model.Session.remove()
    model.meta.engine.dispose()
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        source = model.Session.query(Source).one()
        code = int(pipeline.run(source, sources.agency_of(source)).state != "finished")
    finally:
        os._exit(code)


def ended(child):
    """Wait for the end of a process and return its exit code."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def content(value):
    """Return a dataset without what differs between two harvests of the same."""
    if isinstance(value, list):
        return [content(each) for each in value if not (isinstance(each, dict) and each.get("key") in OF_THE_OPD)]
    if not isinstance(value, dict):
        return value
    return {key: content(each) for key, each in value.items() if key not in VOLATILE | OF_THE_OPD}


def catalogue_now():
    """Return all datasets of the database by id; the index has the same ones."""
    model.Session.remove()
    stored = [row[0] for row in model.Session.query(model.Package.id).filter_by(state="active")]
    found = helpers.call_action("package_search", rows=1000)["results"]
    assert sorted(each["id"] for each in found) == sorted(stored)
    return {each: content(helpers.call_action("package_show", id=each)) for each in stored}


def prepare(loopback):
    """Forget everything and register the source."""
    model.Session.remove()
    with model.meta.engine.begin() as connection:
        connection.execute(text('TRUNCATE package, "group", satudata_harvest_source, activity CASCADE'))
    search.clear_all()
    Organization(name="dinas-uji")
    model.Session.add(Source(name="sumber-uji", definition=declared(loopback.url)))
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
    prepare(loopback)
    moments = random.Random(5)
    killed = 0
    for _number in range(KILLS):
        child = start()
        time.sleep(moments.uniform(0, lasts / 4))
        os.kill(child, signal.SIGKILL)
        killed += ended(child) == -signal.SIGKILL
    assert killed
    assert ended(start()) == 0
    assert catalogue_now() == unbroken
    assert model.Session.query(Record).count() == RECORDS
    assert model.Session.query(Record).filter(~Record.indexed).count() == 0
    added = sum(run.counts["added"] for run in model.Session.query(Run).filter_by(state="finished"))
    assert added == RECORDS
    assert model.Session.query(Run).filter_by(state="running").count() == 0
    print(f"{killed} kills of {KILLS}, unbroken run {lasts:.1f} s")
