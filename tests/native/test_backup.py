"""A backup is whole and of one moment, and brings back what was in it; a damaged one is refused before anything."""

import contextlib
import io
import os
import shutil
import subprocess
import tarfile
import threading
import time
from argparse import Namespace

import pytest
from cluster import running
from serving import wait_for

from native import backup, postgres, restoring
from native.archive import Archive, BrokenArchive, Manifest, extract
from native.console import Failure
from native.layout import Layout, save_settings


def archive(folder, **rows):
    """Return a small backup as bytes."""
    (folder / "a").mkdir(parents=True)
    (folder / "a/satu.csv").write_text("kode,n\n1,2\n")
    (folder / "a/kosong").write_text("")
    stream = io.BytesIO()
    written = Archive(stream, Manifest("2026-11-30T00:00:00+00:00", "0.1.0", "33.16", rows))
    written.add_folder(folder, "storage")
    written.close()
    return stream.getvalue()


def test_what_was_written_comes_back(tmp_path):
    """Files come back with their content, readable for their owner only, and the manifest tells of each."""
    content = archive(tmp_path / "dari", satudata={"package": 3})
    manifest = extract(io.BytesIO(content), tmp_path / "ke")
    assert (tmp_path / "ke/storage/a/satu.csv").read_text() == "kode,n\n1,2\n"
    assert (tmp_path / "ke/storage/a/satu.csv").stat().st_mode & 0o077 == 0
    assert set(manifest.files) == {"storage/a/satu.csv", "storage/a/kosong"}
    assert manifest.rows == {"satudata": {"package": 3}}


