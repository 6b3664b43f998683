"""One run at a time for each source."""

from __future__ import annotations

from contextlib import AbstractContextManager

from ckanext.satudata.exceptions import N_, HarvestBusy
from ckanext.satudata.web import locks


def held(source_id: str) -> AbstractContextManager[None]:
    """Hold the source's lock while the block runs. Raises HarvestBusy when somebody else does."""
    text = N_("This source is being harvested at the moment. Wait until that run has ended.")
    return locks.held(_name(source_id), HarvestBusy(text))


def is_free(source_id: str) -> bool:
    """Return whether nobody harvests the source."""
    return locks.is_free(_name(source_id))


def _name(source_id: str) -> str:
    return f"harvest/{source_id}"
