"""What the containers run, without Docker: the entrypoint against real services, and nginx before a real portal."""

import getpass
import http.client
import os
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
import requests
from ckan.lib.redis import connect_to_redis
from cluster import running
from serving import ROOT, wait_for

from native.layout import port_is_free

DOCKER = ROOT / "docker"
NGINX = """
daemon off;
user {user};
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    include {folder}/default.conf;
}}
"""


def free_port(first):
    """Return a port that nothing listens on."""
    return next(port for port in range(first, first + 200) if port_is_free(port))


@pytest.fixture
def cluster(tmp_path):
    """Start an empty PostgreSQL cluster of its own; return its port and the superuser's password."""
    with running(tmp_path) as running_cluster:
        yield running_cluster.port, running_cluster.superuser


@pytest.fixture
def container(tmp_path, cluster):
    """Return a function that runs the entrypoint beside an empty PostgreSQL."""
    return image(tmp_path, *cluster)


def image(tmp_path, port, superuser):
    """Lay the image's files out in a folder; return a function that runs the entrypoint in it."""
    home, index = tmp_path / "home", tmp_path / "index"
    for folder in (home, index, tmp_path / "run"):
        folder.mkdir()
    shutil.copytree(ROOT / "config/ini", home / "ini")
    shutil.copytree(DOCKER / "solr/configset/conf", home / "configset")
    shutil.copy(DOCKER / "databases.sql", home)
    base = Path(os.environ["CKAN_INI"].replace(".ini", "-base.ini")).read_text()
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "CKAN_INI": str(tmp_path / "run/ckan.ini"),
        "SATUDATA_HOME": str(home),
        "SATUDATA_INDEX": str(index),
        "PGHOST": "127.0.0.1",
        "PGPORT": str(port),
        "PGUSER": "postgres",
        "PGDATABASE": "postgres",
        "PGPASSWORD": superuser,
        "DATABASE_PASSWORD": "satu",
        "DATASTORE_READ_PASSWORD": "dua",
        "SECRET_KEY": "tiga",
        "CSRF_KEY": "empat",
        "API_TOKEN_KEY": "lima",
        "SQLALCHEMY_URL": f"postgresql://satudata:satu@127.0.0.1:{port}/satudata",
        "DATASTORE_WRITE_URL": f"postgresql://satudata:satu@127.0.0.1:{port}/satudata_datastore",
        "DATASTORE_READ_URL": f"postgresql://satudata_read:dua@127.0.0.1:{port}/satudata_datastore",
        "REDIS_URL": re.search(r"^ckan.redis.url = (.+)$", base, re.MULTILINE)[1],
        "SOURCES_URL": "",
        "SOURCES_FOLDER": "",
        "ASSISTANTS_URL": "",
        "SNAPSHOT_URL": "",
        "HARVEST_SOURCES": "",
        "PROFILE_THEMES": "",
        "HARVEST_SECRETS": "",
        "SOLR_URL": re.search(r"^solr_url = (.+)$", base, re.MULTILINE)[1],
        "SITE_ID": "satudata",
        "SITE_URL": "http://localhost:8080",
        "SITE_TITLE": "Satu Data Kabupaten Buleleng",
        "TIMEZONE": "Asia/Makassar",
        "WILAYAH": "51.08",
        "STORAGE": str(tmp_path / "storage"),
        "CACHE": str(tmp_path / "cache"),
        "SATUDATA_ETC": str(tmp_path / "etc"),
    }

    def run(*words, **changes):
        variables = {key: value for key, value in {**environment, **changes}.items() if value is not None}
        return subprocess.run(
            [DOCKER / "entrypoint.sh", *words], env=variables, capture_output=True, text=True, check=False
        )

    return run


@pytest.mark.services
def test_migrations_make_everything_and_repeat(container, tmp_path):
    """The migrate container makes roles, databases and tables on an empty server; a second run changes nothing."""
    first = container("migrate")
    assert first.returncode == 0, first.stderr
    stamp = (tmp_path / "index/configset.stamp").read_text()
    second = container("migrate", DATABASE_PASSWORD="satu")
    assert second.returncode == 0, second.stderr
    assert (tmp_path / "index/configset.stamp").read_text() == stamp
    assert (tmp_path / "run/ckan.ini").stat().st_mode & 0o077 == 0
    added = container("ckan", "user", "add", "petugas", "email=petugas@contoh.go.id", "password=rahasia-uji")
    assert added.returncode == 0, added.stderr
    assert "petugas" in container("ckan", "user", "list").stdout
    assert "satudata_read" in container("ckan", "datastore", "set-permissions").stdout


