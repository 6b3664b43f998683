"""Times our feed beside ckanext-dcat's own paging, on the same datasets and with the same profile, in one run.

./satudata bench dcat [DATASETS …]      (bare: 1000)

The datasets are copies of one, put straight into the test database and the test index. For each size a process of its
own measures, so that its peak memory is its own.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import resource
import statistics
import subprocess
import sys
import time
import uuid
from pathlib import Path

NEEDS = ("services",)
SIZES = [1000]
CONDITIONAL = 300
BATCH = 500
# what the index needs to find a dataset, and does not give back
UNSTORED = {"permission_labels": ["public"]}
# pages of ckanext-dcat that are fetched at most; the rest is extrapolated from their mean
PEER_PAGES = 20


def application():
    """Return the WSGI application on the test databases, inside an application context."""
    from ckan.cli import CKANConfigLoader
    from ckan.config.middleware import make_app

    app = make_app(CKANConfigLoader(os.environ["CKAN_INI"]).get_config())
    app._wsgi_app.test_request_context().push() if hasattr(app, "_wsgi_app") else app.test_request_context().push()
    return app


def renamed(value, names):
    """Return plain data in which each name is replaced by another."""
    if isinstance(value, dict):
        return {key: renamed(each, names) for key, each in value.items()}
    if isinstance(value, list):
        return [renamed(each, names) for each in value]
    if isinstance(value, datetime.datetime):
        return value.isoformat() + "Z"
    if isinstance(value, str):
        for old, new in names.items():
            value = value.replace(old, new)
    return value


def fill(count):
    """Make `count` public datasets with one file each."""
    import ckanext.satudata
    from ckan import model
    from ckan.cli.db import _run_migrations
    from ckan.lib.search import clear_all
    from ckan.lib.search.common import make_connection
    from ckan.plugins import toolkit as tk
    from ckan.tests import helpers
    from factories_satudata import Organization, act, dataset_dict
    from sqlalchemy import text

    helpers.reset_db()
    migrations = Path(ckanext.satudata.__file__).parent / "migration"
    for plugin in ("activity", *(folder.parent.name for folder in migrations.glob("*/alembic.ini"))):
        _run_migrations(plugin, "head", True)
    clear_all()
    file = {"url": "https://berkas.example/data.csv", "name": "Data", "format": "CSV", "standar": "stunting"}
    record = act("package_create", **dataset_dict(owner_org=Organization()["id"], resources=[file]))
    solr = make_connection()
    [document] = solr.search(f'id:"{record["id"]}"', fl="*").docs
    document = {key: value for key, value in document.items() if not key.startswith("_")}
    resource_id = record["resources"][0]["id"]
    columns = {
        table: ", ".join(column.name for column in model_table.columns if column.name not in skipped)
        for table, model_table, skipped in (
            ("package", model.package_table, {"id", "name"}),
            ("resource", model.resource_table, {"id", "package_id"}),
        )
    }
    batch = []
    for number in range(1, count):
        own, own_file, name = str(uuid.uuid4()), str(uuid.uuid4()), f"data-{number}"
        model.Session.execute(
            text(
                f"INSERT INTO package (id, name, {columns['package']}) "
                f"SELECT :own, :name, {columns['package']} FROM package WHERE id = :source"
            ),
            {"own": own, "name": name, "source": record["id"]},
        )
        model.Session.execute(
            text(
                f"INSERT INTO resource (id, package_id, {columns['resource']}) "
                f"SELECT :file, :own, {columns['resource']} FROM resource WHERE id = :source"
            ),
            {"file": own_file, "own": own, "source": resource_id},
        )
        names = {record["id"]: own, resource_id: own_file, record["name"]: name}
        # CKAN's own key, so that a dataset that is changed later replaces its copy
        key = hashlib.md5(f"{own}{tk.config['ckan.site_id']}".encode(), usedforsecurity=False).hexdigest()
        batch.append({**renamed(document, names), "index_id": key, **UNSTORED})
        if len(batch) == BATCH or number == count - 1:
            solr.add(batch)
            batch = []
    model.Session.commit()
    solr.commit()
    model.Session.execute(text("ANALYZE package"))
    model.Session.commit()


def measure():
    """Print one line of JSON with the figures of the datasets that are there."""
    from ckan import model
    from ckan.tests.helpers import CKANTestApp
    from ckanext.satudata.dcat import renderings
    from ckanext.satudata.dcat.model import Rendering
    from factories_satudata import act

    client = CKANTestApp(application()).test_client()

    def fetch(path, headers=None):
        """Return seconds, bytes, datasets of a response, which is read piece by piece and thrown away."""
        start = time.perf_counter()
        response = client.get(path, headers=headers, buffered=False)
        size = datasets = 0
        for piece in response.response:
            size += len(piece)
            datasets += piece.count(b"a dcat:Dataset")
        response.close()
        return time.perf_counter() - start, size, datasets, response

    model.Session.query(Rendering).delete()
    model.Session.commit()
    count = model.Session.query(model.Package).filter(renderings.visible()).count()
    model.Session.remove()
    cold, *_others = fetch("/catalog.ttl?full=1")
    warm, size, streamed, response = fetch("/catalog.ttl?full=1")
    mark = {"If-None-Match": response.headers["ETag"]}
    times = sorted(fetch("/catalog.ttl?full=1", mark)[0] for _ in range(CONDITIONAL))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    act("package_patch", id="data-1", notes=f"Diubah {datetime.datetime.now()}.")
    again = renderings.refresh()
    pages = -(-count // 100)
    fetched = min(pages, PEER_PAGES)
    peers = [fetch(f"/catalog.ttl?q=*:*&page={page}") for page in range(1, fetched + 1)]
    assert (streamed, sum(each[2] for each in peers)) == (count, min(count, fetched * 100)), "not the same datasets"
    peer = statistics.mean(each[0] for each in peers) * pages
    figures = {
        "datasets": count,
        "MB": size / 2**20,
        "warm": warm,
        "cold": cold,
        "peer": peer,
        "p95": times[int(len(times) * 0.95)] * 1000,
        "memory": memory,
        "rendered": again,
    }
    print(json.dumps(figures), flush=True)


def main(sizes):
    """Measure each size and print a table."""
    print(
        f"{'datasets':>9}{'MB':>7}{'warm s':>8}{'cold s':>8}{'ckanext-dcat s':>16}{'warm ×':>8}{'cold ×':>8}", end=""
    )
    print(f"{'304 p95 ms':>12}{'peak MiB':>10}{'renderings after one change':>29}")
    for size in sizes:
        for step in ("--fill", "--measure"):
            run = subprocess.run(
                [sys.executable, __file__, step, str(size)], stdout=subprocess.PIPE, text=True, check=True
            )
        found = json.loads(run.stdout.strip().splitlines()[-1])
        print(
            f"{found['datasets']:>9}{found['MB']:>7.1f}{found['warm']:>8.2f}{found['cold']:>8.1f}{found['peer']:>16.1f}"
            f"{found['peer'] / found['warm']:>8.0f}{found['peer'] / found['cold']:>8.1f}{found['p95']:>12.1f}"
            f"{found['memory']:>10.0f}{found['rendered']:>29}",
            flush=True,
        )
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--fill"]:
        application()
        fill(int(sys.argv[2]))
    elif sys.argv[1:2] == ["--measure"]:
        measure()
    else:
        sys.exit(main([int(word) for word in sys.argv[1:]] or SIZES))
