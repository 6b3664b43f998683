"""The demonstration's portal, saved while it runs and restored elsewhere, is the same portal.

It is a proof on the portal of this checkout, so it runs where `./satudata up` has loaded the demonstration.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.compare import isomorphic
from serving import ROOT, free_port

from native import backup, postgres, services
from native.layout import Layout, load_settings

HERE = Layout(ROOT)
pytestmark = [
    pytest.mark.slow,
    # a second installation is made; 4 minutes on an idle machine
    pytest.mark.timeout(3600),
    pytest.mark.skipif(
        not (HERE.stamps / "demo").exists() or not load_settings(HERE).get("demo"),
        reason="the demonstration is not loaded here: ./satudata up --detach",
    ),
]
# what nobody writes while the portal only runs: its content as a digest, wherever the rows lie
KEPT = (
    *("package", "resource", '"group"', "member", '"user"', "tag", "package_tag"),
    *("satudata_observation", "satudata_submission", "satudata_release", "satudata_request", "satudata_request_event"),
)
# what a harvest brings moves on in both portals while they are compared: the demonstration's sources go with the clock
STILL = "SELECT id FROM package WHERE NOT coalesce(extras ? 'harvest_source_id', false)"
OF_PACKAGE = f"t.package_id IN ({STILL})"
WHERE = {
    "package": f"t.id IN ({STILL})",
    **dict.fromkeys(("resource", "package_tag", "satudata_submission", "satudata_release"), OF_PACKAGE),
    "satudata_observation": f"t.set_id IN (SELECT id FROM satudata_observation_set t WHERE {OF_PACKAGE})",
}
DIGEST = "SELECT count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '') FROM {0} t"
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
SECONDS = 3000


@pytest.fixture(scope="module")
def portal():
    """Have the portal of this checkout running; return its layout and ports."""
    ports = services.ports_of(HERE)
    if not services.http_ok(f"http://127.0.0.1:{ports['web']}/api/3/action/status_show"):
        _run(ROOT, "up", "--detach")
    return HERE, ports


@pytest.fixture(scope="module")
def restored(portal):
    """Save the running portal for a key, restore it in an empty folder with other ports; return layout and ports."""
    place, _ports = portal
    # the services' account has to enter it
    folder = Path(tempfile.mkdtemp(prefix="satudata-pulih-", dir="/var/tmp"))
    folder.chmod(0o755)
    recipients = place.etc / backup.RECIPIENTS
    before = recipients.read_text(encoding="utf-8") if recipients.exists() else None
    elsewhere = folder / "lain"
    try:
        recipients.unlink(missing_ok=True)
        _run(ROOT, "backup", "--make-key", folder / "kunci")
        _run(ROOT, "backup", "--to", folder / "cadangan")
        [file] = (folder / "cadangan").glob("*.tar.gz.age")
        assert b"manifest" not in file.read_bytes()[:4096]
        _checkout(elsewhere)
        refused = _run(elsewhere, "restore", file, code=1)
        assert "--key" in refused
        output = _run(elsewhere, "restore", file, "--key", folder / "kunci", "--port", free_port())
        assert "sama dengan cadangan" in output
        layout = Layout(elsewhere)
        yield layout, services.ports_of(layout)
    finally:
        _run(elsewhere, "stop")
        if before is None:
            recipients.unlink(missing_ok=True)
        else:
            recipients.write_text(before, encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)


def _run(root, *words, code=0):
    """Run `./satudata` in a folder; return what it said. Fails for another exit code."""
    command = [sys.executable, root / "satudata", *map(str, words)]
    ours = ("CKAN", "PYTEST", "SATUDATA")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    done = subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert done.returncode == code, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def _checkout(folder):
    """Lay out the code as it is here, and nothing else of this installation."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in filter(None, listed.decode().split("\0")):
        if (ROOT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)


def get(ports, path):
    """Return the body of an address of a portal."""
    with urllib.request.urlopen(f"http://127.0.0.1:{ports['web']}{path}", timeout=120) as answer:
        return answer.read()


def action(ports, name, **parameters):
    """Return the result of an action, as a visitor gets it."""
    return json.loads(get(ports, f"/api/3/action/{name}?{urllib.parse.urlencode(parameters)}"))["result"]


def still(ports):
    """Return the datasets that no harvest brings."""
    datasets = action(ports, "package_search", rows=1000)["results"]
    return [row for row in datasets if not any(extra["key"] == "harvest_source_id" for extra in row.get("extras", []))]


def both(portal, restored, question):
    """Return what a question is answered by each portal; it takes the ports."""
    return question(portal[1]), question(restored[1])


