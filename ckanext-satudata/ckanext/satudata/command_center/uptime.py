"""Whether the applications of the district answer: asked every few minutes, with the harvest's careful client.

An application is up when it answers at all: one that asks for a log-in (401, 403) runs. It is down when two attempts
fail, or it answers with an error of its own (500 and above). Addresses of private networks are not asked: whoever
may describe an application could have the portal knock on doors inside; of them the declared state is shown.
"""

from __future__ import annotations

import datetime
import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from ckan.lib.redis import connect_to_redis
from ckan.plugins import toolkit as tk
from ckanext.satudata.exceptions import HarvestError, RefusedAddress
from ckanext.satudata.web.http import Client, portal_agent

KEY = "satudata:uptime"
CRON = "*/5 * * * *"
MOST, AT_ONCE, SECONDS, PAUSE, OLD_SECONDS = 1000, 8, 30.0, 2.0, 20 * 60
DOWN = 500
# names of examples, which nobody has and nobody asks for (RFC 6761)
EXAMPLE = ".example"


@dataclass(frozen=True)
class State:
    """What was found of an application: since when, and when it was last asked; times in UTC, ISO 8601."""

    up: bool
    since: str
    checked: str

    @property
    def is_recent(self) -> bool:
        """Whether it was asked recently enough to be shown."""
        age = datetime.datetime.now(datetime.UTC) - datetime.datetime.fromisoformat(self.checked)
        return age.total_seconds() <= OLD_SECONDS


def check() -> None:
    """Ask every public application that has an address, and remember what was found."""
    search = {"fq": "dataset_type:layanan capacity:public", "rows": MOST}
    services = tk.get_action("package_search")({"ignore_auth": False, "user": ""}, search)["results"]
    addresses = {service["id"]: service.get("alamat_layanan") or "" for service in services}
    agent = portal_agent()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = dict(zip(addresses, pool.map(lambda url: answers_now(url, agent), addresses.values()), strict=True))
    before, now = states(), datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    fresh = {}
    for name, up in answers.items():
        if up is None:
            continue
        old = before.get(name)
        since = old.since if old and old.up == up else now
        fresh[name] = json.dumps(asdict(State(up, since, now)))
    store = connect_to_redis()
    store.delete(KEY)
    if fresh:
        store.hset(KEY, mapping=fresh)


def states() -> dict[str, State]:
    """Return what was found of each application by the id of its record."""
    kept = connect_to_redis().hgetall(KEY)
    return {name.decode(): State(**json.loads(value)) for name, value in kept.items()}


def answers_now(url: str, agent: str, *, internal: bool = False) -> bool | None:
    """Return whether an address answers; None for one that is not asked."""
    if (urlsplit(url).hostname or "").endswith(EXAMPLE):
        return None
    client = Client(agent, internal=internal, whole_seconds=SECONDS)
    for attempt in (1, 2):
        try:
            if client.status(url) < DOWN:
                return True
        except RefusedAddress:
            return None
        except HarvestError:
            pass
        if attempt == 1:
            time.sleep(PAUSE)
    return False
