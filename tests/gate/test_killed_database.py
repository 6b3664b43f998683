"""SIGKILL of a real PostgreSQL while a dataset is created: what is left over is found and mended, nothing is lost."""

import contextlib
import hashlib
import io

import cluster
import pytest
import sqlalchemy
from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata import upkeep
from ckanext.satudata.gate import files
from ckanext.satudata.search import index
from ckanext.satudata.tables import stored
from factories_satudata import Organization, act, dataset_dict
from sqlalchemy import event
from werkzeug.datastructures import FileStorage

pytestmark = [
    pytest.mark.slow,
    pytest.mark.services,
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues", "with_request_context"),
]
NEW = "yang-hilang"
TABLE = b"kode_wilayah,nama,jumlah\n51.08.01,Gerokgak,10\n51.08.02,Seririt,12\n"


@pytest.fixture
def database(tmp_path):
    """Have the catalogue's database in a cluster of its own, and return that; index and files stay what they are."""
    before = model.meta.engine
    with cluster.running(tmp_path / "cluster") as running:
        running.copy(before.url.render_as_string(hide_password=False), "katalog")
        engine = sqlalchemy.create_engine(running.url("katalog"))
        model.Session.remove()
        model.init_model(engine)
        try:
            yield running
        finally:
            model.Session.remove()
            model.init_model(before)
            engine.dispose()


def create(name, office):
    """Create a dataset with its file in one call."""
    rows = [{"name": "Penduduk", "url": "", "upload": FileStorage(io.BytesIO(TABLE), "penduduk.csv")}]
    return act("package_create", **dataset_dict(name=name, owner_org=office, resources=rows))


@contextlib.contextmanager
def killing(running, moment):
    """Kill the server once the file of the new dataset is stored and its row written, at a moment of the session.

    At `after_flush` the index has not heard of it yet, at `before_commit` it has.
    """

    def look(session, *_context):
        if any(instance.name == NEW for instance in session if isinstance(instance, model.Package)):
            running.kill()

    event.listen(model.Session, moment, look)
    try:
        yield
    finally:
        event.remove(model.Session, moment, look)


@pytest.mark.parametrize(("moment", "ghosts"), [("after_flush", 0), ("before_commit", 1)])
def test_a_killed_database_leaves_no_ghost_and_no_file(app, database, moment, ghosts):
    """The dataset is not there, neither on a page nor in the index, once what was left over has been mended."""
    office = Organization()["id"]
    kept = create("yang-ada", office)
    with killing(database, moment), pytest.raises(sqlalchemy.exc.DBAPIError):
        create(NEW, office)
    model.Session.remove()
    database.start()
    model.meta.engine.dispose()
    with pytest.raises(tk.ObjectNotFound):
        act("package_show", id=NEW)
    assert len(list(index.differences())) == ghosts
    assert len(list(files.leftovers())) == 1
    for kind in upkeep.every():
        first = upkeep.mend(kind, 1_000_000)
        later = upkeep.mend(kind, 1_000_000 + kind.grace.total_seconds())
        assert first == []
        assert list(kind.find()) == [], (kind.name, later)
    app.get(f"/dataset/{NEW}", status=404)
    assert [dataset["name"] for dataset in act("package_search")["results"]] == ["yang-ada"]
    [resource] = act("package_show", id=kept["id"])["resources"]
    assert (resource["hash"], stored.content(resource)) == (hashlib.sha256(TABLE).hexdigest(), TABLE)
    # whoever was told of the failure tries once more
    create(NEW, office)
    app.get(f"/dataset/{NEW}", status=200)
    assert list(index.differences()) == list(files.leftovers()) == []
