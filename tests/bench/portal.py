"""Times the portal's pages beside those of plain CKAN 2.12 with scheming and dcat, and weighs both in Chromium.

./satudata bench portal [DATASETS] [ROUNDS]

Both catalogues hold the same number of copies of one dataset, each behind gunicorn with one worker; their pages are
asked for in turn. What a page transfers and when its largest part is there (LCP) is measured in Chromium on a slow 4G
(1.6 Mbit/s, 150 ms) with a processor four times slower, without a cache, as the median of some visits. Goals: the 95th
percentile at most 1.1 times the peer's; 350 kB and 2.5 s for home, search and dataset, each before its chart is there.
"""

from __future__ import annotations

import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import serving
import vanilla

NEEDS = ("services",)
# arguments of a run that only shows that it runs, which the suite does
TINY = ("5", "3")
DATASETS, ROUNDS = 10_000, 60
# visits in Chromium for each page, of which the median counts
VISITS = 3
MOST_TIMES, MOST_KB, MOST_LCP = 1.1, 350, 2500
PAGES = {
    "home": "/",
    "search": "/dataset/?q=stunting",
    "dataset": "/dataset/data-1",
    "package_search": "/api/3/action/package_search?q=stunting&rows=20",
}
SLOW_4G = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
SLOWER = 4
# when the largest part of a page was there, in milliseconds after its start
LCP = """() => new Promise((done) => {
  new PerformanceObserver((list) => done(list.getEntries().at(-1).startTime))
    .observe({ type: "largest-contentful-paint", buffered: true });
})"""
SCHEMAS = {
    "scheming__dataset_schemas": "ckanext.scheming:ckan_dataset.yaml",
    "scheming__presets": "ckanext.scheming:presets.json",
    "ckan__site_title": "CKAN",
}


def application() -> Any:
    """Return the application of the catalogue in CKAN_INI; gunicorn asks for it."""
    from ckan.cli import CKANConfigLoader
    from ckan.config.middleware import make_app

    return make_app(CKANConfigLoader(os.environ["CKAN_INI"]).get_config())


def fill_peer(count: int) -> None:
    """Fill the plain catalogue with copies of one dataset."""
    import copies

    app = application()._wsgi_app
    from ckan.plugins import toolkit as tk

    with app.test_request_context():
        user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
        act = {"ignore_auth": True, "user": user}
        office = tk.get_action("organization_create")(dict(act), {"name": "dinas", "title": "Dinas"})
        record = tk.get_action("package_create")(
            dict(act),
            {
                "name": "data",
                "title": "Jumlah Balita Stunting Menurut Kecamatan",
                "notes": "Balita stunting menurut kecamatan dan bulan.",
                "owner_org": office["id"],
                "resources": [{"url": "https://berkas.example/data.csv", "name": "Data", "format": "CSV"}],
            },
        )
        copies.make(tk.get_action("package_show")(dict(act), {"id": record["id"]}), count, "data")


def fill_ours(count: int) -> None:
    """Fill our catalogue with as many copies of a dataset."""
    import dcat

    dcat.application()
    dcat.fill(count + 1)


@contextlib.contextmanager
def served(ini: Path, folder: Path) -> Iterator[str]:
    """Serve the catalogue of an ini; yield its address."""
    port = serving.free_port()
    paths = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
    environ = {**vanilla.environment(ini), "PYTHONPATH": paths}
    command = [serving.PROGRAMS / "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "1", "--timeout", "300"]
    with (folder / f"{port}.log").open("ab") as log:
        process = subprocess.Popen([*command, "portal:application()"], env=environ, stdout=log, stderr=log)
        try:
            url = f"http://127.0.0.1:{port}"
            address = url + PAGES["package_search"]
            serving.wait_for(lambda: urllib.request.urlopen(address, timeout=30), serving.START_SECONDS)
            yield url
        finally:
            process.terminate()
            process.wait(serving.STOP_SECONDS)


def seconds(base: str, path: str) -> float:
    """Return how long a page took. Raises for one that did not come."""
    import urllib3

    start = time.perf_counter()
    answer = urllib3.request("GET", base + path, timeout=120, retries=False)
    taken = time.perf_counter() - start
    if answer.status != 200:
        raise RuntimeError(f"{base}{path}: {answer.status}")
    return taken


def timed(ours: str, peer: str, rounds: int) -> dict[str, tuple[list[float], list[float]]]:
    """Return the sorted milliseconds of each page: of ours, and of the peer's, asked for in turn."""
    taken: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in PAGES}
    for number in range(rounds + 1):
        for name, path in PAGES.items():
            both = [seconds(base, path) * 1000 for base in (ours, peer)]
            # the first round reads what is read once
            for listed, milliseconds in zip(taken[name], both, strict=True) if number else ():
                listed.append(milliseconds)
    return {name: (sorted(one), sorted(other)) for name, (one, other) in taken.items()}


