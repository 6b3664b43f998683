"""Times the load of one table into the DataStore: ours, ckanext-xloader's, and a bare COPY, on the same PostgreSQL.

./satudata bench load [ROWS]

Each runs in a process of its own and stops when its rows are committed and are found by a search. Ours starts where
the load of a published file starts, from the table that its check has parsed and kept; "and its index" goes on until
the index of the words is there, for which the rows do not wait; "from the file" reads the file once more. xloader
starts from the file, as its job does after the download; its types are text, and its index of words is made but lost
(the transaction is not committed on CKAN 2.12), so it ends where "ours" ends.
"""

from __future__ import annotations

import contextlib
import gc
import json
import logging
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

NEEDS = ("services", "peers")
# arguments of a run that only shows that it runs, which the suite does
TINY = ("200",)
ROWS = 1_000_000
TYPES = {"integer": "bigint", "number": "numeric", "date": "date", "year": "int", "string": "text"}


@contextlib.contextmanager
def catalogue() -> Iterator[str]:
    """Start CKAN on the test databases; yield the id of a resource that is gone at the end, with its table."""
    from ckan.cli import CKANConfigLoader
    from ckan.config.middleware import make_app
    from ckan.plugins import toolkit as tk

    application = make_app(CKANConfigLoader(os.environ["CKAN_INI"]).get_config())
    from factories_satudata import dataset_dict

    def act(action: str, **data: Any) -> dict[str, Any]:
        user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
        return tk.get_action(action)({"ignore_auth": True, "user": user}, data)

    name = f"bench-{os.getpid()}"
    with application._wsgi_app.test_request_context():
        opd = act("organization_create", name=name, title=name, jenis_organisasi="opd", peran="produsen")
        dataset = act("package_create", **dataset_dict(name=name, owner_org=opd["id"]))
        try:
            address = "https://satudata.example/rows.csv"
            yield act("resource_create", package_id=dataset["id"], name=name, url=address, format="CSV")["id"]
        finally:
            for made in act("package_show", id=dataset["id"])["resources"]:
                with contextlib.suppress(tk.ObjectNotFound):
                    act("datastore_delete", resource_id=made["id"], force=True)
            act("dataset_purge", id=dataset["id"])
            act("organization_purge", id=opd["id"])


def ours(resource_id: str, path: Path) -> None:
    """Load the table that the check has kept."""
    from ckanext.satudata.publishing import datastore
    from ckanext.satudata.tables import table

    with table.kept(path.with_suffix(".parquet")) as kept, tempfile.TemporaryDirectory() as folder:
        datastore._write(resource_id, kept, Path(folder) / "rows.csv")


def ours_with_index(resource_id: str, path: Path) -> None:
    """Load the table that the check has kept, and go on until the index of its words is there."""
    from ckanext.satudata.publishing import datastore

    ours(resource_id, path)
    datastore._index(resource_id)


def ours_from_file(resource_id: str, path: Path) -> None:
    """Load the file, reading it again as is done where nothing is kept."""
    from ckanext.satudata.publishing import datastore
    from ckanext.satudata.tables import table
    from ckanext.satudata.tables.csvfile import CsvFile

    schema = json.loads(path.with_suffix(".json").read_text())
    with table.opened(CsvFile(path), schema) as opened, tempfile.TemporaryDirectory() as folder:
        datastore._write(resource_id, opened, Path(folder) / "rows.csv")


def xloader(resource_id: str, path: Path) -> None:
    """Do what xloader's job does with a downloaded CSV: load, count, index."""
    from ckanext.xloader import loader

    logger = logging.getLogger("xloader")
    fields = loader.load_csv(str(path), resource_id, mimetype="CSV", allow_type_guessing=True, logger=logger)
    loader.calculate_record_count(resource_id, logger)
    loader.create_column_indexes(fields, resource_id, logger)


def copy(resource_id: str, path: Path) -> None:
    """Copy the file with psql into a table that is there, without keys, indexes or search."""
    _psql(f"\\copy \"{resource_id}\" FROM '{path}' WITH (FORMAT csv, HEADER)")


LOADERS = {
    "ours": ours,
    "ours, and its index": ours_with_index,
    "ours, from the file": ours_from_file,
    "xloader": xloader,
    "psql COPY": copy,
}