@pytest.mark.services
def test_settings_of_the_district_reach_each_container(tmp_path):
    """What `config set` has written is in the ini of each next start, and no start changes the file of settings."""
    run = image(tmp_path, free_port(5700), "")
    written = run("config", "set", "smtp.server=mail.blorakab.go.id:587")
    assert written.returncode == 0, written.stderr
    assert "docker compose" in written.stdout
    kept = (tmp_path / "etc/satudata.ini").read_text()
    # without its database it goes no further than its configuration
    run("ckan", "--help")
    assert "\nsmtp.server = mail.blorakab.go.id:587\n" in (tmp_path / "run/ckan.ini").read_text()
    assert (tmp_path / "etc/satudata.ini").read_text() == kept
    (tmp_path / "etc/satudata.ini").write_text("omong kosong")
    broken = run("ckan", "--help")
    assert broken.returncode == 78
    assert "satudata.ini baris 1" in broken.stderr


@pytest.mark.services
def test_missing_setting_stops_the_start(tmp_path):
    """A container without one of its settings does not start, and says which and where to look."""
    result = image(tmp_path, free_port(5700), "")("web", SITE_URL=None)
    assert result.returncode == 78
    assert "SITE_URL" in result.stderr
    assert "docker/.env" in result.stderr


@pytest.mark.services
def test_unknown_role_is_explained(container):
    """A mistyped command names those that exist."""
    result = container("serve")
    assert result.returncode == 64
    assert "Peran 'serve' tidak dikenal" in result.stderr


@pytest.fixture
def nginx(tmp_path):
    """Return a function that starts nginx with the container's file before an upstream; it returns the address."""
    running = []

    def start(upstream):
        port = free_port(8300)
        text = (DOCKER / "nginx/default.conf").read_text()
        for old, new in {
            "listen 8080;": f"listen 127.0.0.1:{port};",
            "http://web:5000": upstream.replace("localhost", "127.0.0.1"),
            "/var/cache/nginx": str(tmp_path),
            "/usr/share/nginx/satudata": str(DOCKER / "nginx/pages"),
        }.items():
            assert old in text
            text = text.replace(old, new)
        (tmp_path / "default.conf").write_text(text)
        main = tmp_path / "nginx.conf"
        main.write_text(NGINX.format(folder=tmp_path, user=getpass.getuser()))
        program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
        running.append(subprocess.Popen([program, "-p", tmp_path, "-c", main], stderr=subprocess.DEVNULL))
        address = f"http://127.0.0.1:{port}"
        wait_for(lambda: fetch(f"{address}/-/health")[0] == 200, seconds=60)
        return address

    yield start
    for process in running:
        process.terminate()
        process.wait(10)


def fetch(address, data=None, **headers):
    """Return status, headers and text of an answer, whatever its status."""
    try:
        with urllib.request.urlopen(urllib.request.Request(address, data, headers), timeout=30) as answer:
            return answer.status, answer.headers, answer.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode(errors="replace")


@pytest.mark.services
def test_nginx_serves_the_portal(nginx, portal):
    """Pages pass through with their security headers; a visitor by https gets a cookie for https only."""
    address = nginx(portal)
    status, headers, page = fetch(f"{address}/user/login", **{"X-Forwarded-Proto": "https"})
    assert status == 200
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Strict-Transport-Security"]
    assert "secure" in headers["Set-Cookie"].lower()
    bundle = re.search(r'"(/webassets/[^"]+\.css)', page)[1]
    assert fetch(address + bundle)[1]["Cache-Control"] == "max-age=31536000"
    upload = fetch(f"{address}/dataset/a/resource/b/download/c.html")[1]
    assert "script-src 'none'" in upload["Content-Security-Policy"]


def test_nginx_says_that_the_portal_is_down(nginx):
    """While the portal restarts, visitors read so, and that they may come back."""
    status, _, page = fetch(nginx(f"http://127.0.0.1:{free_port(8600)}"))
    assert status == 502
    assert "Portal sedang tidak dapat dibuka" in page


def test_nginx_says_that_a_file_is_too_large(nginx):
    """What is over the limit is refused before it is sent, with a page that says what to do."""
    address = nginx(f"http://127.0.0.1:{free_port(8600)}")
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=10)
    connection.putrequest("POST", "/dataset/new")
    connection.putheader("Content-Length", str(402 * 1024 * 1024))
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status == 413
    assert "Berkas terlalu besar" in answer.read().decode()


@pytest.fixture
def behind_a_proxy(monkeypatch):
    """The web container's own setting: nginx alone reaches it."""
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")


@pytest.mark.services
@pytest.mark.usefixtures("with_plugins", "clean_redis")
def test_each_visitor_is_counted_alone(behind_a_proxy, portal, nginx):
    """Behind nginx the limit of checked files is the visitor's own, not that of all together."""
    address = nginx(portal)
    visitor = requests.Session()
    visitor.headers["X-Forwarded-For"] = "203.0.113.7"
    form = visitor.get(f"{address}/satudata/periksa", timeout=30).text
    token = re.search(r'name="_csrf_token" value="([^"]+)"', form)[1]
    files = {"berkas": ("t.csv", b"a,b\n1,2\n")}
    answer = visitor.post(f"{address}/satudata/periksa", data={"_csrf_token": token}, files=files, timeout=30)
    assert answer.status_code == 200
    counts = [key.decode() for key in connect_to_redis().keys("LIMITS:satudata/check/*")]
    assert [key.split("/")[2] for key in counts] == ["203.0.113.7"]
