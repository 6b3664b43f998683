"""A whole portal on the test databases: web server, worker and Chromium."""

import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from ckan.tests import factories, helpers
from factories_satudata import Organization
from playwright.sync_api import sync_playwright

from native.layout import port_is_free

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",  # the tests may run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "kata-sandi-uji"
INI = """[app:main]
use = config:{base}
testing = false
ckan.site_url = {url}
WTF_CSRF_ENABLED = true
ckan.files.storage.default.type = ckan:fs
ckan.files.storage.default.path = {storage}
ckan.files.storage.default.initialize = true
ckan.files.storage.pending.type = ckan:fs
ckan.files.storage.pending.path = {storage}/pending
ckan.files.storage.pending.initialize = true
"""


@pytest.fixture(scope="session")
def chromium():
    """Return Debian's own Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def officer():
    """Create an officer who publishes for one OPD; return the log-in name."""
    office = Organization(title="Dinas Kesehatan", name="dinkes", surel="dinkes@satudata.example")
    user = factories.User(name="petugas", password=PASSWORD, email="petugas@satudata.example")
    helpers.call_action("member_create", id=office["id"], object=user["name"], object_type="user", capacity="editor")
    return user["name"]


@pytest.fixture
def portal(tmp_path):
    """Start web server and worker on the test databases; return the address."""
    port = next(port for port in range(5200, 5400) if port_is_free(port))
    url = f"http://localhost:{port}"
    ini = tmp_path / "browser.ini"
    ini.write_text(INI.format(base=os.environ["CKAN_INI"], url=url, storage=tmp_path / "storage"))
    environ = {**os.environ, "CKAN_INI": str(ini)}
    programs = Path(sys.executable).parent
    web = [programs / "gunicorn", "--bind", f"127.0.0.1:{port}", "--threads", "4", "ckanext.satudata.wsgi"]
    worker = [programs / "ckan", "-c", ini, "jobs", "worker"]
    with (tmp_path / "portal.log").open("wb") as log:
        running = [
            subprocess.Popen(command, env=environ, cwd=tmp_path, stdout=log, stderr=log) for command in (web, worker)
        ]
        try:
            wait_for(lambda: urllib.request.urlopen(f"{url}/api/3/action/status_show", timeout=5), seconds=60)
            yield url
        finally:
            for process in running:
                process.terminate()
            for process in running:
                process.wait(20)


def wait_for(attempt, seconds):
    """Repeat `attempt` until it neither raises nor returns something false; return its result."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            result = attempt()
        except OSError:
            result = None
        if result:
            return result
        assert time.monotonic() < deadline, "not ready in time"
        time.sleep(0.3)


@pytest.fixture
def open_page(chromium, portal):
    """Return a function that opens a page of the portal in a window of the given width, with nobody logged in."""
    contexts = []

    def make(path, width=1920):
        context = chromium.new_context(viewport={"width": width, "height": 800}, locale="id-ID", accept_downloads=True)
        contexts.append(context)
        page = context.new_page()
        page.goto(portal + path)
        return page

    yield make
    for context in contexts:
        context.close()