def test_cut_and_changed_backups_are_refused(tmp_path):
    """One that ends too early, one with a changed byte, and one whose name leads out of its folder are refused."""
    content = archive(tmp_path / "dari")
    with pytest.raises(BrokenArchive):
        extract(io.BytesIO(content[: len(content) // 2]), tmp_path / "potong")
    damaged = bytearray(content)
    damaged[len(damaged) // 2] ^= 0xFF
    with pytest.raises(BrokenArchive):
        extract(io.BytesIO(bytes(damaged)), tmp_path / "rusak")
    hostile = io.BytesIO()
    with tarfile.open(fileobj=hostile, mode="w:gz") as tar:
        tar.addfile(tarfile.TarInfo("../../keluar"))
    hostile.seek(0)
    with pytest.raises(BrokenArchive, match="keluar dari foldernya"):
        extract(hostile, tmp_path / "jahat")
    assert not (tmp_path.parent / "keluar").exists()


def test_old_backups_go_and_the_newest_stays(tmp_path):
    """Those older than the days to keep are deleted, but never the last one that there is, and nobody else's file."""
    for name, days in (("satudata-33.16-1.tar.gz", 40), ("satudata-33.16-2.tar.gz.age", 20), ("surat.pdf", 90)):
        (tmp_path / name).touch()
        moment = time.time() - days * 86400
        os.utime(tmp_path / name, (moment, moment))
    assert [path.name for path in backup.outdated(tmp_path, 30)] == ["satudata-33.16-1.tar.gz"]
    assert [path.name for path in backup.outdated(tmp_path, 7)] == ["satudata-33.16-1.tar.gz"]


def test_a_used_place_is_not_overwritten(tmp_path):
    """Where there is a portal already nothing is restored without being told to; nothing is read for it either."""
    place = Layout(tmp_path)
    place.prepare()
    data = postgres.data_folder(place)
    data.mkdir(parents=True)
    try:
        (data / "PG_VERSION").write_text("15")
        options = Namespace(file=tmp_path / "ada.tar.gz", key=None, replace=False, port=None)
        with pytest.raises(Failure, match="--replace"):
            restoring.restore(place, options, lambda *_arguments: 0)
    finally:
        shutil.rmtree(data.parent if data.parent != place.state else data)


@contextlib.contextmanager
def writing(cluster):
    """Let rows come into both databases, a file for each, until the block ends; yield the number so far."""
    numbers, stop = [0], threading.Event()

    def write():
        while not stop.is_set():
            numbers[0] += 1
            (cluster.layout.storage / f"berkas-{numbers[0]}").write_text("isi")
            statement = f"INSERT INTO package VALUES ({numbers[0]}, 'active')"
            postgres.sql(cluster.layout, cluster.port, statement, "satudata")

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield numbers
    finally:
        stop.set()
        thread.join()


@pytest.mark.services
def test_a_backup_of_a_busy_portal_is_of_one_moment(tmp_path):
    """While rows and files come, the backup has exactly the rows that its manifest counts, and a file for each."""
    with running(tmp_path / "sumber") as cluster:
        place, port = cluster.layout, cluster.port
        shutil.copy("setup.py", place.root)
        place.etc.mkdir()
        (place.etc / "satudata.ini").write_text("[app:main]\nsmtp.server = mail.blorakab.go.id\n")
        save_settings(place, {"wilayah": "33.16", "ports": {"postgres": port}})
        postgres.ensure_databases(place, port)
        postgres.sql(place, port, "CREATE TABLE package (id int, state text)", "satudata")
        postgres.sql(place, port, 'CREATE TABLE "a-b" AS SELECT generate_series(1, 500) n', "satudata_datastore")
        with writing(cluster) as numbers:
            wait_for(lambda: numbers[0] > 3, seconds=60)
            before = numbers[0]
            path = backup.make(place, {"postgres": port}, tmp_path / "cadangan", None)
            assert numbers[0] > before, "nothing was written meanwhile"
        assert path.stat().st_mode & 0o077 == 0
        assert [item.name for item in path.parent.iterdir()] == [path.name]
        with path.open("rb") as stream:
            manifest = extract(stream, tmp_path / "isi")
        counted = manifest.rows["satudata"]["package"]
        assert manifest.rows["satudata_datastore"] == {"a-b": 500}
        # into databases of the same cluster, emptied
        for name in backup.DATABASES:
            postgres.sql(place, port, f"DROP DATABASE {name}")
        postgres.ensure_databases(place, port)
        for name in backup.DATABASES:
            restoring._restore_database(place, port, name, tmp_path / f"isi/databases/{name}.dump")
        assert list(restoring.compare_rows(place, port, manifest)) == []
        stored = postgres.sql(place, port, "SELECT id FROM package ORDER BY id", "satudata").split()
        assert len(stored) == counted
        assert all((tmp_path / f"isi/storage/berkas-{number}").read_text() == "isi" for number in stored)
        assert "mail.blorakab.go.id" in (tmp_path / "isi/etc/satudata.ini").read_text()
        postgres.sql(place, port, "DELETE FROM package WHERE id = 2", "satudata")
        [difference] = restoring.compare_rows(place, port, manifest)
        assert "satudata.package" in difference


def test_an_encrypted_backup_wants_its_key(tmp_path):
    """What was made for a key opens with it, and with no other; without one the restoring says what to add."""
    place = Layout(tmp_path)
    place.prepare()
    place.etc.mkdir()
    backup.make_key(place, tmp_path / "kunci")
    subprocess.run(["age-keygen", "-o", tmp_path / "lain"], check=True, capture_output=True)
    content, path = archive(tmp_path / "dari"), tmp_path / "x.tar.gz.age"
    with path.open("wb") as stream, backup._encrypted(stream, place.etc / backup.RECIPIENTS) as target:
        target.write(content)
    assert content[:40] not in path.read_bytes()
    assert restoring._read(place, path, tmp_path / "kunci", tmp_path / "isi").wilayah == "33.16"
    with pytest.raises(Failure, match="tar"):
        restoring._read(place, path, tmp_path / "lain", tmp_path / "isi2")
    with pytest.raises(Failure, match="--key"):
        restoring._read(place, path, None, tmp_path / "isi3")
