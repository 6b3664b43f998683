"""Processes that belong to another one end with it, also where that one is killed."""

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
