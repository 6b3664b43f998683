"""Processes and their children: they end with the one that they belong to, and share no connection with it."""

from __future__ import annotations

import ctypes
import os
import signal

# linux/prctl.h
_SET_PARENT_DEATH_SIGNAL = 1


def end_with_parent() -> None:
    """Have the kernel kill this process when its parent ends (Linux; elsewhere nothing happens)."""
    parent = os.getppid()
    try:
        ctypes.CDLL(None, use_errno=True).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    except AttributeError:
        return
    if os.getppid() != parent:
        # it ended before it could be asked for
        os.kill(os.getpid(), signal.SIGKILL)


def release_connections() -> None:
    """Close what this process has opened to the databases and to Redis: its children would share it."""
    from ckan import model
    from ckan.lib.redis import connect_to_redis
    from ckanext.datastore.backend import postgres

    model.Session.remove()
    # the DataStore has one for each address that it was ever asked about
    for engine in (model.meta.engine, *postgres._engines.values()):
        engine.dispose()
    connect_to_redis().connection_pool.disconnect()
