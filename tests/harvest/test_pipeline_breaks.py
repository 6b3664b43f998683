"""Runs that meet, break off or are killed."""

import pytest
from ckan import model
from ckan.lib import search
from ckanext.satudata.exceptions import HarvestBusy
from ckanext.satudata.harvest import lock
from ckanext.satudata.harvest.model import Record, Run, Source

from harvest.conftest import records, serve
from harvest.running import NONE, search_result

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("catalogue", "with_request_context")]


def test_two_runs_at_once_are_one(loopback, harvest):
    """While somebody holds the source's lock, another run is refused; the lock is free afterwards."""
    serve(loopback, records(1))
    source = model.Session.query(Source).one()
    with lock.held(source.id):
        assert not lock.is_free(source.id)
        with pytest.raises(HarvestBusy):
            harvest()
    assert lock.is_free(source.id)
    assert harvest().counts == {**NONE, "added": 1}


def test_a_broken_source_is_noted_and_harms_nothing(loopback, harvest):
    """HTML instead of JSON ends the run with a plain text; the datasets stand; the next run is normal."""
    serve(loopback, records(2))
    harvest()
    loopback.answer("/list", "<html>Sedang perawatan</html>")
    run = harvest()
    assert run.state == "broken"
    assert "Sedang perawatan" in run.error
    assert search_result()["count"] == 2
    serve(loopback, records(2))
    assert harvest().counts == {**NONE, "unchanged": 2}


def test_a_killed_run_is_continued(loopback, harvest):
    """A run that died half-way is taken up under its own number; its counts are those of an unbroken one."""
    serve(loopback, records(4))
    harvest()
    source = model.Session.query(Source).one()
    dead = Run(source_id=source.id)
    model.Session.add(dead)
    model.Session.commit()
    number = dead.id
    serve(loopback, records(6))
    run = harvest()
    assert run.id == number
    assert run.counts == {**NONE, "unchanged": 4, "added": 2}


def test_datasets_that_were_not_indexed_before_the_kill_are_found_after_the_next_run(loopback, harvest):
    """Between the database's commit and Solr's a kill costs nothing."""
    serve(loopback, records(3))
    harvest()
    search.clear_all()
    search.commit()
    model.Session.query(Record).update({"indexed": False})
    model.Session.commit()
    harvest()
    assert search_result()["count"] == 3
