"""Times the wall: 40 tiles over many observations, with walls open, beside the same figures by datastore_search_sql.

./satudata bench command-center [OBSERVATIONS] [WALLS] [SECONDS]
./satudata bench command-center growth [OBSERVATIONS …]

The observations are of eight made-up tables (traffic by point, direction, day, hour and vehicle), made set-wise in the
DataStore and taken in as every published table is. The walls ask a real Gunicorn with the settings of `./satudata up`,
each every five seconds (the portal's own walls do so once a minute), without saying what they have; half-way one of
the tables is taken in anew, so that all walls have to change. The peer answers the same 40 questions, one
`datastore_search_sql` for each tile, as a page of CKAN would without us.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

NEEDS = ("services",)
TINY = ("2000", "1", "6")  # arguments of the run in the suite
ROWS, WALLS, SECONDS = 5_000_000, 50, 60
TABLES, PAUSE = 8, 5
QUANTILES = {"median": 0.5, "p95": 0.95, "p99": 0.99}
GROWTH = (100_000, 1_000_000, 10_000_000)
SCREEN = "bench"
POINTS, DIRECTIONS = 40, ("utara", "timur", "selatan", "barat")
FIELDS = {
    "kode_titik": "text",
    "nama_titik": "text",
    "arah": "text",
    "tanggal": "date",
    "jam": "bigint",
    "jenis_kendaraan": "text",
    "jumlah": "bigint",
    "kecepatan": "numeric",
}
FILL = """
INSERT INTO "{table}" (_id, kode_titik, nama_titik, arah, tanggal, jam, jenis_kendaraan, jumlah, kecepatan)
SELECT n + 1, 'T{number}-' || lpad((n %% {points})::text, 2, '0'), 'Titik ' || n %% {points},
       (ARRAY['utara', 'timur', 'selatan', 'barat'])[1 + n / {points} %% 4],
       CURRENT_DATE - 1 - (n / ({points} * 4 * 24 * {kinds}))::int, n / ({points} * 4) %% 24,
       (CAST(%(kinds)s AS text[]))[1 + n / ({points} * 4 * 24) %% {kinds}], 1 + n::bigint * 7919 %% 200, 20 + n %% 40
FROM generate_series(0, %(rows)s - 1) n
"""
# what a tile asks, and the same in SQL over one table: of one point, or of each of them
POINT = "kode_titik = 'T{number}-00'"
LAST = "(SELECT max(tanggal) FROM {t})"
TILES = (
    ({"kind": "number", "period": "latest"}, f"SELECT sum(jumlah) FROM {{t}} WHERE {POINT} AND tanggal = {LAST}"),
    (
        {"kind": "line", "time": "tanggal", "period": "latest:14"},
        f"SELECT tanggal, sum(jumlah) FROM {{t}} WHERE {POINT} AND tanggal > {LAST} - 14 GROUP BY 1",
    ),
    (
        {"kind": "bars", "by": "jenis_kendaraan", "period": "latest"},
        f"SELECT jenis_kendaraan, sum(jumlah) FROM {{t}} WHERE {POINT} AND tanggal = {LAST} GROUP BY 1",
    ),
    (
        {"kind": "ranking", "by": "kode_titik", "period": "latest:7"},
        f"SELECT kode_titik, sum(jumlah) FROM {{t}} WHERE tanggal > {LAST} - 7 GROUP BY 1",
    ),
    (
        {"kind": "bars", "by": "jam", "period": "latest"},
        f"SELECT jam, sum(jumlah) FROM {{t}} WHERE {POINT} AND tanggal = {LAST} GROUP BY 1",
    ),
)


def screen() -> str:
    """Return the screen of 40 tiles, five for each table; a table's points have names of their own."""
    tiles = []
    for number in range(TABLES):
        points = [f"T{number}-{point:02d}" for point in range(POINTS)]
        for index, (tile, _sql) in enumerate(TILES):
            # vehicles of different points are never added up: they are the same ones
            points_of_tile = points if tile.get("by") == "kode_titik" else points[0]
            question = {"standard": "lalu_lintas", "measure": "jumlah", "filters": {"kode_titik": points_of_tile}}
            tiles.append({"title": f"Tabel {number} kotak {index}", **question, **tile})
    return json.dumps({"title": "Uji", "tiles": tiles})


def application() -> Any:
    """Return the portal, which has this screen as well; Gunicorn calls it."""
    from ckanext.satudata import wsgi
    from ckanext.satudata.command_center import screens

    shipped, made = screens.load, screens.parse_screen(SCREEN, screen())
    screens.load = lambda name: made if name == SCREEN else shipped(name)
    return wsgi.application


