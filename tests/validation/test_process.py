"""A check runs in a process of its own; no service needed."""

import multiprocessing
import os
import signal

import pytest
from ckanext.satudata import config
from ckanext.satudata.exceptions import StoppedCheck
from ckanext.satudata.validation import process

GOOD = "kode_wilayah,nama,jumlah\n51.08.01,Gerokgak,10\n"


@pytest.fixture(autouse=True)
def options(monkeypatch):
    """The options as they are declared."""
    values = {"wilayah": "51.08", "check_seconds": 60, "check_memory_mb": 2048}
    for name, value in values.items():
        monkeypatch.setattr(config, name, lambda value=value: value)


def job(tmp_path, text=GOOD):
    """Return the job of checking a file."""
    path = tmp_path / "upload"
    path.write_text(text)
    return process.Job(path, "penduduk.csv", tmp_path, kept=tmp_path / "kept.parquet")


def test_what_was_found_comes_back(tmp_path):
    """Report, table and parsed cells; progress reaches the end."""
    progress = []
    outcome = process.run(job(tmp_path), progress.append)
    assert outcome.report.valid
    assert outcome.reading.file.header() == ["kode_wilayah", "nama", "jumlah"]
    assert (tmp_path / "kept.parquet").exists()
    assert progress == sorted(progress)
    assert progress[-1] == 1


def test_a_check_that_takes_too_long_is_ended(tmp_path, monkeypatch):
    """Nothing of it goes on."""
    monkeypatch.setattr(config, "check_seconds", lambda: 0.05)
    with pytest.raises(StoppedCheck):
        process.run(job(tmp_path, "a,b\n" + "1,x\n" * 3_000_000))
    assert not multiprocessing.active_children()


def test_a_check_that_needs_too_much_memory_is_ended(tmp_path, monkeypatch):
    """The portal goes on."""
    monkeypatch.setattr(config, "check_memory_mb", lambda: 60)
    with pytest.raises(StoppedCheck, match="memory"):
        process.run(job(tmp_path, "a,b\n" + "1,x\n" * 300_000))
    monkeypatch.setattr(config, "check_memory_mb", lambda: 2048)
    assert process.run(job(tmp_path)).report.valid


def broken(*_arguments, **_options):
    """Fail as a library may."""
    raise LookupError("kamus kosong")


def ended(*_arguments, **_options):
    """Be ended by a signal."""
    os.kill(os.getpid(), signal.SIGTERM)


@pytest.mark.parametrize(("fault", "message"), [(broken, "LookupError: kamus kosong"), (ended, "SIGTERM")])
def test_a_failure_says_what_it_was(fault, message, tmp_path, monkeypatch):
    """Not every failure is one of memory."""
    monkeypatch.setattr(process, "CONTEXT", multiprocessing.get_context("fork"))
    monkeypatch.setattr(process.engine, "check_path", fault)
    with pytest.raises(StoppedCheck) as error:
        process.run(job(tmp_path))
    assert message in str(error.value)
    assert "memory" not in str(error.value)