def _psql(command: str) -> str:
    from ckanext.datastore.backend.postgres import get_write_engine

    from native import debian

    place = get_write_engine().url
    environ = {"PGHOST": place.host, "PGPORT": place.port, "PGUSER": place.username, "PGDATABASE": place.database}
    folder = debian.postgres_bin()
    words = [folder / "psql" if folder else "psql", "-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", "-c", command]
    secret = {**{key: str(value) for key, value in environ.items()}, "PGPASSWORD": str(place.password)}
    return subprocess.run(words, env={**os.environ, **secret}, check=True, capture_output=True, text=True).stdout


def _add_peers() -> None:
    """Let this process alone find xloader."""
    import ckanext

    peers = Path(os.environ["SATUDATA_PEERS"])
    # in front: its pins are newer or older than ours
    sys.path.insert(0, str(peers))
    ckanext.__path__.append(str(peers / "ckanext"))


def run(who: str, path: Path) -> None:
    """Load once, count what can be found, and print the measures as JSON."""
    if who == "xloader":
        _add_peers()
    with catalogue() as resource_id:
        if who == "psql COPY":
            fields = json.loads(path.with_suffix(".json").read_text())["fields"]
            columns = ", ".join(f'"{field["name"]}" {TYPES[field["type"]]}' for field in fields)
            _psql(f'CREATE TABLE "{resource_id}" ({columns})')
        try:
            start = time.perf_counter()
            LOADERS[who](resource_id, path)
            seconds = time.perf_counter() - start
            # xloader leaves its last connection in a transaction, which would keep the table from being dropped
            gc.collect()
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            searched = "0" if who == "psql COPY" else "count(_full_text)"
            counted = _psql(f'SELECT count(*), {searched} FROM "{resource_id}"').strip().split("|")
            indexes = _psql(f"SELECT count(*) FROM pg_indexes WHERE tablename = '{resource_id}'")
        finally:
            if who == "psql COPY":
                _psql(f'DROP TABLE "{resource_id}"')
    rows, searchable = map(int, counted)
    print(
        json.dumps({"seconds": seconds, "memory": memory, "rows": rows, "found": searchable, "indexes": int(indexes)})
    )


def prepare(path: Path, count: int) -> None:
    """Write the file, and keep its table as the check does."""
    from ckanext.satudata.tables import table
    from ckanext.satudata.tables.csvfile import CsvFile
    from validation import SCHEMA, make

    make(path, count, bad=0)
    path.with_suffix(".json").write_text(json.dumps(SCHEMA))
    with table.opened(CsvFile(path), SCHEMA) as opened:
        opened.keep(path.with_suffix(".parquet"))


def _apart(*words: str) -> str:
    done = subprocess.run([sys.executable, __file__, *words], check=False, stdout=subprocess.PIPE, text=True)
    done.check_returncode()
    return done.stdout


def main(count: int) -> int:
    """Print each load; return 1 when one of them did not bring all rows."""
    heads = ("rows", "searchable", "indexes", "seconds", "rows/s", "MiB", "time")
    print(f"{'load':<22}" + "".join(f"{head:>12}" for head in heads))
    complete = True
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        _apart("--prepare", str(path), str(count))
        base = 0.0
        for who in LOADERS:
            # CKAN may write to standard output before: ours is the last line
            result = json.loads(_apart("--run", who, str(path)).splitlines()[-1])
            base = base or result["seconds"]
            complete = complete and result["rows"] == count
            counts = f"{result['rows']:>12}{result['found']:>12}{result['indexes']:>12}"
            # of psql the kernel tells only what it was started from
            memory = "-" if who == "psql COPY" else f"{result['memory']:.0f}"
            speed = f"{result['seconds']:>12.2f}{count / result['seconds']:>12.0f}{memory:>12}"
            print(f"{who:<22}{counts}{speed}{result['seconds'] / base:>11.2f}x", flush=True)
    print("all rows in every table" if complete else "ROWS ARE MISSING")
    return 0 if complete else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        run(sys.argv[2], Path(sys.argv[3]))
    elif sys.argv[1:2] == ["--prepare"]:
        prepare(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS))
