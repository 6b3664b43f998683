"""From an officer's file to DataStore, search and feed, through the API and the real services."""

import io

import pytest
from ckan import model
from ckan.lib import files, i18n
from ckan.lib import jobs as rq_jobs
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckanext.datastore.backend.postgres import get_write_engine
from ckanext.satudata.publishing import datastore, tasks
from ckanext.satudata.tables import stored
from ckanext.satudata.validation import pending
from factories_satudata import Organization, act, dataset_dict
from sqlalchemy import text
from werkzeug.datastructures import FileStorage

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]

GOOD = b"kode_wilayah,nama,jumlah\n51.08.01,Gerokgak,10\n51.08.02,Seririt,12\n"


def publish(content, filename, **metadata):
    """Create a dataset and a resource with the file; return the resource."""
    organization = Organization()
    dataset = act("package_create", **dataset_dict(owner_org=organization["id"], **metadata))
    file = FileStorage(io.BytesIO(content), filename)
    return act("resource_create", package_id=dataset["id"], upload=file, url=filename, name=filename)


def test_table_reaches_the_datastore_with_types():
    """Codes stay text, numbers are numbers, and the outcome is noted."""
    resource = publish(GOOD, "penduduk.csv")
    assert datastore.TASK.status(resource["id"])["state"] == "pending"
    datastore.load(resource["id"])
    page = act("datastore_search", resource_id=resource["id"])
    assert [(field["id"], field["type"]) for field in page["fields"][1:]] == [
        ("kode_wilayah", "text"),
        ("nama", "text"),
        ("jumlah", "int8"),
    ]
    assert [record["jumlah"] for record in page["records"]] == [10, 12]
    assert datastore.TASK.status(resource["id"])["state"] == "complete"


def test_loaded_rows_are_found_as_ckan_finds_its_own():
    """What can be searched in a row is what CKAN's own trigger makes of it, and the index is there."""
    # more columns than a function of PostgreSQL has arguments
    wide, cells = "".join(f",k{number}" for number in range(120)), ",sawah" * 120
    rows = [
        "nama,aktif,jumlah,nilai,tanggal,$words$ 100 %s (%)" + wide,
        "Kota Baru,true,10,1.50,2025-01-31,a" + cells,
        ",false,,-2,,b" + cells,
    ]
    resource = publish("\n".join(rows).encode(), "lebar.csv")
    datastore.load(resource["id"])
    with get_write_engine().begin() as connection:
        made = f'SELECT _id, _full_text::text, nama FROM "{resource["id"]}" ORDER BY _id'
        ours = connection.execute(text(made)).all()
        connection.execute(text(f'UPDATE "{resource["id"]}" SET _full_text = NULL'))
        assert connection.execute(text(made)).all() == ours
        indexes = connection.execute(text(f"SELECT count(*) FROM pg_indexes WHERE tablename = '{resource['id']}'"))
        assert indexes.scalar() == 2
    assert [row[0] for row in ours] == [1, 2]
    assert ours[0][1]


def test_bad_file_leaves_nothing_behind():
    """A file that is no table is refused at its field; the dataset keeps no half resource."""
    with pytest.raises(tk.ValidationError) as raised:
        publish(b"", "kosong.csv")
    assert raised.value.error_dict["upload"]
    assert act("package_show", id="jumlah-penduduk-uji")["resources"] == []


@pytest.mark.ckan_config("ckanext.satudata.max_file_mb", 1)
def test_large_file_is_refused():
    """A file above the limit is refused before it is read."""
    with pytest.raises(tk.ValidationError) as raised:
        publish(b"a,b\n" + b"1,2\n" * 400_000, "besar.csv")
    assert "1" in raised.value.error_dict["upload"][0]


def test_failed_load_leaves_a_trace():
    """A job that dies is noted with its reason."""
    with pytest.raises(tk.ObjectNotFound):
        datastore.load("tidak-ada")
    assert datastore.TASK.status("tidak-ada")["state"] == "error"


