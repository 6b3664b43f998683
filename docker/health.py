"""Health check of the containers made from ckan.Dockerfile; the argument is the role, exit code 0 means well."""

from __future__ import annotations

import os
import socket
import sys
import urllib.request

import redis
from rq import Worker
from rq.cron import CronScheduler


def web() -> bool:
    """Return whether CKAN answers, with its database and its plugins."""
    with urllib.request.urlopen("http://127.0.0.1:5000/api/3/action/status_show", timeout=8) as answer:
        return answer.status == 200


def worker() -> bool:
    """Return whether the worker of this container has a heartbeat in Redis; RQ lets a lost one expire."""
    return any(process.hostname == socket.gethostname() for process in Worker.all(connection=_redis()))


def scheduler() -> bool:
    """Return whether the scheduler of this container has a heartbeat in Redis; RQ lets a lost one expire."""
    schedulers = CronScheduler.all(_redis(), cleanup=False)
    return any(process.hostname == socket.gethostname() for process in schedulers)


def _redis() -> redis.Redis:
    return redis.Redis.from_url(os.environ["REDIS_URL"], socket_timeout=5)


def assistants() -> bool:
    """Return whether the server of assistants listens."""
    with socket.create_connection(("127.0.0.1", 5000), timeout=5):
        return True


CHECKS = {"web": web, "worker": worker, "scheduler": scheduler, "assistants": assistants}

if __name__ == "__main__":
    role = sys.argv[1]
    if not CHECKS[role]():
        sys.exit(f"{role} tidak menjawab")
