"""One gate for all that is written: in its order, and whatever fails leaves file and record as they were."""

import hashlib
import io
import os
import signal
import time
from multiprocessing import forkserver

import pytest
from ckan import model
from ckan.lib import files as ckan_files
from ckan.lib import search
from ckan.plugins import toolkit as tk
from ckan.tests import factories, helpers
from ckanext.satudata import upkeep
from ckanext.satudata.gate import files
from ckanext.satudata.gate.steps import Kind, Phase, steps
from ckanext.satudata.review.model import Release
from ckanext.satudata.search import index
from ckanext.satudata.tables import stored
from ckanext.satudata.validation import leftovers, store
from ckanext.satudata.validation import model as checks
from factories_satudata import Organization, act, dataset_dict
from serving import free_port
from sqlalchemy.exc import DBAPIError
from werkzeug.datastructures import FileStorage

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]

OLD = b"kode_wilayah,nama,jumlah\n51.08.01,Gerokgak,10\n51.08.02,Seririt,12\n"
NEW = b"kode_wilayah,nama,jumlah\n51.08.01,Gerokgak,99\n"
BAD = b"a,a\n1,2\n"


def upload(content, name="penduduk.csv"):
    """Return a file that comes with a form."""
    return FileStorage(io.BytesIO(content), name)


@pytest.fixture
def resource():
    """Return the resource of a dataset, with its file."""
    dataset = act("package_create", **dataset_dict(owner_org=Organization()["id"]))
    return act("resource_create", package_id=dataset["id"], upload=upload(OLD), name="Penduduk")


def now(resource):
    """Return what a reader gets: hash and size that are told, and the file itself."""
    model.Session.remove()
    shown = act("resource_show", id=resource["id"])
    return shown["hash"], shown["size"], stored.content(shown)


WAS = (hashlib.sha256(OLD).hexdigest(), len(OLD), OLD)


@pytest.fixture
def without_solr(monkeypatch, ckan_config, resource):
    """Have nothing listen where Solr was, once the resource is there."""
    monkeypatch.setitem(ckan_config, "solr_url", f"http://127.0.0.1:{free_port()}/solr/ckan")


def test_a_replacement_that_fails_replaces_nothing(app, resource, without_solr):
    """The index is down: the answer is an error, and file, hash and size are all the old ones."""
    with pytest.raises(search.SearchIndexError):
        act("resource_patch", id=resource["id"], upload=upload(NEW))
    model.Session.rollback()
    assert now(resource) == WAS
    assert app.get(f"/dataset/{resource['package_id']}/resource/{resource['id']}/download/x.csv").data == OLD
    assert len(list(files.leftovers())) == 1


def forget_editions():
    """Have no edition name a file any more, as where the review was never on."""
    model.Session.query(Release).delete()
    model.Session.commit()


def test_a_replacement_replaces_all_and_the_old_file_is_swept(resource):
    """Hash, size and file change together; what no edition names goes once it was seen twice, two hours apart."""
    act("resource_patch", id=resource["id"], upload=upload(NEW))
    assert list(files.leftovers()) == []
    forget_editions()
    assert now(resource) == (hashlib.sha256(NEW).hexdigest(), len(NEW), NEW)
    kind = next(kept for kept in upkeep.every() if kept.name == "resource-files")
    later = time.time() + upkeep.GRACE.total_seconds()
    assert upkeep.mend(kind) == []
    assert upkeep.mend(kind, later - 60) == []
    assert len(upkeep.mend(kind, later + 60)) == 1
    assert list(files.leftovers()) == []
    assert now(resource)[2] == NEW


@pytest.fixture
def on_disk(ckan_config, tmp_path, reset_storages, monkeypatch):
    """Keep files where another process sees them."""
    for name in ("default", "drafts", "tables", "pending"):
        monkeypatch.setitem(ckan_config, f"ckan.files.storage.{name}.type", "ckan:fs")
        monkeypatch.setitem(ckan_config, f"ckan.files.storage.{name}.path", str(tmp_path / name))
        monkeypatch.setitem(ckan_config, f"ckan.files.storage.{name}.initialize", True)
    reset_storages()