def weighed(base: str, visits: int) -> dict[str, tuple[float, float]]:
    """Return the kilobytes that each page transfers, and its LCP in milliseconds; medians of so many visits."""
    from browser.conftest import CHROMIUM, FLAGS
    from playwright.sync_api import sync_playwright

    weights = {}
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name, path in PAGES.items():
            if path.startswith("/api/"):
                continue
            runs = [visited(chromium, base + path) for _visit in range(visits)]
            weights[name] = (
                statistics.median(size for size, _lcp in runs),
                statistics.median(lcp for _size, lcp in runs),
            )
        chromium.close()
    return weights


def visited(chromium: Any, address: str) -> tuple[float, float]:
    """Return kilobytes and LCP (milliseconds) of one visit with an empty cache."""
    context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="id-ID", bypass_csp=True)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_4G)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address, wait_until="networkidle", timeout=120_000)
    lcp = page.evaluate(LCP)
    context.close()
    return sum(sizes) / 1000, float(lcp)


def main(count: int, rounds: int) -> int:
    """Print the times and the weights of both; return 1 where a goal is missed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plugins = ("scheming_datasets", "dcat")
        with vanilla.catalogue(folder, *plugins, with_ckan_schema=True, **SCHEMAS) as plain:
            ours = Path(os.environ["CKAN_INI"])
            for ini, side in ((plain, "--fill-peer"), (ours, "--fill-ours")):
                command = [sys.executable, __file__, side, str(count)]
                subprocess.run(command, env=vanilla.environment(ini), check=True)
            with served(ours, folder) as our_base, served(plain, folder) as peer_base:
                print(f"{count} datasets, {rounds} rounds", flush=True)
                taken = timed(our_base, peer_base, rounds)
                visits = min(VISITS, rounds)
                weights = {"ours": weighed(our_base, visits), "peer": weighed(peer_base, visits)}
    return tell(taken, weights)


def tell(taken: dict[str, tuple[list[float], list[float]]], weights: dict[str, dict[str, tuple[float, float]]]) -> int:
    """Print the figures; return 1 where a goal is missed."""
    is_met = True
    for name, sides in taken.items():
        p95s = [times[max(0, int(len(times) * 0.95) - 1)] for times in sides]
        medians = [statistics.median(times) for times in sides]
        is_met &= p95s[0] <= MOST_TIMES * p95s[1]
        print(
            f"{name}: p95 {p95s[0]:.0f} ms beside {p95s[1]:.0f} ({p95s[0] / p95s[1]:.2f} times), "
            f"median {medians[0]:.0f} beside {medians[1]:.0f} ({medians[0] / medians[1]:.2f} times)"
        )
    for name, (size, lcp) in weights["ours"].items():
        other_size, other_lcp = weights["peer"][name]
        is_met &= size <= MOST_KB and lcp <= MOST_LCP
        print(f"{name}: {size:.0f} kB beside {other_size:.0f}, LCP {lcp:.0f} ms beside {other_lcp:.0f}")
    print(json.dumps({"goals": {"times": MOST_TIMES, "kB": MOST_KB, "LCP ms": MOST_LCP}, "met": bool(is_met)}))
    return 0 if is_met else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--fill-peer"]:
        fill_peer(int(sys.argv[2]))
    elif sys.argv[1:2] == ["--fill-ours"]:
        fill_ours(int(sys.argv[2]))
    else:
        numbers = [int(word) for word in sys.argv[1:]]
        sys.exit(main(*(numbers + [DATASETS, ROUNDS][len(numbers) :])))
