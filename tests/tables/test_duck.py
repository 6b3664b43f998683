"""What connects to DuckDB finds it empty, whoever had it before."""

import duckdb
import pytest
from ckanext.satudata.tables import duck


def test_an_instance_that_is_used_again_is_empty():
    """Tables and views of the one before are gone, also for cursors; nothing is left at the end of the block."""
    with duck.reusing():
        with duck.connect() as first:
            first.execute("CREATE TABLE cells AS SELECT 1 AS n")
            first.execute("CREATE VIEW seen AS SELECT * FROM cells")
            with first.cursor() as cursor:
                assert cursor.execute("SELECT n FROM seen").fetchall() == [(1,)]
        with duck.connect() as second, second.cursor() as cursor:
            for name in ("cells", "seen"):
                with pytest.raises(duckdb.CatalogException):
                    cursor.execute(f"SELECT * FROM {name}")


def test_two_at_once_are_apart():
    """A connection within another one has tables of its own."""
    with duck.reusing(), duck.connect() as outer:
        outer.execute("CREATE TABLE cells AS SELECT 1 AS n")
        with duck.connect() as inner, pytest.raises(duckdb.CatalogException):
            inner.execute("SELECT * FROM cells")
        assert outer.execute("SELECT n FROM cells").fetchall() == [(1,)]


def fail():
    """Leave a table behind, and fail."""
    with duck.connect() as connection:
        connection.execute("CREATE TABLE cells AS SELECT 1 AS n")
        connection.execute("SELECT wrong")


def test_one_that_failed_is_not_used_again():
    """What an error left of an instance nobody else meets."""
    with duck.reusing():
        with pytest.raises(duckdb.Error):
            fail()
        with duck.connect() as second:
            second.execute("CREATE TABLE cells AS SELECT 2 AS n")
            assert second.execute("SELECT n FROM cells").fetchall() == [(2,)]
