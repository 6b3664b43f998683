"""Times the wall and the loading of observations beside plain SQL on the published table, in the same run.

./satudata bench command-center [OBSERVATIONS] [WALLS] [TILES]

Works in the databases of the tests, whose backends must run (`./satudata up`); takes its own rows away afterwards.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

OBSERVATIONS, WALLS, TILES = 200_000, 50, 40
ROOT = Path(__file__).parents[2]
REFRESHES = 20
DAYS = 250
FILL = """
INSERT INTO "{table}" (kode_titik, nama_ruas, arah, tanggal, jam, jenis_kendaraan, jumlah)
SELECT 'T' || (n / ({days} * 24 * 4)), 'Ruas', 'timur', DATE '2026-01-01' + (n / (24 * 4) % {days})::int, n / 4 % 24,
       (ARRAY['sepeda_motor', 'mobil', 'bus', 'truk'])[n % 4 + 1], n % 900
FROM generate_series(0, {rows} - 1) n
"""
COLUMNS = {
    "kode_titik": "text",
    "nama_ruas": "text",
    "arah": "text",
    "tanggal": "date",
    "jam": "bigint",
    "jenis_kendaraan": "text",
    "jumlah": "bigint",
}


def application() -> Any:
    """Return CKAN on the test databases, migrated."""
    os.environ["CKAN_INI"] = str(ROOT / ".satudata" / "test.ini")
    subprocess.run([Path(sys.executable).with_name("ckan"), "db", "upgrade"], check=True, stdout=subprocess.DEVNULL)
    from ckan.cli import CKANConfigLoader
    from ckan.config.middleware import make_app

    return make_app(CKANConfigLoader(os.environ["CKAN_INI"]).get_config())


def publish(rows: int) -> str:
    """Create a public dataset with a table of that many rows; return the resource's id."""
    from ckan import model
    from ckanext.datastore.backend.postgres import get_write_engine
    from sqlalchemy import text

    dataset = model.Package(name="ukur", title="Ukur", type="dataset", extras={"frekuensi": "harian"})
    resource = model.Resource(package_id=dataset.id, name="ukur", url="ukur.csv", extras={"standar": "lalu_lintas"})
    model.Session.add(dataset)
    model.Session.flush()
    resource.package_id = dataset.id
    model.Session.add(resource)
    model.Session.commit()
    with get_write_engine().begin() as connection:
        columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
        connection.exec_driver_sql(f'CREATE TABLE "{resource.id}" ({columns})')
        connection.execute(text(FILL.format(table=resource.id, rows=rows, days=DAYS)))
        connection.exec_driver_sql(f'ANALYZE "{resource.id}"')
    return resource.id


def clear() -> None:
    """Take away what an earlier run has left."""
    from ckan import model
    from ckanext.datastore.backend.postgres import get_write_engine
    from sqlalchemy import text

    model.Session.execute(text("TRUNCATE satudata_observation, satudata_observation_set"))
    ours = model.Session.query(model.Package).filter_by(name="ukur").one_or_none()
    for resource in ours.resources_all if ours else []:
        with get_write_engine().begin() as connection:
            connection.exec_driver_sql(f'DROP TABLE IF EXISTS "{resource.id}"')
    if ours:
        ours.purge()
    model.Session.commit()


def bare_copy() -> float:
    """Return the seconds that COPY of the same observations takes into a table like theirs, out of a file."""
    from ckan import model

    connection = model.meta.engine.raw_connection()
    try:
        with tempfile.TemporaryFile() as rows, connection.cursor() as cursor:
            cursor.copy_expert("COPY satudata_observation TO STDOUT", rows)
            rows.seek(0)
            cursor.execute("CREATE TEMP TABLE ukur (LIKE satudata_observation INCLUDING INDEXES)")
            start = time.perf_counter()
            cursor.copy_expert("COPY ukur FROM STDIN", rows)
            connection.commit()
            return time.perf_counter() - start
    finally:
        connection.close()


def tiles(count: int) -> list[dict[str, Any]]:
    """Return tiles with different questions: sums by hour, by kind, by day, of one place each."""
    by = ["jam", "jenis_kendaraan", "hari", "tanggal"]
    figure = {"kind": "bars", "standard": "lalu_lintas", "measure": "jumlah", "sort": "code"}
    return [
        {**figure, "title": f"Kotak {n}", "by": by[n % 4], "filters": {"kode_titik": f"T{n // 4 % 3}"}}
        for n in range(count)
    ]


def plain(resource_id: str, count: int) -> float:
    """Return the seconds in which the same figures come by a statement a tile on the published table."""
    from ckanext.datastore.backend.postgres import get_read_engine

    columns = ["jam", "jenis_kendaraan", "extract(isodow FROM tanggal)", "tanggal"]
    start = time.perf_counter()
    with get_read_engine().connect() as connection:
        for n in range(count):
            column = columns[n % 4]
            statement = f'SELECT {column}, sum(jumlah) FROM "{resource_id}" WHERE kode_titik = %s GROUP BY 1'
            connection.exec_driver_sql(statement, (f"T{n // 4 % 3}",)).fetchall()
    return time.perf_counter() - start


def main() -> None:
    """Run all of it and print the figures."""
    given = [int(each) for each in sys.argv[1:]]
    rows, walls, count = (*given, *(OBSERVATIONS, WALLS, TILES)[len(given) :])
    app = application()
    with app._wsgi_app.test_request_context():  # type: ignore[attr-defined]
        from ckan import model
        from ckan.lib.redis import connect_to_redis
        from ckanext.satudata.command_center import wall
        from ckanext.satudata.command_center.screens import Screen
        from ckanext.satudata.observations import load

        clear()
        resource_id = publish(rows)
        start = time.perf_counter()
        loaded = load.load(resource_id)
        loading = time.perf_counter() - start
        screen = Screen("ukur", {"title": "Ukur", "tiles": tiles(count)})
        for key in connect_to_redis().scan_iter("satudata:wall:*"):
            connect_to_redis().delete(key)
        start = time.perf_counter()
        answer = wall.shown(screen, set())
        cold = time.perf_counter() - start
        assert {tile["face"] for tile in answer["tiles"]} <= {"bars", "empty"}, answer["tiles"][0]
        sql = plain(resource_id, count)
        copy = bare_copy()

        def refresh(_number: int) -> list[float]:
            taken = []
            with app._wsgi_app.test_request_context():  # type: ignore[attr-defined]
                for _turn in range(REFRESHES):
                    begun = time.perf_counter()
                    wall.shown(screen, set())
                    taken.append(time.perf_counter() - begun)
                model.Session.remove()
            return taken

        with ThreadPoolExecutor(8) as pool:
            taken = sorted(value for each in pool.map(refresh, range(walls)) for value in each)
        clear()
    figures = {
        "observations": loaded,
        "loading_rows_per_second": round(loaded / loading),
        "bare_copy_rows_per_second": round(loaded / copy),
        "tiles": count,
        "first_drawing_seconds": round(cold, 3),
        "plain_sql_seconds": round(sql, 3),
        "walls": walls,
        "refresh_median_ms": round(statistics.median(taken) * 1000, 1),
        "refresh_p95_ms": round(taken[int(len(taken) * 0.95)] * 1000, 1),
        "times_faster_than_plain_sql": round(sql / statistics.median(taken), 1),
    }
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
