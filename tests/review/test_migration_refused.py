"""What was kept as a draft of the check becomes a submission; no file is lost on the way, nor on the way back."""

import datetime
import importlib.util
import json
from pathlib import Path

import ckanext.satudata
import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from ckan import model

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db")]

PACKAGE = Path(next(iter(ckanext.satudata.__path__)))
SCHEMA = "before_refused"
BEFORE = ("20261129_review", "20261130_signature", "20261130_bulk")
PROBLEMS = [{"type": "code", "level": "error"}, {"type": "spaces", "level": "warning"}]
REPORT = json.dumps({"problems": PROBLEMS, "counts": {"code": 12, "spaces": 3}})
CHECKS = {"a": "draft", "b": "published", "c": "deleted", "d": "valid"}


def migration(plugin, name):
    """Return a migration of a plugin as a module."""
    path = PACKAGE / "migration" / plugin / "versions" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def connection():
    """Return a connection to a schema of its own, with the tables as they were before."""
    with model.meta.engine.connect() as connection, connection.begin() as transaction:
        connection.execute(sa.text(f"CREATE SCHEMA {SCHEMA}"))
        connection.execute(sa.text(f"SET LOCAL search_path TO {SCHEMA}"))
        with Operations.context(MigrationContext.configure(connection)):
            migration("satudata_validation", "5d1c0f3a0001_report").upgrade()
            for name in BEFORE:
                migration("satudata_review", name).upgrade()
            yield connection
        transaction.rollback()


def states(connection):
    """Return the state of each check by its id."""
    return dict(connection.execute(sa.text("SELECT id, state FROM satudata_report")).tuples().all())


def test_refused_files_are_moved(connection):
    """What waits waits on, with what was found; what was settled is history; a valid check is none of it."""
    text = (
        "INSERT INTO satudata_report (id, package_id, created, filename, sha256, size, settings, state, report) "
        "VALUES (:id, 'p', :created, :file, '', 1, '{}', :state, :report)"
    )
    created = datetime.datetime.fromisoformat("2026-11-01T08:00")
    for name, state in CHECKS.items():
        values = {"id": name, "created": created, "file": f"{name}.csv", "state": state, "report": REPORT}
        connection.execute(sa.text(text), values)
    refused = migration("satudata_review", "20261130_refused")
    refused.upgrade()
    rows = connection.execute(sa.text("SELECT check_id, state, package_id, changed, summary FROM satudata_submission"))
    moved = {row.check_id: row for row in rows}
    assert {name: row.state for name, row in moved.items()} == {"a": "refused", "b": "dropped", "c": "dropped"}
    summary = {"fields": 0, "files": 1, "file": "a.csv", "errors": 12, "warnings": 3}
    assert (moved["a"].package_id, moved["a"].changed, moved["a"].summary) == ("p", created, summary)
    assert states(connection) == {"a": "refused", "b": "refused", "c": "refused", "d": "valid"}
    events = connection.execute(sa.text("SELECT submission_id, what FROM satudata_submission_event ORDER BY id")).all()
    assert {row.what for row in events if row.submission_id == "ra"} == {"refused"}
    assert {row.what for row in events if row.submission_id == "rc"} == {"refused", "dropped"}
    refused.downgrade()
    assert states(connection) == {"a": "draft", "b": "deleted", "c": "deleted", "d": "valid"}


def test_a_new_portal_has_nothing_to_move(connection):
    """The tables of the check may come after those of the review."""
    connection.execute(sa.text("DROP TABLE satudata_report"))
    migration("satudata_review", "20261130_refused").upgrade()
    assert connection.execute(sa.text("SELECT count(*) FROM satudata_submission")).scalar() == 0
