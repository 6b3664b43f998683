"""Shared fixtures; CKAN's own come with its wheel."""

import contextlib
import io
import os
import re
import sys

import pytest

if (number := os.environ.get("PYTEST_XDIST_WORKER")) and (inis := os.environ.get("SATUDATA_TEST_INIS")):
    # before CKAN reads its configuration: each worker has databases, an index and files of its own
    os.environ["CKAN_INI"] = inis.split(os.pathsep)[int(number.removeprefix("gw"))]

from ckan import model
from ckan.common import config_declaration
from ckan.lib import app_globals
from ckan.model import user
from ckan.tests import helpers
from ckanext.satudata.tables import duck
from openpyxl import Workbook
from serving import ROOT, free_port, web_server, worker
from sqlalchemy import MetaData

MIGRATIONS = ROOT / "ckanext-satudata" / "ckanext" / "satudata" / "migration"
FAILURE_CHARACTERS = 1500
INI = """[app:main]
use = config:{base}
testing = false
ckan.site_url = {url}
ckanext.dcat.base_uri = {url}
WTF_CSRF_ENABLED = true
ckanext.satudata.wall_hosts = 127.0.0.1
ckan.files.storage.default.type = ckan:fs
ckan.files.storage.default.path = {storage}
ckan.files.storage.default.initialize = true
ckan.files.storage.pending.type = ckan:fs
ckan.files.storage.pending.path = {storage}/pending
ckan.files.storage.pending.initialize = true
ckan.files.storage.drafts.type = ckan:fs
ckan.files.storage.drafts.path = {storage}/drafts
ckan.files.storage.drafts.initialize = true
ckan.files.storage.tables.type = ckan:fs
ckan.files.storage.tables.path = {storage}/tables
ckan.files.storage.tables.initialize = true
"""


# the marks of all tests of a file
MARKS = re.compile(r"^pytestmark = (\[.*?\]|[^\n]*)$", re.MULTILINE | re.DOTALL)


def pytest_ignore_collect(collection_path, config):
    """Leave out a file whose tests all need the services, where none is wanted: to import it takes longest."""
    marked = config.option.markexpr or ""
    if "not services" not in marked or " or " in marked or not collection_path.match("test_*.py"):
        return None
    marks = MARKS.search(collection_path.read_text(encoding="utf-8"))
    return True if marks and "pytest.mark.services" in marks[1] else None


# what a test may want that takes longer to start than most tests take
STARTED = {"portal", "chromium", "cluster", "mariadb"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark each test that wants the application, or nginx before it: it needs the services. The longest come first."""
    for item in items:
        if {"application", "nginx"} & {*item.fixturenames}:
            item.add_marker(pytest.mark.services)
    first = {}
    for item in items:
        first[item.path] = min(first.get(item.path, 3), _place(item))
    items.sort(key=lambda item: first[item.path])


def _place(item):
    """Return 0 for a test that takes minutes, 1 where something is started for it, 2 with services, 3 without."""
    marks = [item.get_closest_marker("slow"), STARTED & {*item.fixturenames}, item.get_closest_marker("services")]
    return next((place for place, has in enumerate(marks) if has), len(marks))


def pytest_runtest_logreport(report):
    """Print a failure when it happens: a run that is cut short has no summary, and must still say what failed."""
    if report.failed and "PYTEST_XDIST_WORKER" not in os.environ:
        sys.stderr.write(f"\n== {report.when} of {report.nodeid}\n{report.longreprtext[-FAILURE_CHARACTERS:]}\n")


@pytest.fixture(scope="session", autouse=True)
def one_duckdb():
    """Let the tests use one DuckDB after another, as the check of one file does."""
    with duck.reusing():
        yield


@pytest.fixture(scope="session")
def application():
    """Make the application with all our plugins, once: CKAN's fixtures do it anew for each test, and that is slow."""
    # of the hundreds of people that tests create, few ever log in
    user.pbkdf2_sha512 = user.pbkdf2_sha512.using(rounds=1)
    return helpers._get_test_app()


@pytest.fixture
def with_plugins(application, ckan_config):
    """Have all our plugins loaded, and what a test's marks set in the form that the declaration gives it."""
    config_declaration.normalize(ckan_config)


@pytest.fixture
def app(application, ckan_config):
    """Return the application; what it keeps of the configuration is asked for anew."""
    app_globals._CONFIG_CACHE.clear()
    return application


@pytest.fixture
def workbook():
    """Return a function that makes the bytes of an XLSX from rows."""

    def make(rows):
        book = Workbook()
        for row in rows:
            book.active.append(row)
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    return make


@pytest.fixture(scope="session")
def tables():
    """Remember the tables once they are laid out: to empty them is much quicker."""
    return MetaData()


@pytest.fixture
def clean_db(tables, reset_db, migrate_db_for, reset_storages):
    """Empty the catalogue's database and its files; CKAN's own fixture forgets the tables of its plugins."""
    reset_storages()
    if not tables.tables:
        pooled = model.meta.engine
        reset_db()
        for plugin in ("activity", *(folder.parent.name for folder in MIGRATIONS.glob("*/alembic.ini"))):
            migrate_db_for(plugin)
        tables.reflect(pooled)
        # Alembic leaves an engine that opens a connection for each session
        model.init_model(pooled)
        return
    model.Session.remove()
    emptied = [table for table in reversed(tables.sorted_tables) if not table.name.endswith("alembic_version")]
    with model.meta.engine.begin() as connection:
        # one journey for all
        connection.exec_driver_sql(";".join(f'DELETE FROM "{table.name}"' for table in emptied))


@pytest.fixture
def portal_options():
    """Return lines for the configuration of `portal`; a module that wants some has its own."""
    return ""


class Portals:
    """Web servers on the test databases, one at a time: it takes as long to start one as to run many a test."""

    def __init__(self, folder):
        self._folder = folder
        self._stack = contextlib.ExitStack()
        self._running = None

    def get(self, options):
        """Return ini and address of a web server with further lines of configuration, and what a test has set."""
        state = (options, os.environ.get("FORWARDED_ALLOW_IPS"))
        if self._running and self._running[0] == state:
            return self._running[1]
        self.stop()
        url = f"http://localhost:{free_port()}"
        ini = self._folder / "browser.ini"
        settings = INI.format(base=os.environ["CKAN_INI"], url=url, storage=self._folder / "storage")
        ini.write_text(settings + options)
        self._stack.enter_context(web_server(ini, url, {**os.environ, "CKAN_INI": str(ini)}))
        self._running = (state, (ini, url))
        return ini, url

    def stop(self):
        """End the one that runs."""
        self._running = None
        self._stack.close()


@pytest.fixture(scope="session")
def portals(tmp_path_factory):
    """Return what starts web servers on the test databases."""
    running = Portals(tmp_path_factory.mktemp("portal"))
    yield running
    running.stop()


@pytest.fixture
def portal_ini(portals, portal_options):
    """Return the configuration of `portal`."""
    return portals.get(portal_options)[0]


@pytest.fixture
def portal(portals, portal_options, portal_ini):
    """Have a web server on the test databases, and a worker of this test alone; return the address."""
    _ini, url = portals.get(portal_options)
    with worker(portal_ini, {**os.environ, "CKAN_INI": str(portal_ini)}):
        yield url
