"""Locks that PostgreSQL keeps: one process at a time, on whatever machine it runs, does what has a name."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from ckan import model
from ckanext.satudata.exceptions import N_, SatuDataError
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

BUSY = N_("Somebody else does this at the moment. Wait until it has ended.")


@contextmanager
def held(name: str, busy: SatuDataError | None = None) -> Iterator[None]:
    """Hold the lock of that name while the block runs. Raises `busy` when somebody else does.

    PostgreSQL frees the lock when our connection ends, so a killed worker leaves none behind.
    """
    key = _key(name)
    with model.meta.engine.connect() as connection:
        taken = connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": key}).scalar()
        connection.commit()
        if not taken:
            raise busy or SatuDataError(BUSY)
        try:
            yield
        finally:
            # at once: PostgreSQL notices only after a while that a connection has ended
            with contextlib.suppress(DBAPIError):
                connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": key})
            # the connection goes back to the pool and would take the lock with it
            connection.invalidate()


def is_free(name: str) -> bool:
    """Return whether nobody holds the lock of that name."""
    try:
        with held(name):
            return True
    except SatuDataError:
        return False


def _key(name: str) -> int:
    digest = hashlib.sha256(f"satudata/{name}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
