"""Figures are replaced, withdrawn, loaded once, and loaded again after a failure."""

import io

import pytest
from ckan import model
from ckan.lib import jobs as rq_jobs
from ckanext.satudata.observations import load
from ckanext.satudata.observations.model import WITHDRAW
from ckanext.satudata.publishing import datastore, tasks
from factories_satudata import act
from sqlalchemy import text
from statements import rows_read
from werkzeug.datastructures import FileStorage

from observations.figures import PEOPLE, STUNTING, ask, count

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]


def test_a_new_file_replaces_the_old_figures(publish):
    """Nothing of the old revision is left, nothing is there twice."""
    _dataset, resource = publish("penduduk_jenis_kelamin", PEOPLE)
    content = "\n".join(",".join(map(str, row)) for row in [*PEOPLE[:2], PEOPLE[3]])
    file = FileStorage(io.BytesIO(content.encode()), "baru.csv")
    act("resource_update", **{**resource, "upload": file, "url": "baru.csv"})
    datastore.load(resource["id"])
    assert count() == (6, 3)
    assert ask(standard="penduduk_jenis_kelamin", measure="jumlah", period="2025") == {(): 94}


@pytest.mark.parametrize("how", ["private", "package_delete", "resource_delete", "standard"])
def test_what_is_withdrawn_leaves_no_figures(publish, how):
    """A dataset made private or deleted, a deleted table, a table without standard: none is seen, none is kept."""
    dataset, resource = publish("penduduk_jenis_kelamin", PEOPLE)
    if how == "private":
        act("package_patch", id=dataset["id"], private=True)
    elif how == "standard":
        act("resource_patch", id=resource["id"], standar="")
    else:
        act(how, id=(dataset if how == "package_delete" else resource)["id"])
    assert count() == (0, 0)
    assert ask(standard="penduduk_jenis_kelamin", measure="jumlah", period="2025") == {}


@pytest.mark.parametrize(("column", "kept"), [("package_id", "dataset"), ("resource_id", "resource")])
def test_what_is_withdrawn_is_looked_up_not_searched_for(publish, column, kept):
    """Beside 60,000 figures of other tables those of one are read alone when it goes."""
    dataset, resource = publish("penduduk_jenis_kelamin", PEOPLE)
    identifier = {"dataset": dataset["id"], "resource": resource["id"]}[kept]
    with model.meta.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO satudata_observation (set_id, period, region, dimensions, value)"
            " SELECT 1000000 + n %% 30, n::text, '51.08.01', '{}', n FROM generate_series(1, 60000) n"
        )
        connection.exec_driver_sql("ANALYZE satudata_observation; ANALYZE satudata_observation_set")
        read = rows_read(connection, WITHDRAW.format(column=column), {"id": identifier}, "satudata_observation")
        left = connection.execute(text("SELECT count(*) FROM satudata_observation")).scalar_one()
    assert left == 60_000
    assert read == 3 * (len(PEOPLE) - 1)


def test_what_is_private_is_not_seen_even_before_it_is_withdrawn(publish):
    """The question itself asks whether the dataset is public; CKAN's bulk action tells plugins nothing."""
    dataset, _resource = publish("penduduk_jenis_kelamin", PEOPLE)
    model.Session.query(model.Package).filter_by(id=dataset["id"]).update({"private": True})
    model.Session.commit()
    assert ask(standard="penduduk_jenis_kelamin", measure="jumlah", period="2025") == {}
    assert act("satudata_measure_list") == []


def test_what_is_public_again_comes_back(publish):
    """A job loads it from the DataStore."""
    dataset, resource = publish("penduduk_jenis_kelamin", PEOPLE)
    act("package_patch", id=dataset["id"], private=True)
    rq_jobs.get_queue().empty()
    act("package_patch", id=dataset["id"], private=False)
    jobs = [job for job in rq_jobs.get_queue().jobs if job.func_name.endswith("observations.load.load")]
    assert [list(job.args) for job in jobs] == [[resource["id"]]]
    assert load.load(resource["id"]) == 12


def queued():
    """Return the resources whose observations a job on the queue will load, and empty the queue."""
    jobs = [job.args[0] for job in rq_jobs.get_queue().jobs if job.func_name.endswith("observations.load.load")]
    rq_jobs.get_queue().empty()
    return jobs


def test_what_is_loaded_is_not_loaded_again(publish):
    """A new title changes no figure; a table without any observation is asked once; a load that follows is none."""
    dataset, resource = publish("penduduk_jenis_kelamin", PEOPLE)
    empty, without = publish("stunting", STUNTING)
    model.Session.execute(text("DELETE FROM satudata_observation_set WHERE standard = 'stunting'"))
    model.Session.commit()
    # the load into the DataStore, which marks the resource, has asked for none beside the one that follows it
    assert queued() == []
    act("package_patch", id=dataset["id"], title="Jumlah Penduduk yang Lain di Kabupaten")
    act("package_patch", id=empty["id"], title="Jumlah Penduduk yang Kosong di Kabupaten")
    assert queued() == []
    act("resource_patch", id=resource["id"], standar="")
    assert queued() == []
    act("resource_patch", id=resource["id"], standar="penduduk_jenis_kelamin")
    # the table is checked and loaded anew by its standard, and its observations follow that load
    assert datastore.TASK.status(resource["id"])["state"] == "pending"
    assert queued() == []
    # a withdrawn one is forgotten
    act("package_patch", id=empty["id"], private=True)
    act("package_patch", id=empty["id"], private=False)
    assert queued() == [without["id"]]


def test_a_failed_load_is_repeated(publish, monkeypatch):
    """What failed is tried again after a while, five times and no more; what succeeds forgets the failures."""
    _dataset, resource = publish("penduduk_jenis_kelamin", PEOPLE)

    def wait():
        note = model.Session.query(model.TaskStatus).filter_by(entity_id=resource["id"], key=load.TASK.key).one()
        note.last_updated -= tasks.STALE_AFTER
        model.Session.commit()
        load.retry()
        return queued()

    with monkeypatch.context() as broken:
        broken.setattr(load, "COLUMNS", "set_id, tidak_ada")
        for _attempt in range(6):
            with pytest.raises(Exception, match="tidak_ada"):
                load.load(resource["id"])
            # the old figures are still there
            assert count() == (12, 3)
            load.retry()
            assert queued() == []
            missing = wait()
            assert missing == [resource["id"]] or _attempt == 5
    assert missing == []
    assert "tidak_ada" in load.TASK.status(resource["id"])["value"]
    assert load.load(resource["id"]) == 12
    assert load.TASK.status(resource["id"])["state"] == "complete"
    assert wait() == []


def test_rebuild_makes_the_same_again(publish, cli):
    """What the command finds is what the publication had left; a stray set goes."""
    publish("penduduk_jenis_kelamin", PEOPLE)
    publish("stunting", STUNTING)
    before = count()
    model.Session.execute(text("DELETE FROM satudata_observation"))
    model.Session.execute(
        text("UPDATE satudata_observation_set SET resource_id = 'tidak-ada' WHERE measure = 'jumlah'")
    )
    model.Session.commit()
    from ckan.cli.cli import ckan

    result = cli.invoke(ckan, ["satudata", "observations", "rebuild"])
    assert result.exit_code == 0, result.output
    assert count() == before
