"""Times a harvest of a CKAN source, ours beside ckanext-harvest's; then of a SQL table, ours alone.

./satudata bench harvest [DATASETS] [ROWS]
./satudata bench harvest growth [SIZES …]

Each source is harvested into an empty catalogue, again with nothing changed, and with one percent changed. Ours uses
the databases of the tests, which it empties; ckanext-harvest runs in a vanilla CKAN of its own, without our schema and
its checks. Its stages are called one after another, without its queues: its consumers would do the same work with
waits between. By itself its CKAN harvester asks the source only for what was modified since the last run, so it never
learns what was removed; `force_all` makes it look at all datasets, as ours always does.

`growth` harvests 1,000 datasets into catalogues that have so many already, copies of one that no source looks after.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
import vanilla
from large_portal import FIXED, Portal, datasets

sys.path.insert(0, str(Path(__file__).parent))
import copies

NEEDS = ("services", "peers")
# arguments of a run that only shows that it runs, which the suite does
TINY = ("3", "50")
DATASETS, ROWS = 1000, 1_000_000
GROWTH = [1_000, 10_000, 50_000]
# CKAN's own default is the activity stream, which ours writes as well
PEERS = ("activity", "harvest", "ckan_harvester")


def timed(who: str, what: str, work: Callable[[], tuple[int, str]]) -> None:
    """Run a harvest and print, as JSON, how long it took, how many datasets the catalogue has, and what it told."""
    begin = time.perf_counter()
    count, detail = work()
    print(json.dumps({"who": who, "what": what, "seconds": time.perf_counter() - begin, "has": count, "told": detail}))
    sys.stdout.flush()


def ours(url: str, there: int = 0) -> None:
    """Harvest the source with our pipeline, into the emptied test databases or among so many datasets."""
    from ckan import model
    from ckan.cli import load_config
    from ckan.config.middleware import make_app
    from ckan.lib import search
    from ckan.plugins import toolkit as tk
    from ckanext.satudata.harvest import pipeline
    from ckanext.satudata.harvest.definition import Agency
    from ckanext.satudata.harvest.model import Source
    from sqlalchemy import text

    declared = {
        "title": "Portal uji",
        "organization": "bench",
        "contact": {"unit": "Bidang Data", "email": "data@satudata.example"},
        "schedule": "manual",
        "access": {"method": "ckan_api", "url": url, "internal": True},
        "map": {name: name for name in ("name", "guid", "title", "notes", "tags", "resources")},
        "ignore": ["id", "metadata_modified", "extras"],
        "fixed": FIXED,
        "limits": {"requests_per_second": 10_000},
    }

    def run() -> tuple[int, str]:
        done = pipeline.run(model.Session.query(Source).filter_by(name="bench").one(), Agency("bench", declared))
        details = [f"{outcome} {number}" for outcome, number in done.counts.items() if number]
        return _active(), ", ".join([*details, *([done.error] if done.error else [])])

    with make_app(load_config(os.environ["CKAN_INI"]))._wsgi_app.test_request_context():
        with model.meta.engine.begin() as connection:
            connection.execute(text('TRUNCATE package, "group", satudata_harvest_source, activity CASCADE'))
        search.clear_all()
        user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
        fields = {"name": "bench", "title": "Dinas Uji", "jenis_organisasi": "opd", "peran": "produsen"}
        tk.get_action("organization_create")({"ignore_auth": True, "user": user}, fields)
        model.Session.add(Source(name="bench", definition=declared))
        model.Session.commit()
        if there:
            contact = {f"kontak_{name}": value for name, value in declared["contact"].items()}
            fill({**fields_of_one(), **FIXED, **contact, "owner_org": "bench"}, there)
            timed("ours", f"among {there} others", run)
            return
        timed("ours", "into an empty one", run)
        timed("ours", "nothing changed", run)
        urllib.request.urlopen(f"{url}/change").read()
        timed("ours", "one percent changed", run)


def fields_of_one() -> dict[str, Any]:
    """Return a dataset for `package_create`, of the kind that is harvested, without what the schema of ours adds."""
    one = datasets(1)[0]
    return {"name": "satu", **{key: one[key] for key in ("title", "notes", "tags", "resources")}}


def fill(fields: dict[str, Any], count: int) -> None:
    """Make so many datasets of one kind."""
    from ckan.plugins import toolkit as tk

    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    record = tk.get_action("package_create")({"ignore_auth": True, "user": user}, fields)
    copies.make(record, count - 1, "lain")


def peer(url: str, there: int = 0) -> None:
    """Harvest the source with ckanext-harvest's CKAN harvester, stage by stage; among so many datasets if any."""
    vanilla.add_peers()
    from ckan import model
    from ckan.cli import load_config
    from ckan.config.middleware import make_app
    from ckan.plugins import toolkit as tk
    from ckanext.harvest import queue
    from ckanext.harvest.harvesters import CKANHarvester
    from ckanext.harvest.model import HarvestJob, HarvestObject, HarvestSource

    def run(**options: bool) -> tuple[int, str]:
        source = model.Session.query(HarvestSource).one()
        source.config = json.dumps(options)
        source.save()
        job = HarvestJob(source=source, status="Running")
        job.save()
        object_ids = queue.gather_stage(CKANHarvester(), job) or []
        for object_id in object_ids:
            queue.fetch_and_import_stages(CKANHarvester(), HarvestObject.get(object_id))
        job.status = "Finished"
        job.finished = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
        job.save()
        states = [row.report_status for row in model.Session.query(HarvestObject).filter_by(harvest_job_id=job.id)]
        details = ", ".join(f"{state} {states.count(state)}" for state in sorted(set(states)))
        return _active(), details or "nothing asked for"

    with make_app(load_config(os.environ["CKAN_INI"]))._wsgi_app.test_request_context():
        user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
        context = {"ignore_auth": True, "user": user}
        owner = tk.get_action("organization_create")(dict(context), {"name": "bench"})["id"]
        fields = {"name": "bench", "title": "Bench", "url": url, "source_type": "ckan", "owner_org": owner}
        tk.get_action("harvest_source_create")(dict(context), fields)
        if there:
            fill({**fields_of_one(), "owner_org": owner}, there)
            timed("ckanext-harvest", f"among {there} others", run)
            return
        timed("ckanext-harvest", "into an empty one", run)
        timed("ckanext-harvest", "nothing changed", run)
        timed("ckanext-harvest", "nothing changed, all", lambda: run(force_all=True))
        urllib.request.urlopen(f"{url}/change").read()
        timed("ckanext-harvest", "one percent changed", run)
        urllib.request.urlopen(f"{url}/change").read()
        timed("ckanext-harvest", "one percent changed, all", lambda: run(force_all=True))


