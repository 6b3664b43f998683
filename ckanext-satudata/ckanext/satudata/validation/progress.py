"""The progress of a check, for the officer who waits for it: the form makes a token, the page asks by it."""

from __future__ import annotations

import re

from ckan.lib.redis import connect_to_redis
from ckanext.satudata.validation.structure import Progress, nobody

FIELD = "satudata_progress"
TOKEN = re.compile(r"^[0-9a-zA-Z-]{16,64}$")
KEPT_SECONDS = 600


def teller(token: str) -> Progress:
    """Return what notes the progress of the check that a form calls by this token."""
    if not TOKEN.match(token):
        return nobody
    redis = connect_to_redis()
    return lambda share: redis.set(_key(token), int(100 * share), ex=KEPT_SECONDS)


def percent(token: str) -> int | None:
    """Return how far the check is, 0 to 100; None where none is known by this token."""
    value = connect_to_redis().get(_key(token)) if TOKEN.match(token) else None
    return int(value) if value is not None else None


def _key(token: str) -> str:
    return f"satudata:progress:{token}"
