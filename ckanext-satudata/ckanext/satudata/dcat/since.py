"""Since when the catalogue is in its present state.

A dataset that vanishes leaves no date behind, so the newest date of those that remain would tell clients that nothing
changed. What is kept is when a state was first seen: never earlier than the change itself.
"""

from __future__ import annotations

import datetime

from ckan.lib.redis import connect_to_redis
from ckanext.satudata import config

KEPT = datetime.timedelta(days=30)


def first_served(mark: str | None) -> datetime.datetime | None:
    """Return the moment (UTC, whole seconds) at which this state was first seen; no two states have the same."""
    if mark is None:
        return None
    redis = connect_to_redis()
    prefix = f"satudata:{config.site_id()}:dcat"
    moment = redis.get(f"{prefix}:{mark}")
    if moment is None:
        now = int(datetime.datetime.now(datetime.UTC).timestamp()) + 1
        # HTTP knows whole seconds only: a second state within one is dated after the first
        moment = max(now, int(redis.get(f"{prefix}:last") or 0) + 1)
        redis.set(f"{prefix}:last", moment, ex=KEPT)
        redis.set(f"{prefix}:{mark}", moment, ex=KEPT)
    return datetime.datetime.fromtimestamp(int(moment), datetime.UTC)