def test_a_killed_replacement_replaces_nothing(on_disk, resource, monkeypatch):
    """SIGKILL between the file and the commit: the reader gets what is recorded, and the index is mended."""
    user = factories.Sysadmin()["name"]
    model.Session.remove()
    model.meta.engine.dispose()
    child = os.fork()
    if not child:
        try:
            # the server from which checks are forked is no child of this process
            forkserver._forkserver.__init__()
            monkeypatch.setattr(model.repo, "commit", lambda: os.kill(os.getpid(), signal.SIGKILL))
            helpers.call_action("resource_patch", {"user": user}, id=resource["id"], upload=upload(NEW))
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert now(resource) == WAS
    assert len(list(files.leftovers())) == 1
    assert list(index.differences()) == [resource["package_id"]]
    index.mend(resource["package_id"])
    assert list(index.differences()) == []


def test_a_ghost_in_the_index_is_removed(resource):
    """A database that is killed during a create leaves a dataset in the index that has no page."""
    dataset = act("package_show", id=resource["package_id"])
    ghost = {**dataset, "id": "00000000-0000-4000-8000-000000000000", "name": "hantu", "resources": []}
    search.index.PackageSearchIndex().index_package({**ghost, "with_custom_schema": ghost})
    assert list(index.differences()) == [ghost["id"]]
    index.mend(ghost["id"])
    assert list(index.differences()) == []


def test_a_file_that_lost_its_place_in_the_index_gets_it_back(resource):
    """The reverse: what is stored can be found again."""
    search.clear_all()
    assert list(index.differences()) == [resource["package_id"]]
    index.mend(resource["package_id"])
    assert act("package_search", q="penduduk")["count"] == 1


def test_characters_come_before_files(resource):
    """A name that no database can hold is told at its field; nothing is kept of the file that comes with it."""
    for name in ("a\x00b", "a\ud800b"):
        with pytest.raises(tk.ValidationError) as raised:
            act("resource_create", package_id=resource["package_id"], upload=upload(BAD), name=name)
        assert "validation_report" not in str(raised.value.error_dict)
    with pytest.raises(tk.ValidationError):
        act("resource_create", package_id=resource["package_id"], upload=upload(BAD, "a\x00b.csv"), name="x")
    assert store.names(store.DRAFTS) == []


def test_nothing_is_kept_without_a_record():
    """Where the record cannot be written the file is not kept."""
    kept = []
    with pytest.raises((DBAPIError, ValueError)):
        checks.add({"id": "x", "filename": "a\x00b"}, lambda: kept.append(1))
    assert kept == []


def test_no_record_is_kept_without_its_file():
    """Where the file cannot be kept there is no record of a draft that is not there."""

    def full(_connection):
        raise OSError(28, "No space left on device")

    values = {"id": "x", "filename": "b.csv", "sha256": "", "size": 1, "settings": {}, "state": "draft", "report": {}}
    with pytest.raises(OSError, match="No space"):
        checks.add(values, full)
    assert checks.get("x") is None


def test_drafts_without_a_record_are_found(resource):
    """A file that a killed process has left in the drafts is found, a recorded one is left alone."""
    with pytest.raises(tk.ValidationError):
        act("resource_create", package_id=resource["package_id"], upload=upload(BAD), name="x")
    assert list(leftovers.drafts()) == []
    store.keep("tanpa-catatan", io.BytesIO(b"5108014102900001"))
    assert list(leftovers.drafts()) == ["tanpa-catatan"]


def test_parsed_tables_that_nobody_waits_for_are_found(resource):
    """A parsed table is kept for the newest file only."""
    assert list(leftovers.tables()) == []
    act("resource_patch", id=resource["id"], upload=upload(NEW))
    assert list(leftovers.tables()) == [resource["validation_report"]]


