"""A DuckDB for tables: bounded in memory, alone with what it holds, and made as seldom as possible."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from contextvars import ContextVar

import duckdb

# a table of as many columns as can be stored needs 270 MB, if it has only one row
MEMORY = "512MB"
THREADS = 2


class _Instance:
    """A DuckDB, and the private folder for what does not fit into its memory."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self.connection = duckdb.connect()
        for name, value in {"memory_limit": MEMORY, "temp_directory": self._folder.name, "threads": THREADS}.items():
            self.connection.execute(f"SET {name} = '{value}'")
        # counted, so that an officer can be told, but not printed
        self.connection.execute("SET enable_progress_bar = true")
        self.connection.execute("SET enable_progress_bar_print = false")

    def empty(self) -> None:
        """Drop all that it holds, its cursors' as well. Raises duckdb.Error where it cannot be used any more."""
        for kind in ("view", "table"):
            query = f"SELECT {kind}_name FROM duckdb_{kind}s() WHERE NOT internal"
            for (name,) in self.connection.execute(query).fetchall():
                self.connection.execute(f'DROP {kind} "{name}"')

    def close(self) -> None:
        """End it, and remove its folder."""
        self.connection.close()
        self._folder.cleanup()


# those of a `reusing` block that nobody uses at the moment
_idle: ContextVar[list[_Instance] | None] = ContextVar("_idle", default=None)


@contextlib.contextmanager
def reusing() -> Iterator[None]:
    """Let what connects within the block use one instance after another.

    To make one is 25 ms of CPU, and the check of a small file connects eight times. At the end of the block nothing is
    left: a process that forks must have none, for its threads do not come with it.
    """
    if _idle.get() is not None:
        yield
        return
    idle: list[_Instance] = []
    token = _idle.set(idle)
    try:
        yield
    finally:
        _idle.reset(token)
        for instance in idle:
            instance.close()


@contextlib.contextmanager
def connect() -> Iterator[duckdb.DuckDBPyConnection]:
    """Connect to an empty DuckDB with bounded memory; what does not fit goes to a folder that is removed."""
    idle = _idle.get()
    instance = idle.pop() if idle else _Instance()
    try:
        yield instance.connection
        if idle is None:
            return
        with contextlib.suppress(duckdb.Error):
            instance.empty()
            idle.append(instance)
    finally:
        if idle is None or instance not in idle:
            instance.close()
