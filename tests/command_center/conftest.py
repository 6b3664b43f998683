"""Counts what is asked of the database."""

import contextlib

import pytest
from statements import counted


@pytest.fixture
def queries():
    """Return a context that gives the list of SQL statements that are sent to CKAN's database within it."""

    @contextlib.contextmanager
    def listed():
        with counted() as cost:
            yield cost.statements

    return listed
