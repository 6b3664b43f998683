"""Times our feed beside ckanext-dcat's own paging, on the same datasets and with the same profile, in one run.

./satudata bench dcat [DATASETS …]      (bare: 1000)

The datasets are copies of one, put straight into the test database and the test index. For each size a process of its
own measures, so that its peak memory is its own. Cold, nothing is rendered: once a request makes it on one core, once
`ckan satudata dcat render` would, on all. The peer keeps nothing, so it is the same to it.
"""

from __future__ import annotations

import datetime
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import copies

NEEDS = ("services",)
# arguments of a run that only shows that it runs, which the suite does
TINY = ("5",)
SIZES = [1000]
CONDITIONAL = 300
# pages of ckanext-dcat that are fetched at most; the rest is extrapolated from their mean
PEER_PAGES = 20
CORES = len(os.sched_getaffinity(0))
# above so many datasets nothing is rendered on one core
LARGE = 20_000


def application():
    """Return the WSGI application on the test databases, inside an application context."""
    from ckan.cli import CKANConfigLoader
    from ckan.config.middleware import make_app

    app = make_app(CKANConfigLoader(os.environ["CKAN_INI"]).get_config())
    app._wsgi_app.test_request_context().push() if hasattr(app, "_wsgi_app") else app.test_request_context().push()
    return app


def fill(count):
    """Make `count` public datasets with one file each."""
    import ckanext.satudata
    from ckan.cli.db import _run_migrations
    from ckan.lib.search import clear_all
    from ckan.tests import helpers
    from factories_satudata import Organization, act, dataset_dict

    helpers.reset_db()
    migrations = Path(ckanext.satudata.__file__).parent / "migration"
    for plugin in ("activity", *(folder.parent.name for folder in migrations.glob("*/alembic.ini"))):
        _run_migrations(plugin, "head", True)
    clear_all()
    file = {"url": "https://berkas.example/data.csv", "name": "Data", "format": "CSV", "standar": "stunting"}
    record = act("package_create", **dataset_dict(owner_org=Organization()["id"], resources=[file]))
    copies.make(record, count - 1, "data")


def measure():
    """Print one line of JSON with the figures of the datasets that are there."""
    from ckan import model
    from ckan.tests.helpers import CKANTestApp
    from ckanext.satudata.dcat import cores, renderings
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

    def forget():
        model.Session.query(Rendering).delete()
        model.Session.commit()

    count = model.Session.query(model.Package).filter(renderings.visible()).count()
    cold = 0.0
    if count <= LARGE:
        forget()
        model.Session.remove()
        cold, *_others = fetch("/catalog.ttl?full=1")
    forget()
    start = time.perf_counter()
    assert cores.refresh(CORES) == count
    fetch("/catalog.ttl?full=1")
    cold_cores = time.perf_counter() - start
    warm, size, streamed, response = fetch("/catalog.ttl?full=1")
    mark = {"If-None-Match": response.headers["ETag"]}
    times = sorted(fetch("/catalog.ttl?full=1", mark)[0] for _ in range(CONDITIONAL))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    act("package_patch", id="data-1", notes=f"Diubah {datetime.datetime.now(datetime.UTC)}.")
    again = renderings.refresh()
    pages = -(-count // 100)
    fetched = min(pages, PEER_PAGES)
    peers = [fetch(f"/catalog.ttl?profiles=satudata_dcat_ap&page={page}") for page in range(1, fetched + 1)]
    assert (streamed, sum(peer_run[2] for peer_run in peers)) == (count, min(count, fetched * 100)), (
        "not the same datasets"
    )
    peer = statistics.mean(peer_run[0] for peer_run in peers) * pages
    figures = {
        "datasets": count,
        "MB": size / 2**20,
        "warm": warm,
        "cold": cold,
        "cold_cores": cold_cores,
        "peer": peer,
        "p95": times[int(len(times) * 0.95)] * 1000,
        "memory": memory,
        "rendered": again,
    }
    print(json.dumps(figures), flush=True)


def main(sizes):
    """Measure each size and print a table."""
    heads = (
        "datasets",
        "MB",
        "warm s",
        "cold s",
        f"on {CORES} cores",
        "ckanext-dcat s",
        "warm ×",
        "cold ×",
        "cores ×",
    )
    heads += ("304 p95 ms", "peak MiB", "renderings after one change")
    print("  ".join(heads))
    for size in sizes:
        for step in ("--fill", "--measure"):
            run = subprocess.run(
                [sys.executable, __file__, step, str(size)], stdout=subprocess.PIPE, text=True, check=True
            )
        result = json.loads(run.stdout.strip().splitlines()[-1])
        peer, cold = result["peer"], result["cold"]
        row = (
            f"{result['datasets']}",
            f"{result['MB']:.1f}",
            f"{result['warm']:.2f}",
            f"{cold:.1f}" if cold else "-",
            f"{result['cold_cores']:.1f}",
            f"{peer:.1f}",
            f"{peer / result['warm']:.0f}",
            f"{peer / cold:.1f}" if cold else "-",
            f"{peer / result['cold_cores']:.1f}",
            f"{result['p95']:.1f}",
            f"{result['memory']:.0f}",
            f"{result['rendered']}",
        )
        print("  ".join(text.rjust(len(head)) for text, head in zip(row, heads, strict=True)), flush=True)
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--fill"]:
        application()
        fill(int(sys.argv[2]))
    elif sys.argv[1:2] == ["--measure"]:
        measure()
    else:
        sys.exit(main([int(word) for word in sys.argv[1:]] or SIZES))
