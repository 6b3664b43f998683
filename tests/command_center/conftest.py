"""Counts what is asked of the database."""

import contextlib

import pytest
from ckan import model
from sqlalchemy import event


@pytest.fixture
def queries():
    """Return a context that gives the list of SQL statements that are sent to CKAN's database within it."""

    @contextlib.contextmanager
    def counted():
        found = []

        def note(_connection, _cursor, statement, *_rest):
            found.append(statement)

        engine = model.meta.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield found
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return counted
