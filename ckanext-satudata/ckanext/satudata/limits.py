"""How often one address may do what costs much or reaches people, counted in Redis by the hour."""

from __future__ import annotations

import time

from ckan.lib.redis import connect_to_redis
from ckan.plugins import toolkit as tk

HOUR = 3600


def too_often(what: str, most: int) -> bool:
    """Count one more time of `what` for the address that asks; tell whether there were more than `most` this hour."""
    key = f"satudata:{what}:{tk.request.remote_addr}:{int(time.time()) // HOUR}"
    redis = connect_to_redis()
    count = redis.incr(key)
    redis.expire(key, HOUR)
    return count > most