def digest(table):
    """Return the SQL of how many rows a table has, and what is in them."""
    return DIGEST.format(table) + (f" WHERE {WHERE[table]}" if table in WHERE else "")


def test_rows_are_the_same(portal, restored):
    """Datasets, editions, observations, submissions, requests and accounts with their passwords, row for row."""
    databases = [postgres.sql(place, ports["postgres"], TABLES, "satudata") for place, ports in (portal, restored)]
    tables = set(databases[0].split())
    # newer code than that which was saved makes further tables
    assert tables <= set(databases[1].split())
    for table in KEPT:
        assert table.strip('"') in tables, table
        ours, theirs = (
            postgres.sql(place, ports["postgres"], DIGEST.format(table), "satudata")
            for place, ports in (portal, restored)
        )
        assert ours == theirs, table
        assert not ours.startswith("0 "), table


def test_search_finds_the_same(portal, restored):
    """As many datasets, the same for a question, the same facets."""
    for parameters in ({"rows": 0}, {"q": "stunting", "rows": 20}, {"q": "jumlah penduduk kecamatan", "rows": 20}):
        ours, theirs = both(portal, restored, lambda ports: action(ports, "package_search", **parameters))  # noqa: B023
        assert ours["count"] == theirs["count"] > 0
        assert [row["name"] for row in ours["results"]] == [row["name"] for row in theirs["results"]]


def test_each_file_and_each_table_is_the_same(portal, restored):
    """Every public file byte for byte, every table of the DataStore with its rows."""
    compared = tables = 0
    for dataset in still(portal[1]):
        for resource in dataset["resources"]:
            if resource.get("url_type") != "upload":
                continue
            path = urllib.parse.urlsplit(resource["url"]).path
            ours, theirs = both(portal, restored, lambda ports: hashlib.sha256(get(ports, path)).digest())  # noqa: B023
            assert ours == theirs, path
            compared += 1
            if resource.get("datastore_active"):
                search = {"resource_id": resource["id"], "limit": 5, "sort": "_id"}
                ours, theirs = both(portal, restored, lambda ports: action(ports, "datastore_search", **search))  # noqa: B023
                assert (ours["total"], ours["records"]) == (theirs["total"], theirs["records"])
                tables += 1
    assert compared > 10
    assert tables > 10


def test_the_feed_tells_the_same(portal, restored):
    """As many datasets, and each that stands still as a graph; only the address of the portal differs."""
    ours, theirs = both(portal, restored, lambda ports: action(ports, "package_search", rows=0)["count"])
    assert ours == theirs
    compared = 0
    for dataset in still(portal[1]):
        graphs = []
        for place, ports in (portal, restored):
            text = get(ports, f"/dataset/{dataset['name']}.ttl").decode()
            url = re.search(r"^ckan.site_url\s*=\s*(\S+)", place.ini.read_text(encoding="utf-8"), re.MULTILINE)[1]
            graphs.append(Graph().parse(data=text.replace(url, "https://portal.test"), format="turtle"))
        assert isomorphic(*graphs), dataset["name"]
        compared += 1
    assert compared > 10


def test_a_question_has_the_same_answer(portal, restored):
    """Observations are asked through the portal as well."""
    question = {"standard": "penduduk_jenis_kelamin", "measure": "jumlah", "period": "latest"}
    ours, theirs = both(portal, restored, lambda ports: action(ports, "satudata_observation_search", **question))
    assert ours["rows"]
    assert ours["rows"] == theirs["rows"]


def test_people_log_in_as_before(portal, restored):
    """The password of the demonstration's walidata opens the restored portal too, and another one does not."""
    name, password = next(iter(json.loads(portal[0].passwords.read_text(encoding="utf-8")).items()))
    assert _logs_in(restored[1], name, password)
    assert not _logs_in(restored[1], name, f"{password}x")


def _logs_in(ports, name, password):
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    address = f"http://127.0.0.1:{ports['web']}/user/login"
    page = opener.open(address, timeout=60).read().decode()
    token = re.search(r'name="_csrf_token"[^>]*value="([^"]+)"|content="([^"]+)"[^>]*name="_csrf_token"', page)
    form = {"login": name, "password": password, "_csrf_token": (token[1] or token[2]) if token else ""}
    request = urllib.request.Request(address, urllib.parse.urlencode(form).encode(), {"Referer": address})
    opener.open(request, timeout=60)
    return f"/user/{name}" in opener.open(f"http://127.0.0.1:{ports['web']}/dashboard/", timeout=60).read().decode()
