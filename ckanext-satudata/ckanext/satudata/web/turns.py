"""Whose turn it is to ask a host: one queue for each host, for all workers together."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from ckan.lib.redis import connect_to_redis
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

# takes a host and the seconds between two requests to it; returns the seconds until our turn, which is then taken
Turns = Callable[[str, float], float]
KEY = "satudata_harvest_turn:"
# the clock is Redis's own, so that workers of several machines agree
TAKE = """
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local turn = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
local following = turn + ARGV[1]
redis.call('SET', KEYS[1], string.format('%.0f', following), 'PX', string.format('%.0f', following - now + 1000))
return turn - now
"""


def of_this_process() -> Turns:
    """Return turns that only this process keeps."""
    following: dict[str, float] = {}

    def take(host: str, pause: float) -> float:
        now = time.monotonic()
        turn = max(following.get(host, 0.0), now)
        following[host] = turn + pause
        return turn - now

    return take


def of_all_workers() -> Turns:
    """Return turns that all workers keep by Redis; without Redis each goes on by itself."""
    alone = of_this_process()

    def take(host: str, pause: float) -> float:
        try:
            return connect_to_redis().eval(TAKE, 1, KEY + host, round(pause * 1000)) / 1000
        except RedisError as error:
            log.warning("turns of %s are not shared: %s", host, error)
            return alone(host, pause)

    return take