@contextlib.contextmanager
def tables(rows: int) -> Iterator[tuple[list[str], str]]:
    """Yield the ids of published resources whose DataStore tables have so many rows together; gone at the end."""
    from ckan.cli import CKANConfigLoader
    from ckan.config.middleware import make_app
    from ckan.plugins import toolkit as tk

    # the peer is off unless somebody switches it on
    settings = {**CKANConfigLoader(os.environ["CKAN_INI"]).get_config(), "ckan.datastore.sqlsearch.enabled": True}
    app = make_app(settings)
    from ckanext.datastore.backend.postgres import get_write_engine
    from ckanext.satudata.metadata import codelists
    from ckanext.satudata.observations import load
    from factories_satudata import dataset_dict

    def act(action: str, **data: Any) -> dict[str, Any]:
        user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
        return tk.get_action(action)({"ignore_auth": True, "user": user}, data)

    kinds = [code.code for code in codelists.load("jenis_kendaraan")]
    name = f"bench-{os.getpid()}"
    with app._wsgi_app.test_request_context():
        opd = act("organization_create", name=name, title="Dinas Uji", jenis_organisasi="opd", peran="produsen")
        made, packages = [], []
        try:
            for number in range(TABLES):
                title = f"Volume Lalu Lintas Uji {number}"
                dataset = act(
                    "package_create", **dataset_dict(name=f"{name}-{number}", title=title, owner_org=opd["id"])
                )
                packages.append(dataset["id"])
                data = {"url": "https://satudata.example/rows.csv", "format": "CSV", "standar": "lalu_lintas"}
                resource = act("resource_create", package_id=dataset["id"], name=title, **data)["id"]
                fields = [{"id": field, "type": kind} for field, kind in FIELDS.items()]
                act("datastore_create", resource_id=resource, fields=fields, force=True)
                with get_write_engine().begin() as connection, connection.connection.cursor() as cursor:
                    cursor.execute(f'ALTER TABLE "{resource}" DISABLE TRIGGER USER')
                    sql = FILL.format(table=resource, number=number, points=POINTS, kinds=len(kinds))
                    cursor.execute(sql, {"kinds": kinds, "rows": rows // TABLES})
                    cursor.execute(f'ANALYZE "{resource}"')
                made.append(resource)
            yield made, name
        finally:
            for resource in made:
                load.withdraw_resource(resource)
                with contextlib.suppress(tk.ObjectNotFound):
                    act("datastore_delete", resource_id=resource, force=True)
            for package in packages:
                act("dataset_purge", id=package)
            act("organization_purge", id=opd["id"])


def take_in(resources: list[str]) -> tuple[int, float]:
    """Load them as published tables are; return observations and seconds."""
    from ckanext.satudata.observations import load

    start = time.perf_counter()
    count = sum(load.load(resource) for resource in resources)
    return count, time.perf_counter() - start


def bare_copy() -> float:
    """Return the seconds in which PostgreSQL alone copies all observations into a table without index."""
    from ckan import model

    with tempfile.TemporaryFile() as rows, model.meta.engine.begin() as connection:
        cursor = connection.connection.cursor()
        cursor.copy_expert("COPY satudata_observation TO STDOUT", rows)
        rows.seek(0)
        cursor.execute("CREATE TABLE satudata_bench (LIKE satudata_observation)")
        start = time.perf_counter()
        cursor.copy_expert("COPY satudata_bench FROM STDIN", rows)
        seconds = time.perf_counter() - start
        cursor.execute("DROP TABLE satudata_bench")
    return seconds


def peer(resources: list[str], times: int) -> list[float]:
    """Return the seconds of each of so many refreshes by `datastore_search_sql`, one for each tile."""
    from ckan.plugins import toolkit as tk

    taken = []
    for _time in range(times):
        start = time.perf_counter()
        for number, resource in enumerate(resources):
            for _tile, sql in TILES:
                query = sql.format(t=f'"{resource}"', number=number)
                tk.get_action("datastore_search_sql")({"ignore_auth": True}, {"sql": query})
        taken.append(time.perf_counter() - start)
    return taken


def draw() -> tuple[float, int]:
    """Draw the screen with nothing kept; return the seconds and how many tiles have figures."""
    from ckanext.satudata.command_center import screens, wall

    descriptor = screens.parse_screen(SCREEN, screen())
    start = time.perf_counter()
    made = wall._drawn(descriptor, set())
    seconds = time.perf_counter() - start
    return seconds, sum(tile["face"] not in ("wrong", "empty") for tile in made["tiles"])


@contextlib.contextmanager
def portal() -> Iterator[str]:
    """Start Gunicorn with the settings of `./satudata up`; yield the address of the screen's data."""
    from serving import ROOT, wait_for

    from native.layout import port_is_free

    port = next(port for port in range(5200, 5400) if port_is_free(port))
    here = Path(__file__).parent
    place = f"http://127.0.0.1:{port}/command-center/{SCREEN}/data"
    command = [Path(sys.executable).parent / "gunicorn", "--config", ROOT / "config/ini/gunicorn.py"]
    command += ["--bind", f"127.0.0.1:{port}", "--chdir", here, "--access-logfile", "/dev/null"]
    with tempfile.TemporaryFile() as log:
        running = subprocess.Popen([*command, f"{Path(__file__).stem}:application()"], stdout=log, stderr=log)
        try:
            wait_for(lambda: urllib.request.urlopen(place, timeout=300).read(), seconds=300)
            yield place
        finally:
            running.terminate()
            running.wait(90)


def watch(place: str, walls: int, seconds: int, change: Any) -> list[float]:
    """Return the seconds of each refresh of so many walls; `change` is called half-way."""
    taken: list[float] = []
    end = time.monotonic() + seconds

    def wall() -> None:
        # walls are not switched on together
        time.sleep(random.random() * PAUSE)
        while time.monotonic() < end:
            start = time.perf_counter()
            with urllib.request.urlopen(place, timeout=120) as answer:
                answer.read()
            taken.append(time.perf_counter() - start)
            time.sleep(PAUSE)

    threads = [threading.Thread(target=wall) for _wall in range(walls)]
    for thread in threads:
        thread.start()
    time.sleep(seconds / 2)
    change()
    for thread in threads:
        thread.join()
    return sorted(taken)


def at(taken: list[float], share: float) -> float:
    """Return a quantile in milliseconds."""
    return 1000 * taken[min(len(taken) - 1, int(len(taken) * share))]


def main(rows: int, walls: int, seconds: int) -> int:
    """Print all figures; return 1 where a goal is missed."""
    with tables(rows // 2) as (resources, _name):
        count, taken = take_in(resources)
        copied = bare_copy()
        print(f"{count} observations taken in: {taken:.1f} s, {count / taken:.0f} rows/s; COPY {count / copied:.0f}")
        cold, whole = draw()
        print(f"40 tiles drawn with nothing kept: {cold * 1000:.0f} ms, {whole} with figures", flush=True)
        times = peer(resources, 3)
        beside = statistics.median(times)
        print(f"the same by datastore_search_sql: {beside * 1000:.0f} ms", flush=True)
        with portal() as place:
            refreshes = watch(place, walls, seconds, lambda: take_in(resources[:1]))
    high = at(refreshes, 0.95)
    print(f"{len(refreshes)} refreshes of {walls} walls, one change of the data among them, in ms:")
    shares = "  ".join(f"{name} {at(refreshes, share):.1f}" for name, share in QUANTILES.items())
    print(f"  {shares}  max {refreshes[-1] * 1000:.0f}")
    print(f"  {beside * 1000 / high:.0f} times datastore_search_sql per tile (goal 20); p95 under 100 ms (goal)")
    return 0 if whole == TABLES * len(TILES) and high < 100 and beside * 1000 / high >= 20 else 1


def growth(sizes: tuple[int, ...]) -> int:
    """Print what grows with the number of observations."""
    print(f"{'observations':>14}{'rows/s':>10}{'COPY rows/s':>13}{'drawn ms':>10}{'peer ms':>10}")
    for rows in sizes:
        with tables(rows // 2) as (resources, _name):
            count, taken = take_in(resources)
            copied = bare_copy()
            drawn = statistics.median(draw()[0] for _time in range(3))
            beside = peer(resources, 1)[0]
        print(
            f"{count:>14}{count / taken:>10.0f}{count / copied:>13.0f}{drawn * 1000:>10.0f}{beside * 1000:>10.0f}",
            flush=True,
        )
    return 0


if __name__ == "__main__":
    if (words := sys.argv[1:])[:1] == ["growth"]:
        sys.exit(growth(tuple(map(int, words[1:])) or GROWTH))
    sizes = (ROWS, WALLS, SECONDS)
    sys.exit(main(*(int(words[index]) if len(words) > index else usual for index, usual in enumerate(sizes))))
