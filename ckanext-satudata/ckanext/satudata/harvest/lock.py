"""One run at a time for each source."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from ckan import model
from ckanext.satudata.exceptions import N_, HarvestBusy
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError


@contextmanager
def held(source_id: str) -> Iterator[None]:
    """Hold the source's lock while the block runs. Raises HarvestBusy when somebody else does.

    PostgreSQL frees the lock when our connection ends, so a killed worker leaves none behind.
    """
    key = _key(source_id)
    with model.meta.engine.connect() as connection:
        taken = connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": key}).scalar()
        connection.commit()
        if not taken:
            raise HarvestBusy(N_("This source is being harvested at the moment. Wait until that run has ended."))
        try:
            yield
        finally:
            # at once: PostgreSQL notices only after a while that a connection has ended
            with contextlib.suppress(DBAPIError):
                connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": key})
            # the connection goes back to the pool and would take the lock with it
            connection.invalidate()


def is_free(source_id: str) -> bool:
    """Tell whether nobody harvests the source."""
    try:
        with held(source_id):
            return True
    except HarvestBusy:
        return False


def _key(source_id: str) -> int:
    digest = hashlib.sha256(f"satudata_harvest/{source_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