def _active() -> int:
    from ckan import model

    return model.Session.query(model.Package).filter_by(state="active", type="dataset").count()


@contextlib.contextmanager
def portal(count: int) -> Iterator[str]:
    """Serve so many datasets as another portal would; yield its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Portal)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Portal.datasets = datasets(count)
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def head(title: str) -> None:
    """Print the names of the columns."""
    print(f"{title:<42}{'seconds':>10}{'datasets/s':>12}{'in the catalogue':>18}", flush=True)


def catalogue(count: int) -> bool:
    """Print the runs of both; return whether both had all datasets at the end of each."""
    head(f"harvest of {count} datasets")
    with portal(count) as url, tempfile.TemporaryDirectory() as folder, vanilla.catalogue(Path(folder), *PEERS) as ini:
        complete = _apart(("--ours", url), dict(os.environ), count, count)
        Portal.datasets = datasets(count)
        return _apart(("--peer", url), vanilla.environment(ini), count, count) and complete


def growth(sizes: list[int]) -> bool:
    """Print what a dataset costs both in catalogues of some sizes; return whether all were there in the end."""
    complete = True
    head(f"harvest of {DATASETS} datasets")
    for size in sizes:
        with portal(DATASETS) as url, tempfile.TemporaryDirectory() as folder:
            whole = size + DATASETS
            complete = _apart(("--ours", url, str(size)), dict(os.environ), DATASETS, whole) and complete
            with vanilla.catalogue(Path(folder), *PEERS) as ini:
                complete = _apart(("--peer", url, str(size)), vanilla.environment(ini), DATASETS, whole) and complete
    return complete


def _apart(arguments: tuple[str, ...], environment: dict[str, str], count: int, whole: int) -> bool:
    command = [sys.executable, __file__, *arguments]
    complete = True
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            if not line.startswith("{"):
                continue
            result = json.loads(line)
            speed = f"{result['seconds']:>10.2f}{count / result['seconds']:>12.1f}{result['has']:>18}"
            print(f"{result['who']:<16}{result['what']:<26}{speed}  {result['told']}", flush=True)
            complete = complete and result["has"] == whole
    return complete and process.returncode == 0


def database(count: int) -> None:
    """Time a table of a database on its way to the file that is checked; memory must not grow with its rows."""
    from ckan.cli import load_config
    from ckan.config.middleware import make_app
    from ckanext.satudata.harvest import tables
    from ckanext.satudata.harvest.readers import sql
    from ckanext.satudata.web.http import Client

    make_app(load_config(os.environ["CKAN_INI"]))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "aplikasi.db"
        connection = sqlite3.connect(path)
        connection.execute("CREATE TABLE t (kode TEXT, tahun INTEGER, bulan INTEGER, jumlah INTEGER, nilai REAL)")
        rows = ((f"51.08.0{n % 9 + 1}", 2000 + n % 25, n % 12 + 1, n, n / 7) for n in range(count))
        connection.executemany("INSERT INTO t VALUES (?, ?, ?, ?, ?)", rows)
        connection.commit()
        connection.close()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        reader = sql.Reader({"url": f"sqlite:///{path}", "internal": True}, Client("bench"))
        begin = time.perf_counter()
        made = tables.make(reader, {"read": {"query": "SELECT * FROM t"}}, {}, "tabel", Path(folder))
        took = time.perf_counter() - begin
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        assert made is not None
        print(f"{'SQL table':<22} {took:8.1f} s {count / took:10.0f} rows/s   peak memory +{grown:.0f} MiB")


def main(sizes: list[int]) -> int:
    """Print everything; return 1 when a catalogue was not complete."""
    complete = catalogue(sizes[0] if sizes else DATASETS)
    print("all datasets in each catalogue" if complete else "DATASETS ARE MISSING")
    rows = sizes[1] if len(sizes) > 1 else ROWS
    subprocess.run([sys.executable, __file__, "--sql", str(rows)], check=True)
    return 0 if complete else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--ours"]:
        ours(sys.argv[2], *map(int, sys.argv[3:]))
    elif sys.argv[1:2] == ["--peer"]:
        peer(sys.argv[2], *map(int, sys.argv[3:]))
    elif sys.argv[1:2] == ["--sql"]:
        database(int(sys.argv[2]))
    elif sys.argv[1:2] == ["growth"]:
        sys.exit(0 if growth([int(argument) for argument in sys.argv[2:]] or GROWTH) else 1)
    else:
        sys.exit(main([int(argument) for argument in sys.argv[1:]]))
