"""How often something may be done that costs much or reaches people, counted in Redis over a moving window."""

from __future__ import annotations

import functools
import math
import time
from dataclasses import dataclass

from ckan.plugins import toolkit as tk
from ckanext.satudata import config
from limits import RateLimitItem, RateLimitItemPerSecond
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

HOUR = 3600


@dataclass(frozen=True)
class Standing:
    """Where somebody stands: how many times are left, and the seconds until one more is."""

    remaining: int
    seconds: int


@dataclass(frozen=True)
class Limit:
    """At most so many times of `what` within so many seconds, for each key."""

    what: str
    most: int
    seconds: int

    def is_reached(self, *who: str) -> bool:
        """Return whether the next time would be one too many."""
        return not _limiter().test(self._item, self.what, *who)

    def count(self, *who: str) -> bool:
        """Count one more time; return whether it was within the limit."""
        return _limiter().hit(self._item, self.what, *who)

    def standing(self, *who: str) -> Standing:
        """Return where somebody stands."""
        reset, remaining = _limiter().get_window_stats(self._item, self.what, *who)
        return Standing(int(remaining), max(1, math.ceil(reset - time.time())))

    def forget(self, *who: str) -> None:
        """Begin anew."""
        _limiter().clear(self._item, self.what, *who)

    @property
    def _item(self) -> RateLimitItem:
        return RateLimitItemPerSecond(self.most, self.seconds, namespace="satudata")


def too_often(what: str, most: int) -> bool:
    """Count one more `what` of the address that asks; return whether there were more than `most` in an hour."""
    if most < 1:
        return True
    limit, address = Limit(what, most, HOUR), tk.request.remote_addr or ""
    if limit.count(address):
        return False
    # for the header Retry-After, where this ends in a refusal
    tk.g.satudata_retry_after = limit.standing(address).seconds
    return True


@functools.cache
def _limiter_of(url: str) -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(storage_from_string(url))


def _limiter() -> MovingWindowRateLimiter:
    return _limiter_of(config.redis_url())