def test_steps_run_in_the_written_order():
    """Characters before shape, shape before files: whatever the order of the plugins."""
    phases = [step.phase for step in steps(Kind.PACKAGE)]
    assert phases == sorted(phases)
    assert phases[0] == Phase.TEXTS
    assert {Phase.SHAPE, Phase.FILES, Phase.STORE} <= set(phases)
    assert next(step.phase for step in steps(Kind.ORGANIZATION)) == Phase.TEXTS


def test_every_bad_address_is_told(resource):
    """Two resources with addresses that are none: both are named."""
    rows = [{"name": str(number), "url": "http://[::1"} for number in (1, 2)]
    with pytest.raises(tk.ValidationError) as raised:
        act("package_patch", id=resource["package_id"], resources=[resource, *rows])
    assert len(raised.value.error_dict["resources"]) == 2


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "java\tscript:x"]
)
def test_no_page_leads_to_an_address_that_runs(resource, address):
    """Neither a file's link nor a dataset's page may be one."""
    with pytest.raises(tk.ValidationError):
        act("resource_create", package_id=resource["package_id"], url=address)
    with pytest.raises(tk.ValidationError):
        act("package_patch", id=resource["package_id"], url=address)


def test_a_request_says_nothing_of_addresses(resource):
    """The key of a file is nobody's to choose: neither for a new resource nor for one that is there."""
    changed = act("resource_patch", id=resource["id"], file_key="0" * 32, description="x")
    assert (changed["file_key"], changed["description"]) == (resource["file_key"], "x")
    added = act("resource_create", package_id=resource["package_id"], url="https://a.example/", file_key="0" * 32)
    assert "file_key" not in added
    assert now(resource) == WAS


def test_a_link_in_place_of_a_file_takes_it_out_with_the_commit(resource):
    """The file goes by the sweep, after the row and each edition have let go of it."""
    link = {"url": "https://a.example/b.csv", "url_type": "", "clear_upload": "true"}
    act("resource_update", id=resource["id"], name="x", **link)
    assert list(files.leftovers()) == []
    forget_editions()
    [location] = files.leftovers()
    assert resource["file_key"] in location


def test_a_new_dataset_may_bring_its_files():
    """CKAN's package_create forgets them; here they are checked and stored as everywhere else."""
    rows = [{"name": "Penduduk", "url": "", "upload": upload(OLD)}]
    dataset = act("package_create", **dataset_dict(owner_org=Organization()["id"], resources=rows))
    [resource] = act("package_show", id=dataset["id"])["resources"]
    assert now(resource) == WAS
    assert resource["validation_status"] == "success"


def test_files_of_before_are_still_read(resource):
    """A resource that was stored before there were keys has its file where CKAN put it."""
    row = model.Resource.get(resource["id"])
    row.extras = {key: value for key, value in row.extras.items() if key != files.KEY}
    model.Session.commit()
    model.Session.remove()
    storage = ckan_files.get_storage("resources")
    location = f"{row.id[:3]}/{row.id[3:6]}/{row.id[6:]}"
    storage.upload(ckan_files.Location(location), ckan_files.make_upload(OLD))
    assert now(resource)[2] == OLD
    assert location not in set(files.leftovers())


def test_an_old_version_does_not_hand_out_the_new_file(app, resource):
    """The page of an earlier version offers a file only while it is still the one of that time."""
    token = factories.APIToken(user=factories.Sysadmin()["name"])["token"]
    act("package_patch", id=resource["package_id"], notes="Keterangan lain.")
    newest = act("package_activity_list", id=resource["package_id"])[0]["id"]
    name = act("package_show", id=resource["package_id"])["name"]
    pages = [f"/dataset/{name}/history/{newest}", f"/dataset/{name}/resources/{resource['id']}/history/{newest}"]

    def shown():
        return [app.get(page, headers={"Authorization": token}).body for page in pages]

    version, file = shown()
    assert "masih berkas yang sama" in version
    assert f"/resource/{resource['id']}" in version
    act("resource_patch", id=resource["id"], upload=upload(NEW))
    version, file = shown()
    assert "berkas saat itu tidak disimpan" in version
    assert "tidak disimpan" in file
    for page in (version, file):
        assert "/download/" not in page
