"""Downloads of large tables take little memory and leave nothing open."""

import contextlib
import re
from pathlib import Path

import pytest
import requests
from ckanext.datastore.backend.postgres import get_write_engine
from ckanext.satudata.publishing import formats
from publishing.loading import path, table
from serving import wait_for

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]
# MiB; DuckDB makes use of what it may have
GROWTH, MORE = 20, {"parquet": 160}


def large(count):
    """Create a table of so many rows of ten columns in the DataStore; return dataset and resource id."""
    kinds = ["bigint", "text", "numeric", "date", "bigint", "text", "text", "float8", "bool", "timestamp"]
    dataset, resource = table(
        [{"id": f"k{index}", "type": kind} for index, kind in enumerate(kinds)], [], name=f"tabel-{count}"
    )
    figures = "n, 'Kecamatan ' || n, n / 100.0, date '2025-01-01' + mod(n, 365), n * 7, 'L', md5(n::text), n / 3.0"
    names = ", ".join(f"k{index}" for index in range(len(kinds)))
    with get_write_engine().begin() as connection:
        connection.exec_driver_sql(
            f'INSERT INTO "{resource}" ({names}) SELECT {figures}, n > 9, now() FROM generate_series(1, {count}) AS n'
        )
    return dataset, resource


def workers(url):
    """Return the folders in /proc of the web server's processes."""
    bound = f"127.0.0.1:{url.rsplit(':', 1)[1]}".encode()
    folders = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):
                folders += [folder] if bound in (folder / "cmdline").read_bytes() else []
    return folders


def peak(processes, *, reset=False):
    """Return the most memory in MiB that one of the processes has held since the last reset."""
    peaks = []
    for folder in processes:
        text = (folder / "status").read_text()
        peaks.append(int(re.search(r"VmHWM:\s+(\d+)", text).group(1)) / 1024)
        if reset:
            (folder / "clear_refs").write_text("5")
    return max(peaks)


def open_reads():
    """Return how many transactions are open on the DataStore besides the one that asks."""
    query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND xact_start IS NOT NULL"
    with get_write_engine().connect() as connection:
        return connection.exec_driver_sql(query).scalar_one() - 1


def test_memory_is_flat_and_nothing_leaks(portal):
    """Ten times the rows take about as much memory, in each format; a client that goes away leaves no transaction."""
    few, many = large(20_000), large(200_000)
    processes = workers(portal)
    for format in formats.UNITS:
        used = []
        for dataset, resource in (few, many):
            # each of the workers has answered, so that what it imports is counted before
            peak(processes, reset=True)
            with requests.get(portal + path(dataset, resource, format), stream=True, timeout=120) as answer:
                size = sum(len(piece) for piece in answer.iter_content(1 << 16))
            assert size > 500_000
            used.append(peak(processes))
        assert used[1] - used[0] < MORE.get(format, GROWTH), (format, used)
    for format in formats.UNITS:
        with requests.get(portal + path(*many, format), stream=True, timeout=120) as answer:
            assert next(answer.iter_content(1000))
        assert wait_for(lambda: open_reads() == 0, seconds=20), format
    assert requests.head(portal + path(*many, "csv"), timeout=60).headers["Content-Disposition"]
    assert requests.get(portal + path(*many, "ods"), timeout=60).status_code == 404
    assert open_reads() == 0
