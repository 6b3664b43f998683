"""What has lost its record, or was never given one: rooms declare how it is found and mended, one job does it.

A process can be killed between two of the stores (files, database, index). What then lies in one without the other is
mended once it has been seen twice, `grace` apart: before that, its write may still be going on.
"""

from __future__ import annotations

import dataclasses
import datetime
import logging
import time
from collections.abc import Callable, Iterable, Iterator

from ckan import plugins as p
from ckan.lib.redis import connect_to_redis
from ckanext.satudata.exceptions import N_

log = logging.getLogger(__name__)

# longer than any write and any job may last, see ckan.jobs.timeout
GRACE = datetime.timedelta(hours=2)
FILES = N_("uploaded files that no resource names")


@dataclasses.dataclass(frozen=True)
class Upkeep:
    """One kind of thing that can be left over.

    `name` stands in commands and keys, `title` is marked text for people; `find` yields names of what has no record
    now, `mend` removes or completes one of them.
    """

    name: str
    title: str
    find: Callable[[], Iterable[str]]
    mend: Callable[[str], object]
    grace: datetime.timedelta = GRACE


class IUpkeep(p.Interface):
    """Implemented by a plugin that keeps something outside of the database."""

    def get_upkeep(self) -> list[Upkeep]:
        """Return what may be left over of it."""
        return []


def every() -> Iterator[Upkeep]:
    """Yield the kinds of all rooms."""
    for plugin in p.PluginImplementations(IUpkeep):
        yield from plugin.get_upkeep()


def run() -> None:
    """Mend what has been left over for longer than its grace; note what was seen for the first time."""
    for upkeep in every():
        try:
            mended = mend(upkeep)
        except Exception:
            # one store that is down keeps nobody from looking into the others
            log.exception("%s: what is left over could not be looked for", upkeep.name)
        else:
            if mended:
                log.warning("%s: %d mended, among them %s", upkeep.name, len(mended), mended[0])


def mend(upkeep: Upkeep, now: float | None = None) -> list[str]:
    """Mend what has been left over for longer than its grace, and return its names; `now` is a Unix time."""
    now = time.time() if now is None else now
    redis = connect_to_redis()
    key = f"satudata:upkeep:{upkeep.name}"
    noticed = {name.decode(): float(at) for name, at in redis.hgetall(key).items()}
    names = set(upkeep.find())
    due = sorted(name for name in names if now - noticed.get(name, now) >= upkeep.grace.total_seconds())
    for name in due:
        upkeep.mend(name)
    gone = [name for name in noticed if name not in names or name in due]
    if gone:
        redis.hdel(key, *gone)
    fresh = {name: now for name in names if name not in noticed}
    if fresh:
        redis.hset(key, mapping=fresh)
    return due
