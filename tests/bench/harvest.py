"""Times a harvest of a CKAN source: into an empty catalogue, again, with one percent changed; and of a SQL table.

./satudata bench harvest [DATASETS] [ROWS]

It needs the backends (`./satudata up --detach`) and uses the databases of the tests, which it empties.
"""

from __future__ import annotations

import json
import os
import resource
import sqlite3
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

ROOT = Path(__file__).parents[2]
STATE = ROOT / ".satudata"
os.environ.setdefault("CKAN_INI", str(STATE / "test.ini"))
PORTS = json.loads((STATE / "settings.json").read_text())["ports"]
os.environ.setdefault("CKAN_SOLR_URL", f"http://127.0.0.1:{PORTS['solr']}/solr/ckan_test")

from ckan import model  # noqa: E402
from ckan.cli import load_config  # noqa: E402
from ckan.config.middleware import make_app  # noqa: E402
from ckan.lib import search  # noqa: E402
from ckan.plugins import toolkit as tk  # noqa: E402
from ckanext.satudata.harvest import pipeline, tables  # noqa: E402
from ckanext.satudata.harvest.definition import Agency  # noqa: E402
from ckanext.satudata.harvest.http import Client  # noqa: E402
from ckanext.satudata.harvest.model import Run, Source  # noqa: E402
from ckanext.satudata.harvest.readers import sql  # noqa: E402
from sqlalchemy import text  # noqa: E402

DATASETS, ROWS = 1000, 1_000_000
FIXED = {
    "pengukuran": "Jumlah Penduduk",
    "tingkat_penyajian": "kecamatan",
    "cakupan": "Kabupaten Buleleng",
    "urusan": "2.12",
    "konsep": "Penduduk",
    "definisi": "Penduduk.",
    "klasifikasi": "Kecamatan",
    "ukuran": "Jumlah",
    "satuan": "jiwa",
    "kode_wilayah": "51.08",
    "frekuensi": "insidental",
    "dimensi_awal": "2020",
    "dimensi_akhir": "2024",
    "sifat_data": "terbuka",
}


class Portal(BaseHTTPRequestHandler):
    """Answers `package_search` as CKAN does."""

    datasets: list[dict[str, Any]] = []

    def do_GET(self) -> None:
        """Answer one page."""
        query = parse_qs(urlsplit(self.path).query)
        found = self.datasets
        if "fq" in query:
            wanted = {each.strip(' "') for each in query["fq"][0][4:-1].split(" OR ")}
            found = [each for each in found if each["id"] in wanted]
        start, rows = int(query.get("start", ["0"])[0]), int(query["rows"][0])
        part = found[start : start + rows]
        if "fl" in query:
            part = [{name: each[name] for name in ("id", "metadata_modified")} for each in part]
        body = json.dumps({"success": True, "result": {"count": len(found), "results": part}}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Stay silent."""


def datasets(count: int) -> list[dict[str, Any]]:
    """Return datasets as a portal shows them."""
    return [
        {
            "id": f"id-{number}",
            "name": f"data-{number}",
            "title": f"Data ke-{number}",
            "notes": "Uraian dataset. " * 10,
            "metadata_modified": "2026-01-01T00:00:00",
            "tags": [{"name": "uji"}, {"name": f"kata {number % 50}"}],
            "extras": [],
            "resources": [
                {"url": f"https://x.example/{number}/{part}.csv", "name": f"Berkas {part}", "format": "CSV"}
                for part in range(2)
            ],
        }
        for number in range(count)
    ]


def timed(name: str, count: int, source: str, agency: Agency) -> None:
    """Run the harvest once and print datasets a second."""
    begin = time.perf_counter()
    run: Run = pipeline.run(model.Session.query(Source).filter_by(name=source).one(), agency)
    took = time.perf_counter() - begin
    told = ", ".join(f"{outcome} {number}" for outcome, number in run.counts.items() if number)
    print(f"{name:<22} {took:8.1f} s {count / took:10.1f} datasets/s   {run.state}: {told} {run.error or ''}")


def catalogue(count: int) -> None:
    """Time the three runs of a CKAN source."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Portal)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Portal.datasets = datasets(count)
    declared = {
        "title": "Portal uji",
        "organization": "bench",
        "contact": {"unit": "Bidang Data", "email": "data@satudata.example"},
        "schedule": "manual",
        "access": {"method": "ckan_api", "url": f"http://127.0.0.1:{server.server_port}", "internal": True},
        "map": {name: name for name in ("name", "guid", "title", "notes", "tags", "resources")},
        "ignore": ["id", "metadata_modified", "extras"],
        "fixed": FIXED,
        "limits": {"requests_per_second": 10_000},
    }
    with model.meta.engine.begin() as connection:
        connection.execute(text('TRUNCATE package, "group", satudata_harvest_source, activity CASCADE'))
    search.clear_all()
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    fields = {"name": "bench", "title": "Dinas Uji", "jenis_organisasi": "opd", "peran": "produsen"}
    tk.get_action("organization_create")({"ignore_auth": True, "user": user}, fields)
    model.Session.add(Source(name="bench", definition=declared))
    model.Session.commit()
    agency = Agency("bench", declared)
    timed("into an empty one", count, "bench", agency)
    timed("nothing changed", count, "bench", agency)
    for each in Portal.datasets[::100]:
        each |= {"title": each["title"] + " (baru)", "metadata_modified": "2026-02-01T00:00:00"}
    timed("one percent changed", count, "bench", agency)
    server.shutdown()


def database(count: int) -> None:
    """Time a table of a database on its way to the file that is checked; memory must not grow with its rows."""
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


if __name__ == "__main__":
    sizes = [int(each) for each in sys.argv[1:]]
    application = make_app(load_config(os.environ["CKAN_INI"]))
    with application._wsgi_app.test_request_context():
        database(sizes[1] if len(sizes) > 1 else ROWS)
        catalogue(sizes[0] if sizes else DATASETS)
