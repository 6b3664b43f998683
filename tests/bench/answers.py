"""Times a page of search with its answer beside that of plain CKAN 2.12 with its own schema, and suggestions.

./satudata bench answers [DATASETS] [OBSERVATIONS]

Both catalogues hold the same number of copies of one dataset; ours also holds the observations, in the tables of
`bench discrepancies`. The same words are searched for in turn, in a process of each; what ours keeps of an answer for
the next one who asks is forgotten each time. Goals: our median at most 1.3 times the peer's; 95th percentiles
of an answer 80 ms, of suggestions 50 ms.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import copies
import discrepancies
import vanilla

NEEDS = ("services",)
# arguments of a run that only shows that it runs, which the suite does
TINY = ("20", "500")
DATASETS, OBSERVATIONS, ROUNDS = 10_000, 5_000_000, 10
MOST_TIMES, ANSWER_MS, SUGGESTION_MS = 1.3, 80, 50
TITLE = "Jumlah Penduduk Menurut Kecamatan"
NOTES = "Penduduk, harga cabai, stunting dan bantuan sosial menurut kecamatan dan desa."
QUESTIONS = (
    "penduduk",
    "jumlah penduduk menurut kecamatan",
    "berapa penduduk gerokgak",
    "penduduk perempuan 2024",
    "kecamatan dengan penduduk terbanyak",
    "penduduk 5 tahun terakhir",
    "harga cabai",
    "bantuan sosial gerokgak",
    "stunting",
    "jumlah penduduk desa",
)
TYPED = (
    "pe",
    "pen",
    "penduduk",
    "penduduk ger",
    "ger",
    "kecamatan s",
    "har",
    "bantuan",
    "berapa penduduk ban",
    "51.08",
)


def application() -> Any:
    """Return the application of the catalogue in CKAN_INI."""
    from ckan.cli import CKANConfigLoader
    from ckan.config.middleware import make_app

    return make_app(CKANConfigLoader(os.environ["CKAN_INI"]).get_config())._wsgi_app


def serve_peer(count: int) -> None:
    """Fill the plain catalogue; then answer each line of words with the milliseconds of its search."""
    app = application()
    from ckan.plugins import toolkit as tk

    with app.test_request_context():
        user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
        act = {"ignore_auth": True, "user": user}
        office = tk.get_action("organization_create")(act, {"name": "dinas", "title": "Dinas"})
        data = {"name": "bench-answers", "title": TITLE, "notes": NOTES, "owner_org": office["id"]}
        record = tk.get_action("package_create")(dict(act), data)
        copies.make(tk.get_action("package_show")(dict(act), {"id": record["id"]}), count - 1, "bench-answers")
    print("ready", flush=True)
    for line in sys.stdin:
        print(search(app, line.strip()), flush=True)


def search(app: Any, words: str) -> float:
    """Return the milliseconds of the page of a search."""
    client = app.test_client()
    start = time.perf_counter()
    answer = client.get("/dataset/", query_string={"q": words})
    milliseconds = (time.perf_counter() - start) * 1000
    assert answer.status_code == 200, answer.status_code
    return milliseconds


def fill(count: int, office: str) -> str:
    """Make so many copies of a dataset of ours; return the id of the first."""
    from ckan.plugins import toolkit as tk
    from factories_satudata import dataset_dict

    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    data = dataset_dict(name="bench-answers", title=TITLE, notes=NOTES, owner_org=office)
    record = tk.get_action("package_create")({"ignore_auth": True, "user": user}, data)
    shown = tk.get_action("package_show")({"ignore_auth": True, "user": user}, {"id": record["id"]})
    copies.make(shown, count - 1, "bench-answers")
    return str(record["id"])


def clear() -> None:
    """Take the copies out of database and index."""
    from ckan import model
    from ckan.lib.search.common import make_connection
    from ckan.plugins import toolkit as tk
    from sqlalchemy import text

    of_copies = "package_id IN (SELECT id FROM package WHERE name LIKE 'bench-answers-%')"
    model.Session.execute(text(f"DELETE FROM resource WHERE {of_copies}"))
    model.Session.execute(text("DELETE FROM package WHERE name LIKE 'bench-answers-%'"))
    model.Session.commit()
    make_connection().delete(q="name:bench-answers*", commit=True)
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    tk.get_action("dataset_purge")({"ignore_auth": True, "user": user}, {"id": "bench-answers"})


def measure(peer: subprocess.Popen[str], app: Any) -> dict[str, list[float]]:
    """Return the sorted milliseconds of the peer's page, of ours with the answer, of an answer, of suggestions."""
    from ckan.plugins import toolkit as tk
    from ckanext.satudata.answers import asking

    assert peer.stdin
    assert peer.stdout
    taken: dict[str, list[float]] = {"peer": [], "ours": [], "answer": [], "suggestions": []}
    for number in range(ROUNDS + 1):
        for words, typed in zip(QUESTIONS, TYPED, strict=True):
            peer.stdin.write(f"{words}\n")
            peer.stdin.flush()
            times = {"peer": float(peer.stdout.readline())}
            asking._ask_again.cache_clear()
            times["ours"] = search(app, words)
            for name, action, text in (
                ("answer", "satudata_answer_show", words),
                ("suggestions", "satudata_suggestion_list", typed),
            ):
                asking._ask_again.cache_clear()
                with app.test_request_context():
                    start = time.perf_counter()
                    tk.get_action(action)({}, {"q": text})
                    times[name] = (time.perf_counter() - start) * 1000
            # the first round reads what is read once
            for name, milliseconds in times.items() if number else ():
                taken[name].append(milliseconds)
    return {name: sorted(values) for name, values in taken.items()}


def main(datasets: int, observations: int) -> int:
    """Print the times; return 1 where a goal is missed."""
    with (
        tempfile.TemporaryDirectory() as folder,
        vanilla.catalogue(Path(folder), with_ckan_schema=True) as ini,
        subprocess.Popen(
            [sys.executable, __file__, "--peer", str(datasets)],
            env=vanilla.environment(ini),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as peer,
        discrepancies.catalogue() as table,
    ):
        from ckan import model

        made = discrepancies.make(table, observations)
        dataset, _resource = table(0)
        office = model.Package.get(dataset).owner_org
        fill(datasets, office)
        assert peer.stdout
        assert peer.stdout.readline() == "ready\n"
        print(f"{datasets} datasets, {made} observations", flush=True)
        try:
            taken = measure(peer, application())
        finally:
            assert peer.stdin
            peer.stdin.close()
            clear()
    p95 = {name: values[int(len(values) * 0.95) - 1] for name, values in taken.items()}
    for name, values in taken.items():
        print(f"{name}: median {statistics.median(values):.1f} ms, p95 {p95[name]:.1f} ms")
    times = statistics.median(taken["ours"]) / statistics.median(taken["peer"])
    print(json.dumps({"ours / peer": round(times, 2)}))
    print(f"goals: {MOST_TIMES} times, answer p95 {ANSWER_MS} ms, suggestions p95 {SUGGESTION_MS} ms")
    met = times <= MOST_TIMES and p95["answer"] <= ANSWER_MS and p95["suggestions"] <= SUGGESTION_MS
    return 0 if met else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peer"]:
        serve_peer(int(sys.argv[2]))
        sys.exit()
    numbers = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*(numbers + [DATASETS, OBSERVATIONS][len(numbers) :])))