def test_lost_load_is_repeated():
    """A load whose job vanished (killed worker, emptied Redis) is put on the queue again, a young one is not."""
    resource = publish(GOOD, "penduduk.csv")
    rq_jobs.get_queue().empty()
    datastore.retry_stale()
    assert rq_jobs.get_queue().count == 0
    task = model.Session.query(model.TaskStatus).filter_by(entity_id=resource["id"]).one()
    task.last_updated -= tasks.SETTLED_AFTER
    model.Session.commit()
    datastore.retry_stale()
    assert rq_jobs.get_queue().count == 1


class TestKeptUpload:
    """A file survives the mending of another field, for its own user and for a day."""

    @pytest.fixture
    def refused(self):
        """Upload a good file with a wrong address field; return user, data with the token, and dataset."""
        user = factories.Sysadmin()["name"]
        dataset = act("package_create", **dataset_dict(owner_org=Organization()["id"]))
        data = {"package_id": dataset["id"], "id": "x", "upload": FileStorage(io.BytesIO(GOOD), "penduduk.csv")}
        with pytest.raises(tk.ValidationError):
            tk.get_action("resource_create")({"user": user}, data)
        return user, data, dataset

    def test_the_token_brings_the_file_back(self, refused):
        """The second attempt needs no file; what is stored is the first one's, and nothing is kept any longer."""
        user, data, dataset = refused
        assert pending.name_of(data[pending.FIELD]) == "penduduk.csv"
        again = {"package_id": dataset["id"], pending.FIELD: data[pending.FIELD], "name": "Penduduk"}
        resource = tk.get_action("resource_create")({"user": user}, again)
        assert stored.content(resource) == GOOD
        assert pending.FIELD not in resource
        assert not list(files.get_storage(pending.STORAGE).scan())

    def test_another_user_gets_nothing(self, refused):
        """A token is worth nothing to somebody else."""
        _user, data, dataset = refused
        other = {"package_id": dataset["id"], pending.FIELD: data[pending.FIELD], "name": "Penduduk"}
        resource = tk.get_action("resource_create")({"user": factories.Sysadmin()["name"]}, other)
        assert not resource["url"]

    def test_old_files_are_swept(self, refused, monkeypatch):
        """After a day the file is gone; before, it stays."""
        pending.sweep()
        assert len(list(files.get_storage(pending.STORAGE).scan())) == 1
        monkeypatch.setattr(pending, "KEPT_SECONDS", -1)
        pending.sweep()
        assert not list(files.get_storage(pending.STORAGE).scan())


BAD_FILES = [
    (b"", "kosong.csv", "Berkas kosong.csv kosong."),
    (b"a,b\n", "kepala.csv", "tanpa baris data"),
    (b"%PDF-1.4 x", "laporan.xlsx", "bukan buku kerja Excel"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
        "rahasia.xlsx",
        "dilindungi kata sandi",
    ),
    (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "foto.csv", "bukan tabel teks"),
    (b"foto", "foto.jpg", "Berkas foto.jpg bukan tabel."),
    (b"PK\x03\x04 rusak", "rusak.xlsx", "tidak terbaca sebagai tabel"),
    (b"a,a\n1,2\n", "kembar.csv", 'Kolom "a": nama ini dipakai dua kali'),
    (b"a,b\n1,2,3\n", "lebih.csv", "Sel C2: baris ini punya lebih banyak sel"),
    (b"nik,nama\n5108014102900001,Putu\n", "warga.csv", "tampak seperti data pribadi (NIK"),
]


@pytest.mark.usefixtures("with_request_context")
def test_bad_files_are_refused_in_indonesian():
    """Each kind of bad file gets a message that names what is wrong and the cure, and nothing of it is stored."""
    i18n.set_lang("id")
    dataset = act("package_create", **dataset_dict(owner_org=Organization()["id"]))
    for content, name, message in BAD_FILES:
        with pytest.raises(tk.ValidationError) as raised:
            act("resource_create", package_id=dataset["id"], upload=FileStorage(io.BytesIO(content), name), name=name)
        assert message in " ".join(raised.value.error_dict["upload"]), name
    assert act("package_show", id=dataset["id"])["resources"] == []
