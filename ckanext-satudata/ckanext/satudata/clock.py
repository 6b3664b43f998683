"""The time as CKAN's tables keep it."""

from __future__ import annotations

import datetime


def now() -> datetime.datetime:
    """Return the time in UTC, without saying so."""
    return datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
